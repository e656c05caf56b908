// @ts-check
// Persistent storage: in IndexedDB, encrypted with a key that WebCrypto does not hand out to anybody. It keeps a copy of the browser's
// files from being a copy of the tokens; script in the page can use the key, as it can use the tokens.

/** @typedef {{ iv: BufferSource, data: ArrayBuffer }} Sealed */

const STORE = 'sign-ins';
const KEY = 'key';

/**
 * @param {string} name
 * @returns {Promise<import('./index.js').TokenStorage>}
 */
export async function openVault(name) {
  const { subtle } = crypto;
  const opening = indexedDB.open('fmid', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const db = await settled(opening);
  /** @param {IDBTransactionMode} mode */
  const store = (mode) => db.transaction(STORE, mode).objectStore(STORE);

  const made = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  // Two tabs may come here at once: the first one's key is everybody's.
  const keys = store('readwrite');
  const found = await settled(keys.get(KEY));
  if (!found) await settled(keys.put(made, KEY));
  const key = found ?? made;

  return {
    name,
    async load() {
      /** @type {Sealed | undefined} */
      const sealed = await settled(store('readonly').get(name));
      if (!sealed) return undefined;
      try {
        const text = await subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, key, sealed.data);
        return JSON.parse(new TextDecoder().decode(text));
      } catch {
        return undefined; // damaged, or of a key that is gone
      }
    },
    async save(saved) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const data = await subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(saved)));
      await settled(store('readwrite').put({ iv, data }, name));
    },
    async clear() {
      await settled(store('readwrite').delete(name));
    },
  };
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
