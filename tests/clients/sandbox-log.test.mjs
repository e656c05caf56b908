// @ts-check
// Counting: how many requests of which kind, and how many sessions are still open.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { startSandbox } from '../../scripts/sandbox/index.mjs';
import { accountOf, call, keyPair, signIn, tokensOf } from './raw-client.mjs';
import { bearerFor, callHost, CONTACTS } from './raw-host.mjs';

/** @type {Awaited<ReturnType<typeof startSandbox>>} */
let sandbox;
beforeEach(async () => {
  await sandbox?.close();
  sandbox = await startSandbox({ keyPair });
});
after(() => sandbox.close());

test('the pool counts by operation, flow, challenge, status, and by whether the work was done', async () => {
  const { pool } = sandbox;
  const { username, password } = accountOf('none');
  const { RefreshToken: REFRESH_TOKEN } = await tokensOf(pool);
  const refresh = { AuthFlow: 'REFRESH_TOKEN_AUTH', ClientId: pool.clientId, AuthParameters: { REFRESH_TOKEN } };
  await call(pool, 'InitiateAuth', refresh);
  pool.faults.add({ authFlow: 'REFRESH_TOKEN_AUTH', kind: 'throttle' });
  await call(pool, 'InitiateAuth', refresh);
  await signIn(pool, username, `${password} wrong`);
  assert.deepEqual(pool.counts(), { InitiateAuth: 4, RespondToAuthChallenge: 2 });
  assert.equal(pool.count(), 6);
  assert.equal(pool.count({ operation: 'InitiateAuth', authFlow: 'USER_SRP_AUTH' }), 2);
  assert.equal(pool.count({ authFlow: /^REFRESH_TOKEN/ }), 2);
  assert.equal(pool.count({ authFlow: /^REFRESH_TOKEN/, done: true }), 1);
  assert.equal(pool.count({ challenge: 'PASSWORD_VERIFIER', done: false }), 1);
  assert.equal(pool.count({ status: 429 }), 1);
  pool.clearRequests();
  assert.deepEqual([pool.count(), pool.counts()], [0, {}]);
});

test('the host counts by operation of each of its APIs', async () => {
  const { host, pool } = sandbox;
  const fmid = `FMID ${(await tokensOf(pool)).IdToken}`;
  const authorization = await bearerFor(host, fmid);
  await callHost(host, 'GET', `${CONTACTS}/records/1`, { authorization });
  await callHost(host, 'GET', `${CONTACTS}/records/2`, { authorization });
  await callHost(host, 'GET', `${CONTACTS}/records/999`, { authorization });
  await callHost(host, 'GET', 'odata/v4/Contacts/Contact', { authorization: fmid });
  await callHost(host, 'GET', 'admin/api/v2/databases', { authorization: fmid });
  await fetch(`${host.url}/fmi/data/v1/productInfo`, { method: 'OPTIONS' });
  await callHost(host, 'GET', 'nonsense');
  assert.deepEqual(host.counts(), {
    logIn: 1,
    getRecord: 3,
    'odata.read': 1,
    'admin.listDatabases': 1,
    preflight: 1,
    '': 1,
  });
  assert.equal(host.count({ operation: 'getRecord', done: true }), 2);
  assert.equal(host.count({ path: '/records/1' }), 1);
  assert.equal(host.count({ operation: /^(odata|admin)\./, method: 'GET' }), 2);
});

test('a session that was opened and not closed is seen, until its time is up', async () => {
  const { host, pool, clock } = sandbox;
  const fmid = `FMID ${(await tokensOf(pool)).IdToken}`;
  const [one] = [await bearerFor(host, fmid), await bearerFor(host, fmid)];
  await callHost(host, 'POST', 'admin/api/v2/user/auth', { authorization: fmid });
  assert.deepEqual(host.openSessions(), { data: 2, admin: 1 });
  await callHost(host, 'DELETE', `data/v1/databases/Contacts/sessions/${one.slice('Bearer '.length)}`);
  assert.deepEqual(host.openSessions(), { data: 1, admin: 1 });
  clock.advance(15 * 60_000);
  assert.deepEqual(host.openSessions(), { data: 0, admin: 0 });
});
