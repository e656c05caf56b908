// @ts-check
// What the commands that go to a FileMaker host share.
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

/** @param {Values} values @param {Io} io */
export async function idTokenFor(values, io) {
  return io.env.FMID_ID_TOKEN || (await tokensFor(values, io)).idToken;
}
