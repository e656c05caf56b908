// @ts-check
// Where a sign-in is kept: storages of one's own, good, slow, full, throwing, damaged and somebody else's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '../../dist/fmid/index.js';
import { entry, reloaded, shelf } from './shelf.mjs';
import { LOGIN, MINUTE, REFRESH, costs, fails, settled, signedIn } from './signed-in.mjs';

/** Codes of the errors that nobody waited for. @param {import('../../dist/fmid/index.js').Client} fmid */
function errorsOf(fmid) {
  /** @type {string[]} */
  const codes = [];
  fmid.addEventListener('error', (event) => codes.push(/** @type {any} */ (event).detail.code));
  return codes;
}

for (const asynchronous of [false, true]) {
  const kind = asynchronous ? 'asynchronous' : 'synchronous';
  test(`a storage of one's own, ${kind}: saved at sign-in, continued after a reload, cleared at sign-out`, async (t) => {
    const storage = shelf({ asynchronous });
    const s = await signedIn(t, { client: { storage } });
    assert.deepEqual(storage.done, ['load', 'save']);
    assert.deepEqual(storage.content, entry(storage, s.tokens.refreshToken), 'no password, no ID token, no access token');
    const { fmid, db } = await reloaded(t, s, storage);
    assert.deepEqual([fmid.signedIn, fmid.tokens], [true, undefined]);
    await costs(s, { pool: REFRESH, host: { ...LOGIN, getRecord: 1 } }, () => db.get('Contacts', 1));
    await fmid.signOut();
    assert.equal(storage.content, undefined);
    assert.equal((await reloaded(t, s, storage)).fmid.signedIn, false);
  });
}

test('a rotated refresh token replaces the one that is stored', async (t) => {
  const storage = shelf();
  const s = await signedIn(t, { poolOptions: { rotation: true }, client: { storage } });
  for (let i = 0; i < 3; i++) {
    const { refreshToken } = await s.fmid.refresh();
    assert.deepEqual(storage.content, entry(storage, refreshToken));
  }
  await costs(s, { pool: REFRESH }, async () => (await reloaded(t, s, storage)).fmid.refresh());
});

test('a storage that is full: the person is signed in, an event says so, and a later save that works counts', async (t) => {
  const storage = shelf();
  const { save } = storage;
  const s = await signedIn(t, { client: { storage } });
  const codes = errorsOf(s.fmid);
  storage.save = () => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  };
  await s.fmid.refresh();
  await s.signIn();
  assert.deepEqual(codes, ['storage_failed', 'storage_failed']);
  await costs(s, { host: { ...LOGIN, getRecord: 1 } }, () => s.db.get('Contacts', 1));
  storage.save = save;
  const { refreshToken } = await s.fmid.refresh();
  assert.deepEqual(storage.content, entry(storage, refreshToken));
});

/** @param {unknown} cause @param {boolean} asynchronous */
const throwing = (cause, asynchronous) => () => {
  if (asynchronous) return Promise.reject(cause);
  throw cause;
};

for (const asynchronous of [false, true]) {
  for (const cause of [new Error('Bearer eyJhbGciOi.secret.value'), 'a text', undefined, null]) {
    test(`save and clear that ${asynchronous ? 'reject with' : 'throw'} ${cause instanceof Error ? 'an Error' : `${cause}`} cost nothing but an event`, async (t) => {
      const storage = { ...shelf(), save: throwing(cause, asynchronous), clear: throwing(cause, asynchronous) };
      const s = await signedIn(t, { client: { storage } });
      /** @type {any[]} */
      const errors = [];
      s.fmid.addEventListener('error', (event) => errors.push(/** @type {any} */ (event).detail));
      await s.fmid.refresh();
      await s.fmid.signOut();
      assert.deepEqual(errors.map(({ code }) => code), ['storage_failed', 'storage_failed']);
      assert.ok(errors.every(({ message, detail }) => !/eyJ|secret/.test(`${message} ${detail}`)));
      assert.equal(s.fmid.signedIn, false);
    });
  }
}

test('a load that throws is nobody\'s sign-in, and the client works', async (t) => {
  for (const asynchronous of [false, true]) {
    const storage = { ...shelf(), load: throwing(new Error('broken'), asynchronous) };
    const s = await signedIn(t, { client: { storage } });
    await costs(s, { host: { ...LOGIN, getRecord: 1 } }, () => s.db.get('Contacts', 1));
  }
});

