// @ts-check
// The end of a sign-in, and another person after it: nothing of the first one is left or used.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BEFORE_THE_USUAL_LIMIT, MINUTE, REFRESH, costs, fails, settled, signedIn } from './signed-in.mjs';

/** @typedef {Awaited<ReturnType<typeof signedIn>>} SignedIn */

/** Keeps what it is given, as a page's own storage would. */
function shelf() {
  /** @type {import('../../dist/fmid/index.js').SavedSignIn | undefined} */
  let saved;
  return {
    load: () => saved,
    save: (/** @type {NonNullable<typeof saved>} */ given) => void (saved = given),
    clear: () => void (saved = undefined),
  };
}

/** @param {import('node:test').TestContext} t @param {object} [options] */
async function withSessions(t, options = {}) {
  const storage = shelf();
  const s = await signedIn(t, { client: { storage, ...options } });
  const other = s.database({ database: 'Verkauf' });
  const admin = s.fmid.admin({ host: s.host.url });
  await Promise.all([s.db.layouts(), other.layouts(), admin.call('GET', '/databases')]);
  assert.deepEqual(s.host.openSessions(), { data: 2, admin: 1 });
  assert.equal(storage.load()?.refreshToken, s.tokens.refreshToken);
  return { ...s, storage, other, admin };
}

test('sign-out closes every session, revokes the token, clears the storage, once each', async (t) => {
  const s = await withSessions(t);
  await costs(s, { pool: { RevokeToken: 1 }, host: { logOut: 2, 'admin.logOut': 1 } }, () => s.fmid.signOut());
  assert.deepEqual(s.host.openSessions(), { data: 0, admin: 0 });
  assert.equal(s.storage.load(), undefined);
  assert.equal(s.fmid.tokens, undefined);
  assert.equal(s.fmid.signedIn, false);
  await assert.rejects(s.fmid.refresh({ refreshToken: s.tokens.refreshToken }), fails('refresh_token_revoked'));
  await costs(s, {}, () => s.fmid.signOut());
});

test('sign-out with the pool out of reach: it says so, and the person is signed out all the same', async (t) => {
  const s = await withSessions(t);
  await s.pool.close();
  await assert.rejects(s.fmid.signOut(), fails('network_failed'));
  assert.deepEqual([s.fmid.signedIn, s.fmid.tokens, s.storage.load()], [false, undefined, undefined]);
  assert.deepEqual(s.host.openSessions(), { data: 0, admin: 0 });
});

test('sign-out with the host out of reach: the token is revoked, the person signed out', async (t) => {
  const s = await withSessions(t);
  await s.host.close();
  await s.fmid.signOut();
  assert.deepEqual([s.fmid.signedIn, s.storage.load(), s.pool.count({ operation: 'RevokeToken' })], [false, undefined, 1]);
});

for (const [what, fault] of /** @type {[string, import('../../scripts/sandbox/faults.mjs').FaultSettings][]} */ ([
  ['is revoked already', { kind: 'error', error: { name: 'NotAuthorizedException', message: 'Refresh Token has been revoked' } }],
  ['cannot be revoked in this pool', { kind: 'error', error: { name: 'UnsupportedOperationException', message: 'Token revocation is not enabled' } }],
])) {
  test(`sign-out where the token ${what} is no error`, async (t) => {
    const s = await signedIn(t);
    s.pool.faults.add({ operation: 'RevokeToken', ...fault });
    await costs(s, { pool: { RevokeToken: 1 } }, () => s.fmid.signOut());
    assert.equal(s.fmid.signedIn, false);
  });
}

for (const server of /** @type {const} */ (['pool', 'host'])) {
  test(`sign-out with a ${server} that does not answer ends when its time is up`, BEFORE_THE_USUAL_LIMIT, async (t) => {
    const s = await withSessions(t);
    const held = s[server].faults.add({ operation: server === 'pool' ? 'RevokeToken' : /ogOut$/, kind: 'hold', times: 9 });
    await s.fmid.signOut({ timeoutMs: 100 }).catch(fails('timeout'));
    assert.deepEqual([s.fmid.signedIn, s.fmid.tokens, s.storage.load()], [false, undefined, undefined]);
    held.release();
  });
}

