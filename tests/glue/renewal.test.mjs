// @ts-check
// The right token at the right time: what each call may cost, from the first one to the one after a night.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOGIN, MINUTE, REFRESH, costs, fails, quickest, settled, signedIn } from './signed-in.mjs';

const READ = { getRecord: 1 };

test('the first call opens a session, the next ones use it', async (t) => {
  const s = await signedIn(t);
  await costs(s, { host: { ...LOGIN, ...READ } }, () => s.db.get('Contacts', 1));
  for (let i = 0; i < 6; i++) {
    s.clock.advance(14 * MINUTE);
    await costs(s, { host: READ }, () => s.db.get('Contacts', 1));
  }
  assert.deepEqual(s.host.openSessions(), { data: 1, admin: 0 });
});

test('after fifteen quiet minutes there is a new session, with the ID token that is there', async (t) => {
  const s = await signedIn(t);
  await s.db.get('Contacts', 1);
  s.clock.advance(16 * MINUTE);
  await costs(s, { host: { ...LOGIN, ...READ } }, () => s.db.get('Contacts', 1));
});

test('a failed call does not make the session live longer', async (t) => {
  const s = await signedIn(t);
  await s.db.get('Contacts', 1);
  s.clock.advance(10 * MINUTE);
  await assert.rejects(s.db.get('Contacts', 999_999), fails('fm_record_missing'));
  s.clock.advance(6 * MINUTE);
  await costs(s, { host: { ...LOGIN, ...READ } }, () => s.db.get('Contacts', 1));
});

test('after a sleep of two hours: one refresh, one session, the call', async (t) => {
  const s = await signedIn(t);
  await s.db.get('Contacts', 1);
  s.clock.advance(120 * MINUTE);
  await costs(s, { pool: REFRESH, host: { ...LOGIN, ...READ } }, () => s.db.get('Contacts', 1));
});

for (const rotation of [false, true]) {
  test(`five callers at expiry cost one refresh and one session (rotation ${rotation ? 'on' : 'off'})`, async (t) => {
    const s = await signedIn(t, { poolOptions: { rotation } });
    await s.db.get('Contacts', 1);
    s.clock.advance(61 * MINUTE);
    const cost = { pool: REFRESH, host: { ...LOGIN, getRecord: 5 } };
    const records = await costs(s, cost, () => Promise.all([1, 2, 3, 4, 5].map((id) => s.db.get('Contacts', id))));
    assert.deepEqual(records.map(({ recordId }) => recordId), ['1', '2', '3', '4', '5']);
  });
}

test('five callers of two databases, OData and the Admin API: one refresh for all, one session each', async (t) => {
  const s = await signedIn(t);
  const other = s.database({ database: 'Verkauf' });
  const odata = s.fmid.odata({ host: s.host.url, database: 'Contacts' });
  const admin = s.fmid.admin({ host: s.host.url });
  s.clock.advance(61 * MINUTE);
  const cost = { pool: REFRESH, host: { logIn: 2, listLayouts: 3, 'odata.read': 1, 'admin.logIn': 1, 'admin.listDatabases': 1 } };
  await costs(s, cost, () =>
    Promise.all([s.db.layouts(), s.db.layouts(), other.layouts(), odata.call('GET', 'Contact?$top=1'), admin.call('GET', '/databases')]),
  );
  assert.deepEqual(s.host.openSessions(), { data: 2, admin: 1 });
  await Promise.all([s.db.close(), other.close(), odata.close(), admin.close()]);
  assert.deepEqual(s.host.openSessions(), { data: 0, admin: 0 });
});

test('952 in the middle: one new session and the call once more, also where it changes something', async (t) => {
  const s = await signedIn(t);
  await s.db.get('Contacts', 1);
  s.host.expireSessions();
  await costs(s, { host: { ...LOGIN, getRecord: 2 } }, () => s.db.get('Contacts', 1));
  s.host.expireSessions();
  const { recordId } = await costs(s, { host: { ...LOGIN, createRecord: 2 } }, () => s.db.create('Contacts', { Name: 'Once' }));
  assert.equal((await s.db.find('Contacts', { Name: '==Once' })).records.length, 1);
  s.host.expireSessions();
  await costs(s, { host: { ...LOGIN, editRecord: 2 } }, () => s.db.edit('Contacts', String(recordId), { City: 'Ulm' }));
  s.host.expireSessions();
  await costs(s, { host: { ...LOGIN, runScript: 2 } }, () => s.db.runScript('Contacts', 'Count'));
  assert.equal((await s.db.runScript('Contacts', 'Count')).scriptResult, '2', 'the refused call ran no script');
});

test('952 in the middle for five callers at once: one new session for all', async (t) => {
  const s = await signedIn(t);
  await s.db.get('Contacts', 1);
  s.host.expireSessions();
  await costs(s, { host: { ...LOGIN, getRecord: 10 } }, () => Promise.all([1, 2, 3, 4, 5].map((id) => s.db.get('Contacts', id))));
  assert.deepEqual(s.host.openSessions(), { data: 1, admin: 0 });
});

test('952 twice in a row is an error, and the next call works', async (t) => {
  const s = await signedIn(t);
  await s.db.get('Contacts', 1);
  s.host.faults.add({ operation: 'getRecord', kind: 'end-session', times: 2 });
  await costs(s, { host: { ...LOGIN, getRecord: 2 } }, () => assert.rejects(s.db.get('Contacts', 1), fails('fm_session_expired')));
  await costs(s, { host: { ...LOGIN, ...READ } }, () => s.db.get('Contacts', 1));
  assert.deepEqual(s.host.openSessions(), { data: 1, admin: 0 });
});

