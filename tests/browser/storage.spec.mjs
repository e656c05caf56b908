// @ts-check
// Where a sign-in is kept between visits, in a real browser: what survives, what is ignored, what is refused.
import { fileURLToPath } from 'node:url';
import { begin, embed, expect, heard, idToken, poolOf, signIn, signedIn, test } from './embedding.mjs';

const LIBRARY = fileURLToPath(new URL('../../dist/site/fmid/', import.meta.url));
const PERSISTENT = { storage: /** @type {const} */ ('persistent') };

/** @param {import('./embedding.mjs').Place} place */
const nameOf = ({ pool }) => `fmid:${pool.userPoolId}:${pool.clientId}`;

test('persistent storage survives a reload, and a refresh token is all that it takes', async ({ page, place }) => {
  const before = await signIn(await embed(page, place, PERSISTENT), place);
  const tab = await embed(page, place, PERSISTENT);
  expect(await signedIn(tab)).toBe(true);
  expect(place.pool.counts(), 'nothing is sent until somebody asks').toEqual({});
  const after = await tab.evaluate(({ fmid }) => fmid.refresh());
  expect(place.pool.counts()).toEqual({ GetTokensFromRefreshToken: 1 });
  expect(after.refreshToken).toBe(before.refreshToken);
});

test('what is in IndexedDB is encrypted, with a key that nobody is handed', async ({ page, place }) => {
  const { refreshToken, idToken: id, accessToken } = await signIn(await embed(page, place, PERSISTENT), place);
  const stored = await entries(page);
  expect(Object.keys(stored).sort()).toEqual(['key', nameOf(place)].sort());
  expect(stored[nameOf(place)].length).toBeGreaterThan(refreshToken.length);
  for (const secret of [refreshToken, id, accessToken]) expect(stored[nameOf(place)].includes(secret)).toBe(false);
  expect(stored.key).toBe('CryptoKey, extractable: false');
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
});

/** @param {number} first byte */
const withSecret = (first) => ({ storage: { persistent: /** @type {const} */ (true), secret: /** @type {any} */ (Array.from({ length: 32 }, (_, i) => first + i)) } });

test('with a secret of the caller\'s no key is stored: the same secret opens the entry, another one does not', async ({ page, place }) => {
  const { refreshToken } = await signIn(await embed(page, place, withSecret(1)), place);
  const stored = await entries(page);
  expect(Object.keys(stored)).toEqual([nameOf(place)]);
  expect(stored[nameOf(place)].includes(refreshToken)).toBe(false);
  const again = await embed(page, place, withSecret(1));
  expect([await signedIn(again), await idToken(again)]).toEqual([true, 'ok']);
  for (const other of [withSecret(2), PERSISTENT]) expect(await signedIn(await embed(page, place, other))).toBe(false);
});

test('a secret that could be tried out is refused', async ({ page, place }) => {
  for (const secret of [[], [1, 2, 3, 4], Array.from({ length: 15 }, () => 7)]) {
    const options = { storage: { persistent: /** @type {const} */ (true), secret: /** @type {any} */ (secret) } };
    await expect(embed(page, place, options)).rejects.toThrow(/storage\.secret must be at least 16 random bytes/);
  }
});

test('who deletes the database does not wait for a tab that uses it, and what is stored next is there after a reload', async ({ page, place }) => {
  const tab = await embed(page, place, PERSISTENT);
  await signIn(tab, place);
  const deleted = await page.evaluate(() => new Promise((resolve) => {
    const request = indexedDB.deleteDatabase('fmid');
    request.onblocked = () => resolve('blocked');
    request.onsuccess = () => resolve('deleted');
  }));
  expect(deleted).toBe('deleted');
  await signIn(tab, place);
  expect(await heard(tab)).toEqual(['signedin', 'signedin']);
  expect(await signedIn(await embed(page, place, PERSISTENT))).toBe(true);
});