test('a shared storage whose load throws later costs no refresh', async (t) => {
  const storage = shelf({ name: 'later' });
  const s = await signedIn(t, { client: { storage } });
  storage.load = throwing(new Error('broken'), true);
  await costs(s, { pool: REFRESH }, () => s.fmid.refresh());
});

const FOREIGN = [
  undefined, null, '', 'text', 0, 42, true, [], [1], {}, { version: 1 }, { version: 2, refreshToken: 'x' }, { version: '1', refreshToken: 'x' },
  { refreshToken: 'x' }, { version: 1, refreshToken: '' }, { version: 1, refreshToken: 7 }, { version: 1, refreshToken: ['x'] }, new Map(),
];
test('what is in the storage and is no sign-in is ignored', async (t) => {
  const s = await signedIn(t);
  for (const content of FOREIGN) {
    const { fmid } = await reloaded(t, s, shelf({ content }));
    assert.equal(fmid.signedIn, false, JSON.stringify(content));
    await costs(s, {}, () => assert.rejects(fmid.idToken(), fails('sign_in_required')));
  }
});

test('a device that is none is left out, the refresh token is used', async (t) => {
  const s = await signedIn(t);
  for (const device of [null, 'x', 5, [], {}, { key: 'a' }, { key: 1, groupKey: 'b', password: 'c' }]) {
    const { fmid } = await reloaded(t, s, shelf({ content: { version: 1, refreshToken: s.tokens.refreshToken, device } }));
    await costs(s, { pool: REFRESH }, () => fmid.refresh());
  }
});

test('a stored refresh token that the pool does not know costs one request and is removed', async (t) => {
  const s = await signedIn(t);
  const storage = shelf({ content: { version: 1, refreshToken: 'of-another-pool' } });
  const { fmid, db } = await reloaded(t, s, storage);
  assert.equal(fmid.signedIn, true);
  await costs(s, { pool: REFRESH }, () => assert.rejects(db.get('Contacts', 1), fails('refresh_token_invalid')));
  assert.deepEqual([fmid.signedIn, storage.content], [false, undefined]);
});

test('a stored refresh token that cannot be one is ignored', async (t) => {
  const s = await signedIn(t);
  for (const refreshToken of ['with a blank', 'with\nlines', '\u0000', 'ümläut']) {
    const { fmid } = await reloaded(t, s, shelf({ content: { version: 1, refreshToken } }));
    await costs(s, {}, () => assert.rejects(fmid.idToken(), fails('sign_in_required')));
  }
});

test('the token stays stored through every failure that is not final, and goes with the one that is', async (t) => {
  const storage = shelf();
  const s = await signedIn(t, { client: { storage } });
  s.clock.advance(61 * MINUTE);
  for (const kind of /** @type {const} */ (['http500', 'throttle', 'drop', 'truncated', 'html', 'empty', 'wrong-types'])) {
    s.pool.faults.add({ kind, times: 9 });
    await assert.rejects(s.db.get('Contacts', 1));
    s.pool.faults.clear();
    assert.deepEqual(storage.content, entry(storage, s.tokens.refreshToken), kind);
  }
  s.pool.revokeAll();
  await assert.rejects(s.db.get('Contacts', 1), fails('refresh_token_revoked'));
  assert.equal(storage.content, undefined);
});

test('where there is no storage, "session" and "persistent" are refused with a reason, before anything is sent', async (t) => {
  const s = await signedIn(t);
  const { userPoolId, clientId, url: endpoint } = s.pool;
  for (const storage of /** @type {const} */ (['session', 'persistent'])) {
    if (storage === 'session' && 'sessionStorage' in globalThis) continue; // Node has one from version 25
    await assert.rejects(createClient({ pool: { userPoolId, clientId, endpoint }, storage }), fails('storage_unavailable'));
  }
});

test('a save that is slow does not put back what was cleared after it', async (t) => {
  const storage = shelf();
  const s = await signedIn(t, { client: { storage } });
  const { save } = storage;
  /** @type {(() => void) | undefined} */
  let finish;
  storage.save = async (given) => {
    await new Promise((resolve) => (finish = () => resolve(undefined)));
    save(given);
  };
  const again = s.signIn();
  await settled(() => finish !== undefined);
  const out = s.fmid.signOut();
  assert.equal(s.fmid.signedIn, false);
  await new Promise((resolve) => setImmediate(resolve));
  finish?.();
  await Promise.all([again, out]);
  assert.deepEqual([storage.content, s.fmid.signedIn], [undefined, false]);
});
