// @ts-check
// Where a sign-in is kept: storages of one's own, good, slow, full, throwing, damaged and somebody else's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '../../dist/fmid/index.js';
import { LOGIN, MINUTE, REFRESH, costs, fails, settled, signedIn } from './signed-in.mjs';

/** @typedef {import('../../dist/fmid/index.js').TokenStorage} TokenStorage */
/** @typedef {Awaited<ReturnType<typeof signedIn>>} SignedIn */

/**
 * A storage whose content is plain to see, and which says what was done with it.
 * @param {{ name?: string, content?: unknown, asynchronous?: boolean }} [options]
 */
function shelf({ name, content, asynchronous = false } = {}) {
  /** @type {string[]} */
  const done = [];
  const at = (/** @type {string} */ what, /** @type {() => any} */ work) => {
    done.push(what);
    return asynchronous ? new Promise((resolve) => setTimeout(() => resolve(work()), 10)) : work();
  };
  const box = {
    name,
    content,
    done,
    load: () => at('load', () => box.content),
    save: (/** @type {unknown} */ given) => at('save', () => void (box.content = JSON.parse(JSON.stringify(given)))),
    clear: () => at('clear', () => void (box.content = undefined)),
  };
  return box;
}

/** What is stored with that token: that, and whose it is. @param {{ content: any }} storage @param {string | undefined} refreshToken */
function entry({ content }, refreshToken) {
  assert.match(content.id, /^[\w-]{8,}$/);
  return { version: 1, id: content.id, refreshToken };
}

/** A client of the same pool, as after a reload. @param {import('node:test').TestContext} t @param {SignedIn} s @param {TokenStorage} storage */
async function reloaded(t, s, storage) {
  const { userPoolId, clientId, url: endpoint } = s.pool;
  const fmid = await createClient({ pool: { userPoolId, clientId, endpoint }, now: () => s.clock.now(), storage });
  t.after(() => fmid.stop());
  return { fmid, db: fmid.database({ host: s.host.url, database: 'Contacts' }) };
}

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

test('two clients of one named storage: the second takes up what the first one has, and goes when it goes', async (t) => {
  const storage = shelf({ name: 'shared' });
  const s = await signedIn(t, { poolOptions: { rotation: true }, client: { storage } });
  const second = await reloaded(t, s, storage);
  await costs(s, { pool: REFRESH, host: { ...LOGIN, getRecord: 1 } }, () => second.db.get('Contacts', 1));
  await settled(() => s.fmid.tokens?.idToken === second.fmid.tokens?.idToken);
  assert.equal(s.fmid.tokens?.refreshToken, second.fmid.tokens?.refreshToken);
  s.clock.advance(61 * MINUTE);
  await costs(s, { pool: REFRESH, host: { ...LOGIN, getRecord: 1 } }, () => s.db.get('Contacts', 1));
  await settled(() => s.fmid.tokens?.idToken === second.fmid.tokens?.idToken);
  await s.fmid.signOut();
  await settled(() => !second.fmid.signedIn);
  assert.equal(second.fmid.signedIn, false);
  await settled(() => s.host.openSessions().data === 0);
  assert.deepEqual(s.host.openSessions(), { data: 0, admin: 0 }, 'its session too');
});

test('two clients of one storage that refresh at the same time, where nothing keeps them apart and the pool allows no token twice: both are signed in', async (t) => {
  const storage = shelf({ name: 'racing' });
  const s = await signedIn(t, { poolOptions: { rotation: true, rotationGraceMs: 0 }, client: { storage } });
  const second = await reloaded(t, s, storage);
  /** @type {string[]} */
  const heard = [];
  for (const { fmid } of [s, second]) fmid.addEventListener('signedout', () => heard.push('signedout'));
  for (let i = 0; i < 3; i++) {
    s.clock.advance(61 * MINUTE);
    await Promise.all([s.db.get('Contacts', 1), second.db.get('Contacts', 1)]);
  }
  assert.deepEqual([s.fmid.signedIn, second.fmid.signedIn, heard], [true, true, []]);
  await s.fmid.refresh();
  assert.deepEqual(storage.content, entry(storage, s.fmid.tokens?.refreshToken));
});

test('a refresh token that somebody else exchanged is an error, and what another tab stored is not removed', async (t) => {
  const storage = shelf({ name: 'stolen' });
  const s = await signedIn(t, { poolOptions: { rotation: true, rotationGraceMs: 0 }, client: { storage } });
  const thief = await reloaded(t, s, shelf());
  await thief.fmid.refresh({ refreshToken: s.tokens.refreshToken });
  await costs(s, { pool: REFRESH }, () => assert.rejects(s.fmid.refresh(), fails('refresh_token_reused')));
  assert.deepEqual(storage.content, entry(storage, s.tokens.refreshToken));
  await s.signIn();
  await s.fmid.refresh();
});