test('a tab that is duplicated shares the sign-in that it was copied with: a refresh token is not used twice, and the sign-out is both tabs\'', async ({ page, place }) => {
  place.pool.setOptions({ rotation: true, rotationGraceMs: 0 });
  const options = { storage: /** @type {const} */ ('session') };
  await signIn(await embed(page, place, options), place);
  const opened = page.waitForEvent('popup');
  await page.evaluate(() => void open(location.href)); // gets a copy of the storage, as a duplicate does
  const first = await embed(page, place, options);
  const second = await embed(await opened, place, options);
  expect([await signedIn(first), await signedIn(second)]).toEqual([true, true]);
  expect(await idToken(first)).toBe('ok');
  await expect.poll(() => heard(second)).toEqual(['refreshed']);
  expect(await idToken(second)).toBe('ok');
  expect(place.pool.counts()).toEqual({ GetTokensFromRefreshToken: 1 });
  await second.evaluate(({ fmid }) => fmid.refresh());
  await expect.poll(() => heard(first)).toEqual(['refreshed', 'refreshed']);
  expect(await signedIn(await embed(page, place, options)), 'each keeps the newest for its own reload').toBe(true);
  const reloaded = await embed(page, place, options);
  expect(await idToken(reloaded)).toBe('ok');
  await reloaded.evaluate(({ fmid }) => fmid.signOut());
  await expect.poll(() => signedIn(second)).toBe(false);
  await expect.poll(() => second.evaluate(() => sessionStorage.length)).toBe(0);
});

test('session storage is kept over a reload, and each tab has its own', async ({ context, page, place }) => {
  const options = { storage: /** @type {const} */ ('session') };
  await signIn(await embed(page, place, options), place);
  const other = await embed(await context.newPage(), place, options);
  expect(await signedIn(other)).toBe(false);
  const tab = await embed(page, place, options);
  expect([await signedIn(tab), await idToken(tab)]).toEqual([true, 'ok']);
  await tab.evaluate(({ fmid }) => fmid.signOut());
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test('in memory, nothing is stored', async ({ page, place }) => {
  await signIn(await embed(page, place, {}), place);
  const kept = await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.cookie]);
  expect(kept).toEqual([0, 0, 0, '']);
  expect(await signedIn(await embed(page, place, {}))).toBe(false);
});

for (const [what, entry] of /** @type {const} */ ([
  ['bytes that no key fits', { iv: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], data: [1, 2, 3] }],
  ['a sign-in in the clear', { version: 1, refreshToken: 'not.encrypted' }],
  ['a text', 'text'],
])) {
  test(`an entry that is ${what} is ignored, and replaced by the next sign-in`, async ({ page, place }) => {
    await signIn(await embed(page, place, PERSISTENT), place);
    await put(page, nameOf(place), entry);
    const tab = await embed(page, place, PERSISTENT);
    expect([await signedIn(tab), await idToken(tab)]).toEqual([false, 'sign_in_required']);
    await signIn(tab, place);
    expect(await signedIn(await embed(page, place, PERSISTENT))).toBe(true);
  });
}

test('a foreign entry in session storage is ignored', async ({ page, place }) => {
  const options = { storage: /** @type {const} */ ('session') };
  await embed(page, place, options);
  for (const text of ['not JSON', '"text"', '{"version":2,"refreshToken":"x"}', '{"version":1,"refreshToken":"two words"}']) {
    await page.evaluate(([name, value]) => sessionStorage.setItem(name, value), [nameOf(place), text]);
    expect(await signedIn(await embed(page, place, options)), text).toBe(false);
  }
});

test('a damaged key is replaced: what it sealed is lost, what is stored from then on is not', async ({ page, place }) => {
  await signIn(await embed(page, place, PERSISTENT), place);
  await put(page, 'key', { kty: 'none' });
  const tab = await embed(page, place, PERSISTENT);
  expect(await signedIn(tab)).toBe(false);
  await signIn(tab, place);
  expect((await entries(page)).key).toBe('CryptoKey, extractable: false');
  expect(await signedIn(await embed(page, place, PERSISTENT))).toBe(true);
});

test('a disk that is full when the entry is committed: an error event says so, and the person is signed in', async ({ page, place }) => {
  const tab = await embed(page, place, PERSISTENT);
  // Chromium takes no quota for a test's profile, so this does what a full disk does: the request succeeds, the transaction does not.
  await page.evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (/** @type {unknown} */ value, /** @type {IDBValidKey} */ key) {
      const request = put.call(this, value, key);
      request.addEventListener('success', () => this.transaction.abort());
      return request;
    };
    Object.assign(globalThis, { makeRoom: () => (IDBObjectStore.prototype.put = put) });
  });
  await signIn(tab, place);
  expect(await heard(tab)).toEqual(['storage_failed', 'signedin']);
  expect([await signedIn(tab), await idToken(tab)]).toEqual([true, 'ok']);
  expect(Object.keys(await entries(page))).toEqual(['key']);
  await page.evaluate(() => /** @type {any} */ (globalThis).makeRoom());
  await tab.evaluate(({ fmid }) => fmid.refresh());
  expect(await signedIn(await embed(page, place, PERSISTENT)), 'stored once there was room').toBe(true);
});

