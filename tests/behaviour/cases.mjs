// @ts-check
// What happens to people who sign in and stay signed in, and what a client should make of it.

/**
 * @typedef {object} Case
 * @property {string} title
 * @property {(stage: import('./run.mjs').Stage) => Promise<import('./run.mjs').Outcome>} play
 * @property {'ok' | 'error'} ends an error must be one that says what happened
 * @property {number} [most] requests
 * @property {number} [underMs]
 * @property {'ok'} [next] the next call succeeds without the person: nothing was lost
 * @property {'canAbort' | 'canLimitTime'} [needs] "n/a" for a client that has no such thing
 * @property {Partial<import('../../scripts/sandbox/pool.mjs').PoolOptions>} [pool]
 * @property {{ ends: string, requests: number }} fmid exactly
 *
 * @typedef {{ title: string, cases: Case[] }} Group
 * @typedef {import('../../scripts/sandbox/faults.mjs').Fault} Fault
 */

const REFRESH = /^(GetTokensFromRefreshToken|InitiateAuth)$/; // either of Cognito's two ways

/** At the refresh after an hour. @param {Omit<Fault, 'operation'>} fault @returns {Case['play']} */
const atRefresh = (fault) => async (stage) => {
  await stage.expired();
  stage.pool.faults.add({ operation: REFRESH, ...fault });
  return stage.idToken();
};

/** At the password's proof. @param {Omit<Fault, 'challenge'>} fault @returns {Case['play']} */
const atSignIn = (fault) => (stage) => {
  stage.pool.faults.add({ challenge: 'PASSWORD_VERIFIER', ...fault });
  return stage.signIn();
};

/**
 * What passes by itself, and how many requests more it costs a refresh and a sign-in.
 * @type {readonly (readonly [string, Omit<Fault, 'operation'>, number, number])[]}
 */
const PASSING = [
  ['one throttled request', { kind: 'throttle' }, 1, 1],
  ['one InternalErrorException (500)', { kind: 'internal' }, 1, 1],
  ['one empty 500, as of a proxy', { kind: 'http500' }, 1, 1],
  // Whether the password's proof arrived is not known, and it counts once: the sign-in begins anew.
  ['one dropped connection', { kind: 'drop' }, 1, 2],
  ['one answer a second late', { kind: 'slow' }, 0, 0],
];

/** @type {readonly (readonly [string, Omit<Fault, 'operation'>, string, number])[]} */
const NONSENSE = [
  ['truncated JSON', { kind: 'truncated' }, 'response_not_json', 1],
  ['values of the wrong type', { kind: 'wrong-types' }, 'response_malformed', 1],
  ['an empty answer', { kind: 'empty' }, 'response_not_json', 1],
  ['HTML with status 502, until the call has failed', { kind: 'html', status: 502, times: Infinity }, 'service_failed', 3],
];

/** How many requests each takes: the password's two, then its own. @type {readonly (readonly [string, string, number])[]} */
const STEPS = [
  ['a code by text message', 'sms', 3],
  ['a code from an authenticator app', 'totp', 3],
  ['a code by e-mail', 'email', 3],
  ['a choice among them', 'choice', 4],
  ['setting up an authenticator app', 'mfa-setup', 5],
  ['a new password and an attribute', 'new-password', 3],
];

