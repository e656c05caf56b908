// @ts-check
// Where a command's tokens come from: the cache, a refresh, or a person who signs in; in this order.
import { FIRST_ATTEMPT } from '../../core.js';
import { FmidError } from '../../index.js';
import { loadCore } from '../../load.js';
import { openCache } from './cache.js';
import { answering } from './challenges.js';
import { CommandError, EXIT, usageError } from './errors.js';
import { clientFor, secretFromInput } from './given.js';
import { meanwhile, printable } from './io.js';
import { openTerminal } from './terminal.js';
import { readTotpSecret } from './totp.js';

/** @typedef {import('../../index.js').Tokens} Tokens */
/** @typedef {import('./io.js').Io} Io */
/** @typedef {import('./options.js').Values} Values */
/** @typedef {import('./cache.js').Kept} Kept */

/**
 * @param {Values} values
 * @param {Io} io
 * @param {object} [how]
 * @param {boolean} [how.anew] good ones are not good enough
 * @param {boolean} [how.mayAsk] a person may be asked to sign in
 * @returns {Promise<Tokens>}
 */
export async function tokensFor(values, io, { anew = false, mayAsk = true } = {}) {
  const began = Date.now();
  const client = await clientFor(values, io);
  // A token that was given by hand is not the cache's business.
  const cache = values.cache && !values['token-stdin'] ? openCache(values.cache, client.pool, io.signal) : undefined;
  /** @type {Kept | undefined} */
  let kept;
  /** @type {unknown} */
  let refusal;

  async function refresh() {
    kept = await cache?.load();
    checkPerson(values, kept);
    // Whoever waited for another process takes what that one brought.
    if (kept?.tokens && (await isGood(kept.tokens)) && (!anew || kept.savedAt >= began)) return kept.tokens;
    const refreshToken = kept?.tokens?.refreshToken ?? (values['token-stdin'] ? await secretFromInput(io, 'refresh token') : io.env.FMID_REFRESH_TOKEN);
    if (!refreshToken) return undefined;
    try {
      const tokens = await meanwhile(io, 'Refreshing…', client.refresh({ refreshToken, deviceKey: kept?.device?.key, signal: io.signal }));
      await cache?.save({ username: kept?.username ?? values.username, device: kept?.device, tokens });
      return tokens;
    } catch (error) {
      if (!(error instanceof FmidError && error.code.startsWith('refresh_token_'))) throw error;
      refusal = error; // it is over: only a person can go on, and the device may spare them the code
      if (kept?.tokens) await cache?.save({ ...kept, tokens: undefined });
      return undefined;
    }
  }

  const tokens = await (cache ? cache.exclusively(refresh) : refresh());
  if (tokens) return tokens;
  if (!mayAsk) {
    throw refusal ?? new CommandError(EXIT.personNeeded, 'sign_in_required', 'There is no refresh token.', 'Sign in with fmid token --cache FILE, or give one by standard input (--token-stdin) or in FMID_REFRESH_TOKEN.');
  }
  const { username, ...signedIn } = await signIn(values, io, client, kept, refusal);
  await cache?.save({ username, device: signedIn.tokens.device, tokens: signedIn.tokens });
  return signedIn.tokens;
}

/** As the core decides for every client (fmid/token_policy.h). @param {Tokens} tokens */
async function isGood({ expiresAt, expiresIn }) {
  const core = await loadCore();
  const holdings = { sessionUsedAt: 0, idTokenBeganAt: expiresAt - expiresIn * 1000, idTokenExpiresAt: expiresAt, hasRefreshToken: true };
  return core.nextNeed('idToken', holdings, FIRST_ATTEMPT, Date.now()) === 'nothing';
}

/** @param {Values} values @param {Kept | undefined} kept */
function checkPerson({ username, cache }, kept) {
  if (!username || !kept?.username || username.toLowerCase() === kept.username.toLowerCase()) return;
  throw usageError(`${cache} holds the sign-in of somebody else.`, 'Use a file for each person, or end that sign-in with fmid revoke.');
}

/**
 * @param {Values} values
 * @param {Io} io
 * @param {import('../../index.js').Client} client
 * @param {Kept | undefined} kept
 * @param {unknown} refusal of the refresh token, where there was one
 */
async function signIn(values, io, client, kept, refusal) {
  const totpSecret = values['totp-secret-file'] ? await readTotpSecret(values['totp-secret-file']) : undefined;
  /** @type {import('./terminal.js').Terminal | undefined} */
  let terminal;
  /** @param {string} what */
  const person = (what) => {
    terminal ??= openTerminal(io);
    if (terminal) return terminal;
    throw refusal ?? new CommandError(EXIT.personNeeded, 'person_needed', `The sign-in needs ${what}, and there is no terminal to ask on.`,
      'Sign in once on a terminal with --cache FILE: later runs refresh by themselves. What can be given without a terminal is in fmid token --help.');
  };
  try {
    const username = values.username ?? kept?.username ?? (await person('a user name (--username)').ask('Claris ID (e-mail address): '));
    const password = values['password-stdin'] ? await secretFromInput(io, 'password')
      : io.env.FMID_PASSWORD || (await person('a password (FMID_PASSWORD or --password-stdin)').ask(`Password of ${printable(username)}: `, { hidden: true }));
    const device = kept?.device;
    const tokens = await client.signIn({ username, password, device, answer: answering({ person, totpSecret }), signal: io.signal });
    return { username, tokens };
  } finally {
    terminal?.close();
  }
}
