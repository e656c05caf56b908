// @ts-check
// Persistent storage: in IndexedDB, encrypted. With a secret of the caller's the key is made from it and is nowhere in the browser's files.
// Without one it is a key that WebCrypto does not hand out to script; the browser stores it beside the data, in the open.
import { InputError } from './errors.js';

/** @typedef {{ iv: BufferSource, data: ArrayBuffer }} Sealed */

const STORE = 'sign-ins';
const KEY = 'key';

/** Bytes of a secret: fewer can be tried out, by whoever has a copy of the files. */
const LEAST_SECRET = 16;

/**
 * @param {string} name
 * @param {ArrayBuffer | Uint8Array<ArrayBuffer>} [secret]
 * @returns {Promise<import('./index.js').TokenStorage>}
 */
export async function openVault(name, secret) {
  const { subtle } = crypto;
  const derived = secret === undefined ? undefined : await deriveKey(name, secret);
  /** @type {Promise<{ db: IDBDatabase, key: CryptoKey }> | undefined} */
  let opening;

  /** The database, again where the browser or a newer fmid wanted it closed; with it what may have been replaced meanwhile, the key. */
  function open() {
    opening ??= openDatabase(() => {
      opening = undefined;
    }).then(async (db) => ({ db, key: derived ?? (await storedKey(db)) }));
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  }
  await open();

  return {
    name,
    async load() {
      const { db, key } = await open();
      /** @type {Sealed | undefined} */
      const sealed = await within(db, 'readonly', (store) => store.get(name));
      if (!sealed) return undefined;
      try {
        const text = await subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, key, sealed.data);
        return JSON.parse(new TextDecoder().decode(text));
      } catch {
        return undefined; // damaged, or of a key that is gone
      }
    },
    async save(saved) {
      const { db, key } = await open();
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const data = await subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(saved)));
      await within(db, 'readwrite', (store) => store.put({ iv, data }, name));
    },
    async clear() {
      await within((await open()).db, 'readwrite', (store) => store.delete(name));
    },
  };
}

/** @param {() => void} onClosed @returns {Promise<IDBDatabase>} */
function openDatabase(onClosed) {
  const opening = indexedDB.open('fmid', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  return new Promise((resolve, reject) => {
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const db = opening.result;
      db.onclose = onClosed;
      // Whoever deletes the database or brings a new version of it would wait for this tab for ever.
      db.onversionchange = () => {
        db.close();
        onClosed();
      };
      resolve(db);
    };
  });
}

/**
 * Done when it is committed: a full disk shows at the end only.
 * @template T
 * @param {IDBDatabase} db
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} work
 * @returns {Promise<T>}
 */
function within(db, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** @param {IDBDatabase} db */
async function storedKey(db) {
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  // Two tabs may come here at once: the first one's key is everybody's. What is no key is replaced.
  const found = await within(db, 'readwrite', (store) => {
    const request = store.get(KEY);
    request.onsuccess = () => request.result instanceof CryptoKey || store.put(made, KEY);
    return request;
  });
  return found instanceof CryptoKey ? found : made;
}

/** HKDF (RFC 5869). @param {string} name @param {ArrayBuffer | Uint8Array<ArrayBuffer>} secret */
async function deriveKey(name, secret) {
  if (!((ArrayBuffer.isView(secret) || secret instanceof ArrayBuffer) && secret.byteLength >= LEAST_SECRET)) {
    throw new InputError({ code: 'option_invalid', detail: `storage.secret must be at least ${LEAST_SECRET} random bytes` });
  }
  const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const made = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: new TextEncoder().encode(`fmid vault ${name}`) };
  return crypto.subtle.deriveKey(made, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}
