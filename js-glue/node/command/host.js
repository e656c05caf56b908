// @ts-check
// What the commands that go to a FileMaker host share.
import { FileMakerError } from '../../index.js';
import { usageError } from './errors.js';
import { tokensFor } from './sign-in.js';

/** @typedef {import('./io.js').Io} Io */
/** @typedef {import('./options.js').Values} Values */

/** @param {Values} values @param {'host' | 'database'} name @returns {string} */
export function needed(values, name) {
  const value = values[name];
  if (value) return value;
  throw usageError(`--${name} is missing.`, `Give it, or set FMID_${name.toUpperCase()}.`);
}

/** kHostClockMillis of fmid/token_policy.h: how far a host's clock may be ahead, which then takes an ID token for over before its time. */
const HOST_CLOCK_MS = 15 * 60_000;

/**
 * Does something with an ID token, and once more with a new one where the host refused one that was kept and near its end. What is refused
 * at the door was not done.
 * @template T
 * @param {Values} values
 * @param {Io} io
 * @param {(idToken: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withIdToken(values, io, work) {
  if (io.env.FMID_ID_TOKEN) return work(io.env.FMID_ID_TOKEN);
  const { idToken, expiresAt } = await tokensFor(values, io);
  try {
    return await work(idToken);
  } catch (error) {
    // 212 is what a host may say of a token that is over, as if it did not know the account.
    const isRefused = error instanceof FileMakerError && (error.code === 'fm_unauthorized' || error.code === 'fm_account_refused');
    if (!isRefused || !values.cache || expiresAt - Date.now() > HOST_CLOCK_MS) throw error;
    return work((await tokensFor(values, io, { anew: true, mayAsk: false })).idToken);
  }
}
