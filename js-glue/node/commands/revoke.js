// @ts-check
// fmid revoke: the end of a sign-in.
import { FmidError } from '../../index.js';
import { openCache } from '../command/cache.js';
import { clientFor, heldToken } from '../command/given.js';
import { POOL_OPTIONS, describeOptions, readArguments } from '../command/options.js';
import { printJson } from '../command/output.js';
import { tokensFor } from '../command/sign-in.js';

const NAMES = ['everywhere', 'token-stdin', 'cache', ...POOL_OPTIONS, 'json'];

export const help = `
Usage: fmid revoke [options]

Makes a refresh token void, and the access tokens made from it: the one on
standard input (--token-stdin), else the cache's, whose file is then removed,
else FMID_REFRESH_TOKEN. ID tokens that are out work until they end, an hour at
most. Done, too, where it was over already.

Examples
  fmid revoke --cache ~/.fmid.json
  fmid revoke --everywhere --cache ~/.fmid.json       signs this person out on all devices

${describeOptions(NAMES)}
`;

/**
 * @param {string[]} argv
 * @param {import('../command/io.js').Io} io
 */
export async function run(argv, io) {
  const { values } = readArguments(argv, io.env, NAMES);
  const client = await clientFor(values, io);
  const cache = values.cache && !values['token-stdin'] ? openCache(values.cache, client.pool, io.signal) : undefined;
  try {
    if (values.everywhere) await client.signOutEverywhere({ accessToken: (await tokensFor(values, io, { mayAsk: false })).accessToken, signal: io.signal });
    else await client.revoke({ refreshToken: await heldToken(values, io, 'refreshToken', client.pool), signal: io.signal });
  } catch (error) {
    if (!(error instanceof FmidError && error.code.startsWith('refresh_token_'))) throw error; // over already
  }
  if (cache) await cache.exclusively(() => cache.remove());
  if (values.json) printJson(io, { revoked: true });
}