test.describe('pages that may not have storage', () => {
  // Answered here and not by a server: names that do not exist, one of them by https.
  test.beforeEach(async ({ context }) => {
    await context.route(/^https?:\/\/app\.example\//, (route) => {
      const file = /\/fmid\/([\w.-]+)$/.exec(route.request().url())?.[1];
      const headers = { 'access-control-allow-origin': '*' };
      return file ? route.fulfill({ path: `${LIBRARY}${file}`, headers }) : route.fulfill({ contentType: 'text/html', body: '<!doctype html>' });
    });
  });
  const address = 'https://app.example/fmid/index.js';

  /** @param {import('@playwright/test').Page | import('@playwright/test').Frame} where @param {import('./embedding.mjs').Place} place @param {'session' | 'persistent'} storage */
  const refusal = (where, place, storage, library = address) =>
    where.evaluate(
      async (given) => {
        const { createClient } = await import(given.library);
        const opened = createClient({ pool: given.pool, storage: given.storage });
        return opened.then(() => 'opened', (/** @type {any} */ error) => `${error.name} ${error.code}`);
      },
      { library, pool: poolOf(place), storage },
    );

  test('a data: page is told so', async ({ page, place }) => {
    await page.goto('data:text/html,<!doctype html>');
    for (const storage of /** @type {const} */ (['session', 'persistent'])) {
      expect(await refusal(page, place, storage), storage).toBe('EnvironmentError storage_unavailable');
    }
    expect(await signedIn(await begin(page, address, { pool: poolOf(place) })), 'without a storage there is a client').toBe(false);
  });

  test('a sandboxed frame is told so, though its page is secure', async ({ page, place }) => {
    await page.goto('https://app.example/');
    await page.setContent('<iframe sandbox="allow-scripts" srcdoc="<!doctype html>"></iframe>');
    const frame = page.frames()[1];
    expect(await frame.evaluate(() => isSecureContext && 'subtle' in crypto)).toBe(true);
    for (const storage of /** @type {const} */ (['session', 'persistent'])) {
      expect(await refusal(frame, place, storage), storage).toBe('EnvironmentError storage_unavailable');
    }
  });

  test('a plain http: page has session storage, and no persistent one', async ({ page, place }) => {
    await page.goto('http://app.example/');
    const library = 'http://app.example/fmid/index.js';
    expect(await refusal(page, place, 'persistent', library)).toBe('EnvironmentError storage_unavailable');
    expect(await refusal(page, place, 'session', library)).toBe('opened');
  });

  test('an https: page has both', async ({ page, place }) => {
    await page.goto('https://app.example/');
    expect(await refusal(page, place, 'persistent')).toBe('opened');
    expect(await refusal(page, place, 'session')).toBe('opened');
  });
});

/**
 * Puts something else into fmid's database, as a fault of a disk or another program would.
 * @param {import('@playwright/test').Page} page
 * @param {string} key
 * @param {unknown} value
 */
function put(page, key, value) {
  return page.evaluate(
    (given) =>
      new Promise((resolve, reject) => {
        indexedDB.open('fmid').onsuccess = ({ target }) => {
          const db = /** @type {IDBOpenDBRequest} */ (target).result;
          const bytes = (/** @type {any} */ entry) =>
            Array.isArray(entry?.iv) ? { iv: new Uint8Array(entry.iv), data: new Uint8Array(entry.data).buffer } : entry;
          const transaction = db.transaction('sign-ins', 'readwrite');
          transaction.objectStore('sign-ins').put(bytes(given.value), given.key);
          transaction.oncomplete = () => resolve(db.close());
          transaction.onabort = () => reject(transaction.error);
        };
      }),
    { key, value },
  );
}

/**
 * What fmid's database has, by name: what was sealed byte by byte, and what is said of a key.
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<Record<string, string>>}
 */
function entries(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.open('fmid').onsuccess = ({ target }) => {
          const db = /** @type {IDBOpenDBRequest} */ (target).result;
          /** @type {Record<string, string>} */
          const found = {};
          const walk = db.transaction('sign-ins').objectStore('sign-ins').openCursor();
          walk.onsuccess = () => {
            const cursor = walk.result;
            if (!cursor) return resolve((db.close(), found));
            const { key, value } = cursor;
            found[String(key)] =
              value instanceof CryptoKey ? `CryptoKey, extractable: ${value.extractable}` : new TextDecoder('latin1').decode(value.data);
            cursor.continue();
          };
        };
      }),
  );
}
