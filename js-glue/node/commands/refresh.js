// @ts-check
// fmid refresh: new tokens, although the ones at hand may still be good.
import { POOL_OPTIONS, describeOptions, readArguments } from '../command/options.js';
import { printTokens } from '../command/print-tokens.js';
import { tokensFor } from '../command/sign-in.js';

const NAMES = ['token-stdin', 'cache', ...POOL_OPTIONS, 'json', 'field'];

export const help = `
Usage: fmid refresh [options]

Gets a new ID token and access token for a refresh token: the one on standard
input (--token-stdin), else the cache's, else FMID_REFRESH_TOKEN. Never asks
anybody. Where the pool exchanges refresh tokens, the old one is void: keep the
one that is printed.

Examples
  fmid refresh --cache ~/.fmid.json --field idToken
  fmid refresh --token-stdin --json < refresh-token

${describeOptions(NAMES)}
`;

/**
 * @param {string[]} argv
 * @param {import('../command/io.js').Io} io
 */
export async function run(argv, io) {
  const { values } = readArguments(argv, io.env, NAMES);
  printTokens(io, values, await tokensFor(values, io, { anew: true, mayAsk: false }));
}
