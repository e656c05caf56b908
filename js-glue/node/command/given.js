// @ts-check
// Secrets as they are given to a command: by standard input, the environment, a terminal or the cache. Never by its arguments.
import { createClient } from '../../index.js';
import { openCache } from './cache.js';
import { CommandError, EXIT, usageError } from './errors.js';
import { timeoutOf } from './options.js';
import { transportOf } from './transport.js';

/** @typedef {import('./io.js').Io} Io */
/** @typedef {import('./options.js').Values} Values */

const MAX_BYTES = 64 * 1024; // a token has some kilobytes

/** What stands on standard input, without the newline at its end. @param {Io} io @param {string} what */
export async function secretFromInput({ stdin }, what) {
  if (stdin.isTTY) throw usageError(`The ${what} is to come by standard input, and that is a terminal.`, 'Pipe it in: another program | fmid …');
  const text = (await readInput(stdin, MAX_BYTES)).toString('utf8').replace(/\r?\n$/, '');
  if (text === '') throw usageError(`The ${what} is to come by standard input, and there was nothing.`, 'Check the program that writes it.');
  return text;
}

/** @param {NodeJS.ReadStream} stdin @param {number} limit */
export async function readInput(stdin, limit) {
  const chunks = [];
  let size = 0;
  for await (const chunk of stdin) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) throw usageError('There is too much on standard input.', `At most ${limit} bytes are read.`);
  }
  return Buffer.concat(chunks);
}

/** The client for the pool that the options name, else for the one of the kept sign-in. @param {Values} values @param {Io} io */
export async function clientFor(values, io) {
  const pool = poolFor(values, io) ?? poolFor(await keptPool(values, io), io);
  return createClient({ pool, timeoutMs: timeoutOf(values), transport: transportOf(io) });
}

/** The pool of the cache, as if the options named it. @param {Values} values @param {Io} io @returns {Promise<Values>} */
async function keptPool({ cache, 'token-stdin': isGiven }, { signal }) {
  if (!cache || isGiven) return {}; // a token that was given by hand is not the cache's business
  const kept = await openCache(cache, undefined, signal).load();
  return kept ? { 'user-pool-id': kept.pool.userPoolId, 'client-id': kept.pool.clientId, endpoint: kept.pool.endpoint } : {};
}

/**
 * The pool that the options name; undefined, which is Claris ID, where they name none.
 * @param {Values} values
 * @param {Io} io
 * @returns {import('../../index.js').PoolOptions | undefined}
 */
export function poolFor(values, { env }) {
  const { 'user-pool-id': userPoolId, 'client-id': clientId, endpoint } = values;
  if (!userPoolId !== !clientId || (endpoint && !userPoolId)) {
    throw usageError('A user pool is --user-pool-id and --client-id together.', 'Give both, or neither for Claris ID; --endpoint goes with them.');
  }
  return userPoolId && clientId ? { userPoolId, clientId, endpoint, clientSecret: env.FMID_CLIENT_SECRET } : undefined;
}

const VARIABLES = /** @type {const} */ ({ idToken: 'FMID_ID_TOKEN', refreshToken: 'FMID_REFRESH_TOKEN' });

/**
 * A token that is there already, as it is.
 * @param {Values} values
 * @param {Io} io
 * @param {keyof typeof VARIABLES} name
 * @param {import('../../index.js').Pool} [pool] that it is for, where it will be sent
 * @returns {Promise<string>}
 */
export async function heldToken(values, io, name, pool) {
  if (values['token-stdin']) return secretFromInput(io, 'token');
  const given = io.env[VARIABLES[name]];
  if (given && name === 'idToken') return given;
  const kept = values.cache ? await openCache(values.cache, pool, io.signal).load() : undefined;
  // A refresh token in the environment may have been exchanged for the one that is kept.
  const token = kept?.tokens?.[name] ?? given;
  if (token) return token;
  throw new CommandError(EXIT.personNeeded, 'sign_in_required', values.cache ? `${values.cache} has no token.` : 'There is no token.',
    `Sign in with fmid token --cache FILE, or give one by standard input (--token-stdin) or in ${VARIABLES[name]}.`);
}
