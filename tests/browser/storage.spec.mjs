// @ts-check
// Sign-ins that outlive a page, and tabs that share one: the library in a real browser's storage. Where the page may not have any
// (data:, sandboxed frames), the property that throws there is made to throw.
import { expect, test } from './fixtures.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./fixtures.mjs').Place} Place */
/** @typedef {typeof globalThis & { fmid: import('../../js-glue/index.js').Client, heard: string[] }} Tab */

/** A page with a client, and what its events said. @param {Page} page @param {Place} place @param {object} [options] */
async function open(page, { url, pool }, options = { storage: 'persistent' }) {
  await page.goto(url);
  const { userPoolId, clientId, url: endpoint } = pool;
  return page.evaluate(
    async (given) => {
      const tab = /** @type {Tab} */ (globalThis);
      const { createClient } = await import(String(new URL('fmid/index.js', location.href)));
      try {
        tab.fmid = await createClient(given);
      } catch (error) {
        return /** @type {any} */ (error).code;
      }
      tab.heard = [];
      for (const type of ['signedin', 'refreshed', 'signedout', 'error']) {
        tab.fmid.addEventListener(type, ({ detail }) => tab.heard.push(type === 'error' ? detail.code : type));
      }
      return tab.fmid.signedIn;
    },
    { pool: { userPoolId, clientId, endpoint }, ...options },
  );
}

/** @param {Page} page @param {Place} place */
async function signIn(page, { accounts }) {
  const { username, password } = /** @type {{ username: string, password: string }} */ (accounts.find(({ kind }) => kind === 'none'));
  await page.evaluate((given) => /** @type {Tab} */ (globalThis).fmid.signIn(given), { username, password });
}

/** The client's answer, or its error's code. @param {Page} page */
const refresh = (page) =>
  page.evaluate(() => /** @type {Tab} */ (globalThis).fmid.refresh().then(() => 'refreshed', (/** @type {any} */ error) => error.code));
/** @param {Page} page */
const signedIn = (page) => page.evaluate(() => /** @type {Tab} */ (globalThis).fmid.signedIn);
/** @param {Page} page */
const heard = (page) => page.evaluate(() => /** @type {Tab} */ (globalThis).heard);

/** Puts something in the place of an entry of the vault. @param {Page} page @param {'key' | 'sign-in'} which @param {unknown} value */
const damage = (page, which, value) =>
  page.evaluate(
    ([which, value]) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('fmid', 1);
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('sign-ins', 'readwrite');
          const store = transaction.objectStore('sign-ins');
          store.openKeyCursor().onsuccess = ({ target }) => {
            const cursor = /** @type {IDBRequest<IDBCursor | null>} */ (target).result;
            if (!cursor) return;
            if ((cursor.primaryKey === 'key') === (which === 'key')) store.put(value, cursor.primaryKey);
            cursor.continue();
          };
          transaction.oncomplete = () => resolve(opening.result.close());
          transaction.onabort = () => reject(transaction.error);
        };
      }),
    /** @type {const} */ ([which, value]),
  );

test('"persistent": signed in after a reload at the cost of one refresh, and nothing legible is stored', async ({ page, fresh }) => {
  expect(await open(page, fresh)).toBe(false);
  await signIn(page, fresh);
  const stored = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('fmid', 1);
        opening.onsuccess = () => {
          const all = opening.result.transaction('sign-ins').objectStore('sign-ins').getAll();
          all.onsuccess = () => {
            const refreshToken = String(/** @type {Tab} */ (globalThis).fmid.tokens?.refreshToken);
            const key = all.result.find((entry) => entry instanceof CryptoKey);
            const text = all.result.map((entry) => (entry.data ? new TextDecoder('latin1').decode(entry.data) : '')).join();
            resolve({ entries: all.result.length, extractable: key?.extractable, legible: text.includes(refreshToken.slice(0, 8)) });
          };
        };
      }),
  );
  expect(stored).toEqual({ entries: 2, extractable: false, legible: false });
  expect(await open(page, fresh)).toBe(true);
  fresh.pool.clearRequests();
  await page.evaluate(() => /** @type {Tab} */ (globalThis).fmid.idToken());
  expect(fresh.pool.counts()).toEqual({ GetTokensFromRefreshToken: 1 });
});