test('a call that is being made when the person signs out does not sign them in again, and leaves no session', async (t) => {
  for (const [faults, operation] of /** @type {const} */ ([['pool', 'GetTokensFromRefreshToken'], ['host', 'logIn'], ['host', 'getRecord']])) {
    const s = await signedIn(t);
    s.clock.advance(61 * MINUTE);
    const held = s[faults].faults.add({ operation, kind: 'hold', when: 'after' });
    const call = s.db.get('Contacts', 1).then(() => 'done', (error) => error.code);
    await held.taken;
    const out = s.fmid.signOut();
    held.release();
    const [outcome] = await Promise.all([call, out]);
    assert.equal(outcome, operation === 'getRecord' ? 'done' : 'sign_in_required', operation);
    await settled(() => s.host.openSessions().data === 0);
    assert.deepEqual([s.host.openSessions().data, s.fmid.signedIn], [0, false], operation);
  }
});

test('revoke() and signOutEverywhere() end the sign-in here too', async (t) => {
  for (const end of /** @type {((fmid: SignedIn['fmid']) => Promise<void>)[]} */ ([(fmid) => fmid.revoke(), (fmid) => fmid.signOutEverywhere()])) {
    const s = await withSessions(t);
    await end(s.fmid);
    await settled(() => s.host.openSessions().data + s.host.openSessions().admin === 0);
    assert.deepEqual(s.host.openSessions(), { data: 0, admin: 0 });
    assert.deepEqual([s.fmid.signedIn, s.storage.load()], [false, undefined]);
  }
});

test('signOutEverywhere() after more than an hour refreshes first', async (t) => {
  const s = await signedIn(t);
  s.clock.advance(61 * MINUTE);
  await costs(s, { pool: { ...REFRESH, GlobalSignOut: 1 } }, () => s.fmid.signOutEverywhere());
});

/** Whose sessions are open. @param {SignedIn} s */
const owners = (s) => [...new Set([...s.host.sessions.values()].map(({ account }) => account))];

test('a second person on the same client never uses the first one\'s session or token', async (t) => {
  const s = await withSessions(t);
  await s.signIn('unicode');
  await Promise.all([s.db.layouts(), s.other.layouts(), s.admin.call('GET', '/databases')]);
  await settled(() => owners(s).length === 1);
  assert.deepEqual(owners(s), [s.account('unicode').username]);
  assert.deepEqual(s.host.openSessions(), { data: 2, admin: 1 });
  assert.notEqual(s.storage.load()?.refreshToken, s.tokens.refreshToken);
  s.clock.advance(61 * MINUTE);
  await s.db.layouts();
  assert.equal(s.fmid.decodeUnverified(await s.fmid.idToken()).claims.email, s.account('unicode').username);
});

test('a refresh token from elsewhere brings its person, and the first one\'s session is closed', async (t) => {
  const s = await withSessions(t);
  const second = await s.signIn('unicode');
  await s.signIn();
  await s.db.layouts();
  await s.fmid.refresh({ refreshToken: second.refreshToken });
  await s.db.layouts();
  await settled(() => s.host.openSessions().data === 1);
  assert.deepEqual(owners(s), [s.account('unicode').username]);
});

test('the second person signs in while the first one\'s session is being opened: it is closed, not used', async (t) => {
  const s = await signedIn(t);
  const held = s.host.faults.add({ operation: 'logIn', kind: 'hold', when: 'after' });
  const first = s.db.create('Contacts', { Name: 'Of the first' }).then(() => 'done', (error) => error.code);
  await held.taken;
  await s.signIn('unicode');
  held.release();
  await first;
  await s.db.layouts();
  await settled(() => s.host.openSessions().data === 1);
  assert.deepEqual(owners(s), [s.account('unicode').username]);
});