test('a session that ends while a call is on its way: what the call needs is renewed, and it is made once', async (t) => {
  const s = await signedIn(t);
  await s.db.get('Contacts', 1);
  const held = s.host.faults.add({ operation: 'createRecord', kind: 'hold' });
  await costs(s, { pool: REFRESH, host: { ...LOGIN, createRecord: 2 } }, async () => {
    const call = s.db.create('Contacts', { Name: 'Late' });
    await held.taken;
    s.clock.advance(70 * MINUTE);
    held.release();
    await call;
  });
  assert.equal(s.host.count({ operation: 'createRecord', done: true }), 1);
});

test('an ID token that runs out while it is refreshed is not used', async (t) => {
  const s = await signedIn(t);
  s.clock.advance(59 * MINUTE);
  const held = s.pool.faults.add({ operation: 'GetTokensFromRefreshToken', kind: 'hold' });
  await costs(s, { pool: REFRESH, host: { ...LOGIN, ...READ } }, async () => {
    const call = s.db.get('Contacts', 1);
    await held.taken;
    s.clock.advance(10 * MINUTE);
    held.release();
    await call;
  });
});

test('an ID token that ran out before its answer was read, as on a machine that slept, is not used', async (t) => {
  const s = await signedIn(t);
  s.clock.advance(61 * MINUTE);
  const held = s.pool.faults.add({ operation: 'GetTokensFromRefreshToken', kind: 'hold', when: 'after' });
  await costs(s, { pool: { GetTokensFromRefreshToken: 2 }, host: { ...LOGIN, ...READ } }, async () => {
    const call = s.db.get('Contacts', 1);
    await held.taken;
    await settled(() => s.pool.count({ done: true }) === 1);
    s.clock.advance(70 * MINUTE);
    held.release();
    await call;
  });
});

test('tokens that are given for less than is kept ahead cost one refresh at a time', async (t) => {
  const s = await signedIn(t, { poolOptions: { idTokenMinutes: 1 } });
  await costs(s, { pool: REFRESH }, () => s.fmid.refresh());
});

test('a revoked refresh token costs one request and no time, and signs out', async (t) => {
  const milliseconds = await quickest(async () => {
    const s = await signedIn(t);
    await s.db.get('Contacts', 1);
    s.pool.revokeAll();
    s.clock.advance(61 * MINUTE);
    /** @type {string[]} */
    const heard = [];
    s.fmid.addEventListener('signedout', () => heard.push('signedout'));
    return async () => {
      await costs(s, { pool: REFRESH }, () => assert.rejects(s.db.get('Contacts', 1), fails('refresh_token_revoked')));
      assert.equal(s.fmid.signedIn, false);
      assert.deepEqual(heard, ['signedout']);
      await costs(s, {}, () => assert.rejects(s.db.get('Contacts', 1), fails('sign_in_required')));
    };
  });
  assert.ok(milliseconds < 100, `${milliseconds} ms`);
});

test('a refresh token that was revoked ahead of expiry costs nothing that still works', async (t) => {
  const s = await signedIn(t);
  s.pool.revokeAll();
  s.clock.advance(58 * MINUTE + 30_000);
  await costs(s, { pool: REFRESH, host: { ...LOGIN, ...READ } }, () => s.db.get('Contacts', 1));
  assert.equal(s.fmid.signedIn, true);
  await costs(s, { host: READ }, () => s.db.get('Contacts', 1));
  s.clock.advance(16 * MINUTE);
  await costs(s, {}, () => assert.rejects(s.db.get('Contacts', 1), fails('sign_in_required')));
});

test('rotation with the answer lost: the same token once more, the session goes on', async (t) => {
  const s = await signedIn(t, { poolOptions: { rotation: true, rotationGraceMs: 10_000 } });
  for (let i = 0; i < 3; i++) {
    s.clock.advance(61 * MINUTE);
    s.pool.faults.add({ operation: 'GetTokensFromRefreshToken', kind: 'drop', when: i === 1 ? 'midway' : 'after' });
    await costs(s, { pool: { GetTokensFromRefreshToken: 2 }, host: { ...LOGIN, ...READ } }, () => s.db.get('Contacts', 1));
    assert.notEqual(s.fmid.tokens?.refreshToken, s.tokens.refreshToken);
  }
});

test('idToken() gives what is good and refreshes what is not', async (t) => {
  const s = await signedIn(t);
  assert.equal(await costs(s, {}, () => s.fmid.idToken()), s.tokens.idToken);
  s.clock.advance(58 * MINUTE + 1000);
  const tokens = await costs(s, { pool: REFRESH }, () => Promise.all([s.fmid.idToken(), s.fmid.idToken(), s.fmid.refresh()]));
  assert.equal(tokens[0], tokens[1]);
  assert.notEqual(tokens[0], s.tokens.idToken);
});

test('nobody signed in: an error at once, without a request', async (t) => {
  const s = await signedIn(t);
  await s.fmid.signOut();
  const odata = s.fmid.odata({ host: s.host.url, database: 'Contacts' });
  const admin = s.fmid.admin({ host: s.host.url });
  for (const call of [() => s.db.layouts(), () => odata.call('GET', 'Contact'), () => admin.call('GET', '/databases'), () => s.fmid.idToken(), () => s.fmid.refresh()]) {
    await costs(s, {}, () => assert.rejects(call(), fails('sign_in_required')));
  }
});
