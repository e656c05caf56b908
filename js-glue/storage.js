// @ts-check
// Where a sign-in is kept between visits. In memory unless the caller says otherwise.
import { EnvironmentError, FmidError } from './errors.js';
import { openVault } from './vault.js';

/** @typedef {import('./index.js').TokenStorage} TokenStorage */
/** @typedef {TokenStorage & { copied?: boolean }} Store copied: each tab has its own, but a tab that is duplicated has the other's content */

/** Nowhere. @type {Store} */
const IN_MEMORY = { load: () => undefined, save() {}, clear() {} };

/**
 * @param {import('./index.js').ClientOptions['storage']} storage
 * @param {string} name of the pool and client, so that two on one origin do not meet
 * @returns {Promise<Store>}
 */
export async function openStorage(storage, name) {
  if (storage === undefined || storage === 'memory') return IN_MEMORY;
  try {
    if (storage === 'session') return inSession(name);
    if (storage === 'persistent') return await openVault(name);
    if ('persistent' in storage) return await openVault(name, storage.secret);
  } catch (cause) {
    // data: pages and sandboxed frames have no storage, plain http: pages no WebCrypto.
    if (cause instanceof FmidError) throw cause;
    throw new EnvironmentError({ code: 'storage_unavailable', detail: /** @type {Error} */ (cause).name }, { cause });
  }
  return storage;
}

/**
 * Until the tab is closed, as it is.
 * @param {string} name
 * @returns {Store}
 */
function inSession(name) {
  const { sessionStorage } = globalThis;
  sessionStorage.getItem(name); // throws where the page may not have any
  return {
    copied: true,
    load() {
      try {
        return JSON.parse(sessionStorage.getItem(name) ?? 'null');
      } catch {
        return undefined; // somebody else's
      }
    },
    save: (saved) => sessionStorage.setItem(name, JSON.stringify(saved)),
    clear: () => sessionStorage.removeItem(name),
  };
}