/** @type {[what: string, faults: 'pool' | 'host', operation: string][]} */
const UNDER_WAY = [
  ['refreshes', 'pool', 'GetTokensFromRefreshToken'],
  ['has its session opened', 'host', 'logIn'],
  ['is refused with 952', 'host', 'createRecord'],
];
for (const [what, faults, operation] of UNDER_WAY) {
  test(`what the first person began is not done as the second one: a call that ${what}`, async (t) => {
    const s = await signedIn(t);
    if (operation === 'createRecord') await s.db.layouts();
    else s.clock.advance(61 * MINUTE);
    const held = s[faults].faults.add({ operation, kind: 'hold' });
    const call = s.db.create('Contacts', { Name: 'Of the first' }).then(() => 'done', (error) => error.code);
    await held.taken;
    s.host.expireSessions();
    await s.signIn('unicode');
    held.release();
    assert.equal(await call, 'sign_in_required');
    assert.equal(s.host.count({ operation: 'createRecord', done: true }), 0);
  });
}

test('close() ends the session, the next call opens another; twice, or without one, it does no harm', async (t) => {
  const s = await signedIn(t);
  await costs(s, {}, () => s.db.close());
  await s.db.layouts();
  assert.ok(Math.abs(Number(s.db.expiresAt) - s.clock.now() - 15 * MINUTE) < 5000);
  await costs(s, { host: { logOut: 1 } }, () => Promise.all([s.db.close(), s.db.close()]));
  assert.deepEqual([s.db.expiresAt, s.host.openSessions().data], [undefined, 0]);
  await costs(s, { host: { logIn: 1, listLayouts: 1 } }, () => s.db.layouts());
  s.host.expireSessions();
  await costs(s, { host: { logOut: 1 } }, () => s.db.close());
});

test('close() while the session is being opened closes it', async (t) => {
  const s = await signedIn(t);
  const held = s.host.faults.add({ operation: 'logIn', kind: 'hold', when: 'after' });
  const call = s.db.layouts();
  await held.taken;
  const closed = s.db.close();
  held.release();
  await Promise.all([closed, call.catch(() => {})]);
  await s.db.close();
  assert.deepEqual(s.host.openSessions(), { data: 0, admin: 0 });
});

test('the person is forgotten before any server is waited for', async (t) => {
  const s = await withSessions(t);
  const held = [s.host.faults.add({ operation: /ogOut$/, kind: 'hold', times: 9 }), s.pool.faults.add({ operation: 'RevokeToken', kind: 'hold' })];
  /** @type {string[]} */
  const heard = [];
  s.fmid.addEventListener('signedout', () => heard.push('signedout'));
  const out = s.fmid.signOut();
  assert.deepEqual([s.fmid.signedIn, s.fmid.tokens], [false, undefined], 'at once');
  await Promise.all(held.map(({ taken }) => taken));
  assert.deepEqual([s.storage.load(), heard], [undefined, ['signedout']]);
  for (const { release } of held) release();
  await out;
  assert.deepEqual(s.host.openSessions(), { data: 0, admin: 0 });
});

test('the second person\'s call does not join what is being opened or refreshed for the first one', async (t) => {
  for (const [faults, operation] of /** @type {const} */ ([['host', 'logIn'], ['pool', 'GetTokensFromRefreshToken']])) {
    const s = await signedIn(t);
    s.clock.advance(61 * MINUTE);
    const held = s[faults].faults.add({ operation, kind: 'hold' });
    const first = s.db.get('Contacts', 1).then(() => 'done', (error) => error.code);
    await held.taken;
    await s.signIn('unicode');
    const second = s.db.get('Contacts', 1);
    assert.equal((await second).recordId, '1', operation);
    held.release();
    assert.equal(await first, 'sign_in_required');
    await settled(() => s.host.openSessions().data === 1);
    assert.deepEqual(owners(s), [s.account('unicode').username]);
  }
});

test('a target is one session, however often it is asked for; another database, host or person is another', async (t) => {
  const s = await signedIn(t);
  await costs(s, { host: { logIn: 2, listLayouts: 4, 'admin.logIn': 1, 'admin.listDatabases': 2 } }, async () => {
    await Promise.all([s.database(), s.database(), s.database({ version: 'vLatest' }), s.database({ database: 'Verkauf' })].map((db) => db.layouts()));
    for (const admin of [s.fmid.admin({ host: s.host.url }), s.fmid.admin({ host: s.host.url })]) await admin.call('GET', '/databases');
  });
  assert.equal(s.database(), s.database());
  await s.database().close();
  assert.deepEqual(s.host.openSessions(), { data: 1, admin: 1 });
});