test('"session": signed in after a reload, in this tab alone', async ({ page, context, fresh }) => {
  const options = { storage: 'session' };
  await open(page, fresh, options);
  await signIn(page, fresh);
  expect(await open(page, fresh, options)).toBe(true);
  expect(await open(await context.newPage(), fresh, options)).toBe(false);
});

test('two tabs that refresh at once cost one request, and a sign-out in one is one in both', async ({ page, context, fresh }) => {
  fresh.pool.setOptions({ rotation: true, rotationGraceMs: 0 });
  await open(page, fresh);
  await signIn(page, fresh);
  const other = await context.newPage();
  expect(await open(other, fresh)).toBe(true);
  fresh.pool.clearRequests();
  const held = fresh.pool.faults.add({ kind: 'hold' });
  const both = Promise.all([refresh(page), refresh(other)]);
  await held.taken;
  held.release();
  expect(await both).toEqual(['refreshed', 'refreshed']);
  expect(fresh.pool.counts()).toEqual({ GetTokensFromRefreshToken: 1 });

  await page.evaluate(() => /** @type {Tab} */ (globalThis).fmid.signOut());
  await expect.poll(() => signedIn(other)).toBe(false);
  expect(await heard(other)).toContain('signedout');
  expect(await open(other, fresh)).toBe(false);
});

for (const [what, which, value] of /** @type {const} */ ([
  ['a damaged entry', 'sign-in', { iv: new Uint8Array(12), data: new ArrayBuffer(40) }],
  ["somebody else's entry", 'sign-in', 'a text'],
  ['a key that is none', 'key', { kty: 'oct' }],
])) {
  test(`${what} is nobody's sign-in, and the next one is kept`, async ({ page, fresh }) => {
    await open(page, fresh);
    await signIn(page, fresh);
    await damage(page, which, value);
    expect(await open(page, fresh)).toBe(false);
    await signIn(page, fresh);
    expect(await heard(page)).toEqual(['signedin']);
    expect(await open(page, fresh)).toBe(true);
  });
}

test('a disk that is full, which shows as what was written is committed, costs nothing but an event', async ({ page, fresh }) => {
  await open(page, fresh);
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...given) {
      const request = put.apply(this, given);
      request.addEventListener('success', () => this.transaction.abort());
      return request;
    };
  });
  await signIn(page, fresh);
  expect(await heard(page)).toEqual(['storage_failed', 'signedin']);
  expect(await refresh(page)).toBe('refreshed');
  expect(await open(page, fresh)).toBe(false);
});

for (const [storage, property] of /** @type {const} */ ([['persistent', 'indexedDB'], ['session', 'sessionStorage']])) {
  test(`"${storage}" where the page may not have ${property}: refused with a reason`, async ({ page, fresh }) => {
    await page.addInitScript((name) => {
      Object.defineProperty(globalThis, name, {
        get() {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      });
    }, property);
    expect(await open(page, fresh, { storage })).toBe('storage_unavailable');
  });
}

test('offline is an error of its own, and nothing is lost', async ({ page, context, fresh }) => {
  await open(page, fresh);
  await signIn(page, fresh);
  await context.setOffline(true);
  expect(await refresh(page)).toBe('offline');
  await context.setOffline(false);
  expect(await refresh(page)).toBe('refreshed');
});

test('with closeOnPageHide the session is closed on the host as the page goes', async ({ page, fresh }) => {
  await open(page, fresh);
  await signIn(page, fresh);
  await page.evaluate(
    (host) =>
      /** @type {Tab} */ (globalThis).fmid
        .database({ host, database: 'Contacts', relay: String(new URL('relay', location.href)), closeOnPageHide: true })
        .layouts(),
    fresh.host.url,
  );
  expect(fresh.host.openSessions()).toEqual({ data: 1, admin: 0 });
  await page.goto('about:blank');
  await expect.poll(() => fresh.host.openSessions()).toEqual({ data: 0, admin: 0 });
});
