// @ts-check
// A sign-in kept in a file between runs: tokens, the remembered device, and for whom. As good as the password, so only its owner may read it.
import { CommandError, EXIT, usageError } from './errors.js';
import { exclusively } from './lock.js';
import { readPrivate, removePrivate, writePrivate } from './private-file.js';

/** @typedef {import('../../index.js').Tokens} Tokens */
/**
 * @typedef {object} Kept
 * @property {1} version
 * @property {import('../../index.js').Pool} pool
 * @property {string} [username] as it was typed; absent where a refresh token was all there was
 * @property {Tokens} [tokens] absent when they are over
 * @property {import('../../index.js').Device} [device]
 * @property {number} savedAt
 */

/** What a sign-in belongs to. */
const IDS = /** @type {const} */ (['userPoolId', 'clientId', 'endpoint']);

/**
 * @param {string} path
 * @param {import('../../index.js').Pool | undefined} pool that its tokens may be sent to; undefined: they are not sent anywhere
 * @param {AbortSignal} signal
 */
export function openCache(path, pool, signal) {
  return {
    path,

    /** @returns {Promise<Kept | undefined>} */
    async load() {
      const text = await readPrivate(path);
      if (text === undefined || text.trim() === '') return undefined; // an empty one, as mktemp makes it
      const kept = parse(path, text);
      if (pool && IDS.some((id) => kept.pool[id] !== pool[id])) {
        throw usageError(`${path} holds a sign-in to another user pool, app client or endpoint.`, 'Use a file for each, or name no pool: the file knows its own.');
      }
      return kept;
    },

    /** @param {Pick<Kept, 'username' | 'tokens' | 'device'>} kept */
    async save({ username, tokens, device }) {
      /** @type {Kept} */
      const all = { version: 1, pool: /** @type {import('../../index.js').Pool} */ (pool), savedAt: Date.now(), username, tokens, device };
      await writePrivate(path, `${JSON.stringify(all, undefined, 2)}\n`);
    },

    remove: () => removePrivate(path),

    /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
    exclusively: (work) => exclusively(path, signal, work),
  };
}

/**
 * @param {string} path
 * @param {string} text
 * @returns {Kept}
 */
function parse(path, text) {
  try {
    const { version, pool, username, tokens, device, savedAt } = JSON.parse(text);
    const texts = [...IDS.map((id) => pool[id]), username ?? '', ...(tokens ? [tokens.idToken, tokens.accessToken, tokens.refreshToken] : []),
      ...(device ? [device.key, device.groupKey, device.password] : [])];
    const numbers = [savedAt, ...(tokens ? [tokens.expiresAt, tokens.expiresIn] : [])];
    if (version === 1 && texts.every((each) => typeof each === 'string') && numbers.every((each) => typeof each === 'number')) {
      return { version, pool, username, tokens, device, savedAt };
    }
  } catch {
    // Not JSON, or not an object. What JavaScript says of it would quote it.
  }
  throw new CommandError(EXIT.file, 'file_malformed', `${path} is not a sign-in that this version of fmid has kept.`, 'If it is nothing else that you need, delete it and sign in again.');
}
