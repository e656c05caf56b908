// @ts-check
// What goes wrong, and what a person may expect of a client then: one table for all of them.

/**
 * @typedef {object} Expectation
 * @property {boolean} [ok] whether the call succeeds in spite of it; where it is left out, an error that keeps everything is as good
 * @property {number} requests at the most
 * @property {boolean} [kept] whether the person is still signed in when it is over (true)
 * @property {number} [withinMs]
 *
 * @typedef {object} Case
 * @property {string} what
 * @property {string} account the demo account's kind ('none': no second step)
 * @property {'signIn' | 'idToken' | 'five' | 'giveUp'} act the call that is looked at; five: as many callers at once; giveUp: a call that is cancelled while the pool is silent
 * @property {Partial<import('../../scripts/sandbox/pool.mjs').PoolOptions>} [poolOptions]
 * @property {{ password: string }} [as] instead of the account's own
 * @property {number} [minutes] that pass between the sign-in and the call (61: the ID token is over)
 * @property {import('../../scripts/sandbox/faults.mjs').FaultSettings} [fault] of the first request of the call
 * @property {boolean} [revoked] the sign-in is revoked before the call
 * @property {Expectation} wants
 */

const EXPIRED = { account: 'none', act: /** @type {const} */ ('idToken'), minutes: 61 };
const PASSED_OVER = { ok: true, requests: 2 };
/** Said, or tried again up to three times in all; nothing may be lost by it. */
const TOLD = { requests: 3 };

/** @type {(kind: string, what: string, requests: number) => Case} */
const signIn = (account, what, requests) => ({ what, account, act: 'signIn', wants: { ok: true, requests } });

/** @type {readonly Case[]} */
export const cases = [
  signIn('sms', 'sign-in with a code by text message', 3),
  signIn('totp', 'sign-in with an authenticator app', 3),
  signIn('email', 'sign-in with a code by e-mail', 3),
  signIn('choice', 'sign-in with a choice of ways', 4),
  signIn('mfa-setup', 'sign-in that sets up an authenticator', 5),
  signIn('new-password', 'sign-in that wants a new password', 3),
  { what: 'wrong password: said after one proof', account: 'none', act: 'signIn', as: { password: 'Wrong-Pass-1' }, wants: { ok: false, requests: 2, kept: false } },
  { what: 'locked out: said, not tried again', account: 'locked-out', act: 'signIn', wants: { ok: false, requests: 2, kept: false } },
  { what: 'clock ten minutes slow', account: 'none', act: 'signIn', poolOptions: { clockSkewMs: 600_000 }, wants: { ok: true, requests: 2 } },
  { what: 'clock ten minutes fast', account: 'none', act: 'signIn', poolOptions: { clockSkewMs: -600_000 }, wants: { ok: true, requests: 2 } },
  { what: 'token asked for in its hour', account: 'none', act: 'idToken', minutes: 30, wants: { ok: true, requests: 0 } },
  { what: 'five callers as it runs out', ...EXPIRED, act: 'five', wants: { ok: true, requests: 1 } },
  { what: 'two hours asleep', ...EXPIRED, minutes: 120, wants: { ok: true, requests: 1 } },
  { what: 'refresh token revoked: one request, below 100 ms', ...EXPIRED, revoked: true, wants: { ok: false, requests: 1, kept: false, withinMs: 100 } },
  { what: 'refresh: one throttle', ...EXPIRED, fault: { kind: 'throttle' }, wants: PASSED_OVER },
  { what: 'refresh: one fault of the service', ...EXPIRED, fault: { kind: 'internal' }, wants: PASSED_OVER },
  { what: 'refresh: one 502 page', ...EXPIRED, fault: { kind: 'html', status: 502 }, wants: PASSED_OVER },
  { what: 'refresh: one dropped connection', ...EXPIRED, fault: { kind: 'drop' }, wants: PASSED_OVER },
  { what: 'refresh: one slow answer', ...EXPIRED, fault: { kind: 'slow', delayMs: 300 }, wants: { ok: true, requests: 1 } },
  { what: 'refresh with rotation: the answer lost', ...EXPIRED, poolOptions: { rotation: true, rotationGraceMs: 10_000 }, fault: { kind: 'drop', when: 'after' }, wants: PASSED_OVER },
  { what: 'refresh: no network', ...EXPIRED, fault: { kind: 'drop', times: Infinity }, wants: TOLD },
  { what: 'refresh: the service down', ...EXPIRED, fault: { kind: 'http500', times: Infinity }, wants: TOLD },
  { what: 'refresh: half of the JSON', ...EXPIRED, fault: { kind: 'truncated' }, wants: TOLD },
  { what: 'refresh: wrong types', ...EXPIRED, fault: { kind: 'wrong-types' }, wants: TOLD },
  { what: 'refresh: an empty body', ...EXPIRED, fault: { kind: 'empty' }, wants: TOLD },
  { what: 'refresh: a proxy\'s 401 page', ...EXPIRED, fault: { kind: 'html', status: 401 }, wants: TOLD },
  { what: 'refresh: cancelled while the pool is silent', ...EXPIRED, act: 'giveUp', fault: { kind: 'hold' }, wants: { ok: false, requests: 1 } },
];