/** @type {readonly Group[]} */
export const groups = [
  {
    title: 'Refreshing, an hour after the sign-in',
    cases: [
      { title: 'one caller', play: async (stage) => (await stage.expired(), stage.idToken()), ends: 'ok', most: 1, fmid: { ends: 'ok', requests: 1 } },
      { title: 'five callers at once', play: async (stage) => (await stage.expired(), stage.idTokens(5)), ends: 'ok', most: 1, fmid: { ends: 'ok', requests: 1 } },
      {
        title: 'the machine slept for two hours',
        play: async (stage) => (await stage.signIn(), stage.pass(120), stage.idToken()),
        ends: 'ok',
        most: 1,
        fmid: { ends: 'ok', requests: 1 },
      },
      {
        title: 'the refresh token was revoked',
        play: async (stage) => (await stage.expired(), stage.pool.revokeAll(), stage.idToken()),
        // Signed out is an answer, in whatever form.
        ends: 'error',
        most: 1,
        underMs: 100,
        fmid: { ends: 'refresh_token_revoked', requests: 1 },
      },
      ...PASSING.map(([title, fault, more]) => /** @type {const} */ ({ title, play: atRefresh(fault), ends: 'ok', next: 'ok', fmid: { ends: 'ok', requests: 1 + more } })),
      {
        title: 'no network until the call has failed',
        play: atRefresh({ kind: 'drop', times: Infinity }),
        ends: 'error',
        next: 'ok',
        fmid: { ends: 'network_failed', requests: 3 },
      },
      ...NONSENSE.map(([title, fault, code, requests]) => /** @type {const} */ ({ title, play: atRefresh(fault), ends: 'error', next: 'ok', fmid: { ends: code, requests } })),
      {
        title: 'given up by the caller while the pool is silent',
        needs: 'canAbort',
        async play(stage) {
          await stage.expired();
          const held = stage.pool.faults.add({ operation: REFRESH, kind: 'hold' });
          const caller = new AbortController();
          const asked = stage.idToken({ signal: caller.signal });
          await held.taken;
          caller.abort();
          return asked;
        },
        ends: 'error',
        underMs: 1000,
        next: 'ok',
        fmid: { ends: 'aborted', requests: 1 },
      },
      {
        title: 'a pool that stays silent, half a second allowed',
        needs: 'canLimitTime',
        async play(stage) {
          await stage.expired();
          stage.pool.faults.add({ operation: REFRESH, kind: 'hold', times: Infinity });
          return stage.idToken({ timeoutMs: 500 });
        },
        ends: 'error',
        underMs: 5000,
        next: 'ok',
        fmid: { ends: 'timeout', requests: 1 },
      },
    ],
  },
  {
    title: 'A pool that rotates refresh tokens',
    cases: [
      { title: 'a refresh, and the next one an hour later', pool: { rotation: true }, play: twice(), ends: 'ok', most: 2, fmid: { ends: 'ok', requests: 2 } },
      {
        title: 'the answer with the new token was lost, within the grace',
        pool: { rotation: true, rotationGraceMs: 10_000 },
        play: twice({ kind: 'drop', when: 'after' }),
        ends: 'ok',
        fmid: { ends: 'ok', requests: 3 },
      },
    ],
  },
  {
    title: 'A clock that is wrong',
    cases: [-10, 10].map((minutes) => ({
      title: `${Math.abs(minutes)} minutes ${minutes < 0 ? 'slow' : 'fast'}: signing in, a good token after 55 and 61 minutes`,
      pool: { clockSkewMs: -minutes * 60_000 },
      async play(stage) {
        const signedIn = await stage.signIn();
        if (signedIn.ends !== 'ok') return signedIn;
        stage.pass(55);
        const before = await stage.idToken();
        stage.pass(6);
        return both(before, await stage.idToken());
      },
      ends: 'ok',
      most: 1,
      fmid: { ends: 'ok', requests: 1 },
    })),
  },
  {
    title: 'Signing in',
    cases: [
      { title: 'the password is enough', play: (stage) => stage.signIn(), ends: 'ok', next: 'ok', fmid: { ends: 'ok', requests: 2 } },
      {
        title: 'a wrong password',
        play: (stage) => stage.signIn('none', { password: 'Wrong-Pass-1' }),
        ends: 'error',
        most: 2,
        fmid: { ends: 'wrong_credentials', requests: 2 },
      },
      ...PASSING.map(([title, fault, , more]) => /** @type {const} */ ({ title, play: atSignIn(fault), ends: 'ok', next: 'ok', fmid: { ends: 'ok', requests: 2 + more } })),
    ],
  },
  {
    title: 'What the pool may ask after the password',
    cases: STEPS.map(([title, kind, requests]) => ({ title, play: (stage) => stage.signIn(kind), ends: 'ok', next: 'ok', fmid: { ends: 'ok', requests } })),
  },
];

/** Two refreshes, an hour apart; the first one may be spoiled. @param {Omit<Fault, 'operation'>} [fault] @returns {Case['play']} */
function twice(fault) {
  return async (stage) => {
    await stage.expired();
    if (fault) stage.pool.faults.add({ operation: REFRESH, ...fault });
    const first = await stage.idToken();
    if (first.ends !== 'ok') return first;
    stage.pass(61);
    return both(first, await stage.idToken());
  };
}

/**
 * @param {import('./run.mjs').Outcome} first
 * @param {import('./run.mjs').Outcome} second
 * @returns {import('./run.mjs').Outcome} the first that is no success, what both cost
 */
function both(first, second) {
  return { ...(first.ends === 'ok' ? second : first), requests: first.requests + second.requests, ms: first.ms + second.ms };
}
