// @ts-check
// OData, where the ID token goes with each request, and the Admin API with a session of its own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '../../dist/fmid/index.js';
import { MINUTE, REFRESH, costs, fails, signedIn } from './signed-in.mjs';

/** @param {Awaited<ReturnType<typeof signedIn>>} s */
const odataOf = (s) => s.fmid.odata({ host: s.host.url, database: 'Contacts' });
/** @param {Awaited<ReturnType<typeof signedIn>>} s */
const adminOf = (s) => s.fmid.admin({ host: s.host.url });

test('OData has no session; rows are read, made, changed and deleted', async (t) => {
  const s = await signedIn(t);
  const odata = odataOf(s);
  await costs(s, { host: { 'odata.read': 1 } }, async () => {
    const { value } = await odata.call('GET', 'Contact?$top=3');
    assert.equal(value.length, 3);
  });
  const made = await odata.call('POST', 'Contact', { Name: 'Öder', City: 'Ulm' });
  assert.equal(made.Name, 'Öder');
  const key = /\((\d+)\)$/.exec(made['@odata.id'])?.[1];
  assert.equal((await odata.call('PATCH', `Contact(${key})`, { City: 'Bern' })).City, 'Bern');
  assert.equal((await odata.call('GET', `Contact(${key})`)).City, 'Bern');
  assert.equal(await odata.call('DELETE', `Contact(${key})`), undefined);
  await assert.rejects(odata.call('GET', `Contact(${key})`), fails('fm_record_missing'));
  assert.equal(odata.expiresAt, undefined);
  assert.deepEqual(s.host.openSessions(), { data: 0, admin: 0 });
});

test('OData in the middle of a loop: the ID token is refreshed once, between two calls', async (t) => {
  const s = await signedIn(t);
  const odata = odataOf(s);
  await costs(s, { pool: REFRESH, host: { 'odata.read': 12 } }, async () => {
    for (let i = 0; i < 12; i++) {
      await odata.call('GET', 'Contact?$top=1');
      s.clock.advance(7 * MINUTE);
    }
  });
  assert.equal(s.host.count({ operation: 'odata.read', status: 200 }), 12);
});

for (const method of /** @type {const} */ (['GET', 'POST'])) {
  test(`a 401 to an OData ${method} costs one refresh and the call once more; a second 401 is an error`, async (t) => {
    const s = await signedIn(t);
    const odata = odataOf(s);
    const call = () => (method === 'GET' ? odata.call('GET', 'Contact?$top=1') : odata.call('POST', 'Contact', { Name: 'X' }));
    const operation = method === 'GET' ? 'odata.read' : 'odata.create';
    s.host.faults.add({ operation, kind: 'html', status: 401 });
    await costs(s, { pool: REFRESH, host: { [operation]: 2 } }, call);
    s.host.faults.add({ operation, kind: 'html', status: 401, times: 2 });
    await costs(s, { pool: REFRESH, host: { [operation]: 2 } }, () => assert.rejects(call(), fails('fm_unauthorized')));
    await costs(s, { host: { [operation]: 1 } }, call);
  });
}

test('a 401 to OData while the pool fails is the host\'s error, and the tokens are kept', async (t) => {
  const s = await signedIn(t);
  s.host.faults.add({ operation: 'odata.read', kind: 'html', status: 401 });
  s.pool.faults.add({ kind: 'http500', times: 3 });
  await costs(s, { pool: { GetTokensFromRefreshToken: 3 }, host: { 'odata.read': 1 } }, () =>
    assert.rejects(odataOf(s).call('GET', 'Contact?$top=1'), fails('service_failed')),
  );
  assert.equal(s.fmid.tokens?.idToken, s.tokens.idToken);
  await costs(s, { host: { 'odata.read': 1 } }, () => odataOf(s).call('GET', 'Contact?$top=1'));
});

test('an OData read is made again after a lost answer, a change is not', async (t) => {
  const s = await signedIn(t);
  s.host.faults.add({ operation: 'odata.read', kind: 'drop', when: 'after' });
  await costs(s, { host: { 'odata.read': 2 } }, () => odataOf(s).call('GET', 'Contact?$top=1'));
  s.host.faults.add({ operation: 'odata.create', kind: 'drop', when: 'after' });
  await costs(s, { host: { 'odata.create': 1 } }, () => assert.rejects(odataOf(s).call('POST', 'Contact', { Name: 'X' }), fails('network_failed')));
});

test('the Admin API: one session for all calls, for fifteen minutes after the last one', async (t) => {
  const s = await signedIn(t);
  const admin = adminOf(s);
  const first = { 'admin.logIn': 1, 'admin.listDatabases': 1, 'admin.serverStatus': 1 };
  await costs(s, { host: first }, async () => {
    const { response } = await admin.call('GET', '/databases');
    assert.equal(response.databases[0].filename, 'Contacts.fmp12');
    s.clock.advance(14 * MINUTE);
    assert.equal((await admin.call('GET', 'server/status')).response.status, 'RUNNING');
  });
  assert.ok(Math.abs(Number(admin.expiresAt) - s.clock.now() - 15 * MINUTE) < 5000);
  s.clock.advance(16 * MINUTE);
  await costs(s, { host: { 'admin.logIn': 1, 'admin.listDatabases': 1 } }, () => admin.call('GET', '/databases'));
  s.host.expireSessions();
  await costs(s, { host: { 'admin.logIn': 1, 'admin.listDatabases': 2 } }, () => admin.call('GET', '/databases'));
  await costs(s, { host: { 'admin.logOut': 1 } }, () => admin.close());
  assert.deepEqual(s.host.openSessions(), { data: 0, admin: 0 });
});

test('too many Admin API sessions are said as such', async (t) => {
  const s = await signedIn(t, { hostOptions: { maxAdminSessions: 1 } });
  const other = await createClient({ pool: s.fmid.pool, now: () => s.clock.now() }); // a client has one session there
  t.after(() => other.stop());
  await other.refresh({ refreshToken: s.tokens.refreshToken });
  const [admin, second] = [adminOf(s), other.admin({ host: s.host.url })];
  await admin.call('GET', '/databases');
  await costs(s, { host: { 'admin.logIn': 1 } }, () => assert.rejects(second.call('GET', '/databases'), fails('fm_admin_sessions')));
  await admin.close();
  await second.call('GET', '/databases');
});
