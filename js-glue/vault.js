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
  /** @type {IDBDatabase} */
  const db = await new Promise((resolve, reject) => {
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  /**
   * Done when it is committed: a full disk shows at the end only.
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest<T>} work
   * @returns {Promise<T>}
   */
  const within = (mode, work) =>
    new Promise((resolve, reject) => {
      const transaction = db.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });

  const made = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  // Two tabs may come here at once: the first one's key is everybody's. What is no key is replaced.
  const found = await within('readwrite', (store) => {
    const request = store.get(KEY);
    request.onsuccess = () => request.result instanceof CryptoKey || store.put(made, KEY);
    return request;
  });
  const key = found instanceof CryptoKey ? found : made;

  return {
    name,
    async load() {
      /** @type {Sealed | undefined} */
      const sealed = await within('readonly', (store) => store.get(name));
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
      await within('readwrite', (store) => store.put({ iv, data }, name));
    },
    async clear() {
      await within('readwrite', (store) => store.delete(name));
    },
  };
}
