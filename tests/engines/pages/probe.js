// @ts-check
// What every place is asked to do: sign in with a code, refresh, and verify the new token's signature.
import { createClient } from '../fmid/index.js';

/**
 * @typedef {object} Settings
 * @property {import('../../../dist/fmid/index.js').PoolOptions} pool
 * @property {string} username
 * @property {string} password
 * @property {string} [wasm] base64, where it cannot be fetched
 */

/**
 * @param {Settings} settings
 * @param {typeof import('../../../dist/fmid/verify/index.js').verifySignature} [verify] where its module can be fetched
 */
export async function probe({ pool, username, password, wasm }, verify) {
  try {
    const bytes = wasm === undefined ? undefined : Uint8Array.from(atob(wasm), (character) => character.charCodeAt(0));
    const ways = new Set();
    const fmid = await createClient({ pool, wasm: bytes, observe: ({ via }) => ways.add(via) });
    await fmid.signIn({ username, password, answer: () => ({ code: '123456' }) });
    const { idToken } = await fmid.refresh();
    const verified = verify && { verified: (await verify(fmid, idToken)) === 'valid' };
    const byModule = [...ways].join() === 'module';
    return { use: fmid.decodeUnverified(idToken).claims.token_use, byModule, ...surroundings(), ...verified };
  } catch (error) {
    return { error: `${error}`, ...surroundings() };
  }
}

/** What the place has and has not. */
const surroundings = () => ({ secure: isSecureContext, subtle: typeof crypto.subtle === 'object', storage: hasStorage() });

function hasStorage() {
  try {
    return typeof self.localStorage === 'object';
  } catch {
    return false;
  }
}

/** For the driver to read. @param {unknown} result */
export const report = (result) => Object.assign(self, { result });

/** @returns {Promise<Settings>} */
export const settings = async () => (await fetch(new URL('/settings.json', import.meta.url))).json();
