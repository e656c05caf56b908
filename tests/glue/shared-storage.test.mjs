// @ts-check
// One storage and several clients, as in several tabs: messages that cross, come late or do not come, and what each writes over.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entry, reloaded, shelf } from './shelf.mjs';
import { LOGIN, MINUTE, REFRESH, costs, fails, settled, signedIn } from './signed-in.mjs';

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

/** Until the test is over, Web Locks that answer like this. @param {import('node:test').TestContext} t @param {(granted: () => Promise<unknown>) => Promise<unknown>} request */
function withLocks(t, request) {
  const own = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { locks: { request: (/** @type {string} */ _, /** @type {any} */ granted) => request(granted) } } });
  t.after(() => (own ? Object.defineProperty(globalThis, 'navigator', own) : Reflect.deleteProperty(globalThis, 'navigator')));
}

for (const [what, request] of /** @type {const} */ ([
  ['that are refused each', async () => Promise.reject(new DOMException('not here', 'SecurityError'))],
  ['that another script steals', async (/** @type {() => Promise<unknown>} */ granted) => (void granted(), Promise.reject(new DOMException('stolen', 'AbortError')))],
])) {
  test(`with locks ${what}, a client signs in, refreshes, stores and signs out, each once`, async (t) => {
    withLocks(t, request);
    const storage = shelf({ name: what });
    const s = await signedIn(t, { client: { storage } });
    assert.deepEqual(storage.content, entry(storage, s.tokens.refreshToken));
    storage.done.splice(0);
    await costs(s, { pool: REFRESH }, () => s.fmid.refresh());
    assert.equal(storage.done.filter((each) => each === 'save').length, 1);
    await s.fmid.signOut();
    assert.equal(storage.content, undefined);
    assert.equal(storage.done.filter((each) => each === 'clear').length, 1);
  });
}

test('clients of storages without a name have nothing to do with each other', async (t) => {
  const s = await signedIn(t, { client: { storage: shelf() } });
  const second = await reloaded(t, s, shelf());
  await s.fmid.refresh();
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(second.fmid.signedIn, false);
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