test('a client that was stopped still refreshes and signs out, and stores it', async (t) => {
  const storage = shelf({ name: 'stopped' });
  const s = await signedIn(t, { poolOptions: { rotation: true }, client: { storage } });
  s.fmid.stop();
  const { refreshToken } = await s.fmid.refresh();
  assert.deepEqual(storage.content, entry(storage, refreshToken));
  await s.fmid.signOut();
  assert.equal(storage.content, undefined);
});

test('clients of storages without a name have nothing to do with each other', async (t) => {
  const s = await signedIn(t, { client: { storage: shelf() } });
  const second = await reloaded(t, s, shelf());
  await s.fmid.refresh();
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(second.fmid.signedIn, false);
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

/** Two clients of one storage, as in two tabs, the second of which has taken up what the first one stored. @param {import('node:test').TestContext} t @param {string} name */
async function twoTabs(t, name) {
  const storage = shelf({ name });
  const s = await signedIn(t, { client: { storage } });
  const second = await reloaded(t, s, storage);
  /** @type {string[]} */
  const heard = [];
  for (const type of ['signedin', 'refreshed', 'signedout']) second.fmid.addEventListener(type, () => heard.push(type));
  const channel = new BroadcastChannel(name);
  t.after(() => channel.close());
  /** Messages have arrived: one to ourselves by the same way came after them. */
  const quiet = async () => {
    const echo = new BroadcastChannel(name);
    const came = new Promise((resolve) => (echo.onmessage = ({ data }) => data === 'echo' && resolve(undefined)));
    channel.postMessage('echo');
    await came;
    echo.close();
  };
  return { ...s, storage, second, heard, channel, quiet };
}

test('a tab that signed out is not signed in again by a message that crossed it', async (t) => {
  const s = await twoTabs(t, 'crossing');
  const { id } = /** @type {any} */ (s.storage.content);
  const tokens = await s.second.fmid.refresh();
  await s.second.fmid.signOut();
  s.channel.postMessage({ type: 'refreshed', id, tokens });
  await s.quiet();
  assert.deepEqual([s.second.fmid.signedIn, s.fmid.signedIn, s.storage.content], [false, false, undefined]);
});

test('one person\'s refresh does not overwrite the sign-in of the next, and says so to who waits for it', async (t) => {
  const s = await twoTabs(t, 'overwritten');
  const held = s.pool.faults.add({ operation: 'GetTokensFromRefreshToken', kind: 'hold', when: 'after' });
  s.second.fmid.stop(); // it hears of nothing, as a tab does not that the browser put to sleep
  const refresh = s.second.fmid.refresh().then(() => 'done', (error) => error.code);
  await held.taken;
  const next = await s.signIn('unicode');
  held.release();
  assert.equal(await refresh, 'sign_in_required');
  assert.deepEqual(s.storage.content, entry(s.storage, next.refreshToken));
  assert.equal(s.second.fmid.signedIn, false);
  assert.equal((await reloaded(t, s, s.storage)).fmid.signedIn, true);
});

test('who signs out does not remove what another person stored meanwhile', async (t) => {
  const s = await twoTabs(t, 'removed');
  s.second.fmid.stop();
  const next = await s.signIn('unicode');
  await s.second.fmid.signOut();
  assert.deepEqual(s.storage.content, entry(s.storage, next.refreshToken));
  assert.equal(s.fmid.signedIn, true);
});

test('a tab that missed the sign-out notices it when it refreshes, and stores nothing', async (t) => {
  const s = await twoTabs(t, 'missed');
  s.second.fmid.stop();
  await s.fmid.signOut();
  await costs(s, {}, () => assert.rejects(s.second.fmid.refresh(), fails('sign_in_required')));
  assert.deepEqual([s.second.fmid.signedIn, s.storage.content], [false, undefined]);
});

test('of two sign-ins at once the one that is stored last is everybody\'s', async (t) => {
  const s = await twoTabs(t, 'at-once');
  const { username, password } = s.account('unicode');
  await Promise.all([s.signIn(), s.second.fmid.signIn({ username, password })]);
  await s.quiet();
  await settled(() => s.fmid.tokens?.refreshToken === s.second.fmid.tokens?.refreshToken);
  assert.equal(s.fmid.tokens?.refreshToken, s.second.fmid.tokens?.refreshToken);
  assert.deepEqual(s.storage.content, entry(s.storage, s.fmid.tokens?.refreshToken));
});

test('a message of before, and one that is none, change nothing', async (t) => {
  const s = await twoTabs(t, 'late');
  const { id } = /** @type {any} */ (s.storage.content);
  const old = await s.second.fmid.refresh();
  s.clock.advance(10 * MINUTE);
  const { idToken } = await s.second.fmid.refresh();
  for (const message of [{ type: 'refreshed', id, tokens: old }, { type: 'refreshed', tokens: old }, { type: 'signedout' }, { type: 'signedout', id: 'x' }, { type: 'signedin', id: 'x', tokens: old }, null, 'x']) {
    s.channel.postMessage(message);
  }
  await s.quiet();
  assert.deepEqual([s.second.fmid.tokens?.idToken, s.second.fmid.signedIn], [idToken, true]);
});
