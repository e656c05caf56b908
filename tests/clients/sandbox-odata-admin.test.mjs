// @ts-check
// The host's other two APIs, with the pool's id token: OData wants it with every request, the Admin API
// once.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { createClock, startFileMakerHost, startPool } from '../../scripts/sandbox/index.mjs';
import { keyPair, tokensOf } from './raw-client.mjs';
import { bearerFor, callHost, codeOf } from './raw-host.mjs';

const MINUTE = 60_000;
const CUSTOMERS = 'odata/v4/Verkauf/Kunden';
const ADMIN = 'admin/api/v2';

/** @type {import('../../scripts/sandbox/clock.mjs').Clock} */
let clock;
/** @type {import('../../scripts/sandbox/pool.mjs').Pool} */
let pool;
/** @type {Awaited<ReturnType<typeof startFileMakerHost>>} */
let host;
/** @type {string} */
let fmid;

before(async () => {
  clock = createClock();
  pool = await startPool({ clock, keyPair });
});
beforeEach(async () => {
  await host?.close();
  host = await startFileMakerHost({ clock, pool });
  fmid = `FMID ${(await tokensOf(pool, clock.now())).IdToken}`;
});
after(() => Promise.all([pool.close(), host.close()]));

/** @param {string} method @param {string} path @param {string} [authorization] @param {unknown} [json] */
function api(method, path, authorization = fmid, json = undefined) {
  return callHost(host, method, path, { authorization, json });
}

test('OData lists databases, tables and rows', async () => {
  assert.equal((await api('GET', 'odata/v4')).body.value[0].name, 'Contacts');
  const tables = await api('GET', 'odata/v4/Verkauf');
  assert.deepEqual(tables.body.value.map((/** @type {any} */ { name }) => name), ['Kunden', 'Rechnungen']);
  const { body } = await api('GET', `${CUSTOMERS}?$top=2&$skip=1`);
  assert.deepEqual(body.value.map((/** @type {any} */ row) => row.Kundennummer), ['K-1002', 'K-1003']);
});

test('OData reads, creates, changes and deletes a row by its key', async () => {
  const created = await api('POST', CUSTOMERS, fmid, { Name: 'Neu GmbH' });
  assert.deepEqual([created.status, created.body.Name], [201, 'Neu GmbH']);
  const path = created.body['@odata.id'].slice(`${host.url}/fmi/`.length);
  const changed = await api('PATCH', path, fmid, { Ort: 'Łódź' });
  assert.deepEqual([changed.status, changed.body.Ort, changed.body.Name], [200, 'Łódź', 'Neu GmbH']);
  assert.equal((await api('GET', path)).body.Ort, 'Łódź');
  assert.equal((await api('DELETE', path)).status, 204);
  const gone = await api('GET', path);
  assert.deepEqual([gone.status, gone.body], [404, { error: { code: '101', message: 'Record is missing' } }]);
});

test('OData refuses without a good id token, with every request, and does nothing', async () => {
  clock.advance(60 * MINUTE);
  for (const authorization of [fmid, 'FMID x', await bearerFor(host)]) {
    const { status, body } = await api('POST', CUSTOMERS, authorization, { Name: 'x' });
    assert.deepEqual([status, body.error.code], [401, '212']);
  }
  assert.equal(host.count({ operation: 'odata.create', done: true }), 0);
});

test('a host behind the web server refuses it in HTML there too', async () => {
  host.setOptions({ html401: true });
  const response = await fetch(`${host.url}/fmi/${CUSTOMERS}`, { headers: { Authorization: 'FMID x' } });
  assert.deepEqual([response.status, response.headers.get('content-type')], [401, 'text/html']);
  await response.text();
});

test('the Admin API takes it once, then a Bearer that is no Data API session', async () => {
  const opened = await api('POST', `${ADMIN}/user/auth`);
  assert.equal(opened.headers.get('x-fm-access-token'), null);
  const bearer = `Bearer ${opened.body.response.token}`;
  const { body } = await api('GET', `${ADMIN}/databases`, bearer);
  assert.equal(body.response.databases[0].filename, 'Contacts.fmp12');
  assert.deepEqual(body.messages, [{ code: '0', text: 'OK' }]);
  assert.equal((await api('GET', `${ADMIN}/server/status`, bearer)).body.response.status, 'RUNNING');
  assert.ok((await api('GET', `${ADMIN}/server/metadata`, bearer)).body.response.serverVersion);
  const other = await api('GET', `${ADMIN}/databases`, await bearerFor(host));
  assert.deepEqual([codeOf(other), typeof other.body.messages[0].text], ['952', 'string']);
  assert.equal(codeOf(await api('GET', 'data/v1/databases/Contacts/layouts', bearer)), '952');
});

test('an Admin API session lives fifteen minutes after the last call, or until it is ended', async () => {
  const { token } = (await api('POST', `${ADMIN}/user/auth`)).body.response;
  const status = async () => codeOf(await api('GET', `${ADMIN}/server/status`, `Bearer ${token}`));
  clock.advance(14 * MINUTE);
  assert.equal(await status(), '0');
  clock.advance(14 * MINUTE);
  assert.equal(await status(), '0');
  assert.equal((await api('DELETE', `${ADMIN}/user/auth/${token}`, `Bearer ${token}`)).status, 200);
  assert.equal(await status(), '952');
  const next = (await api('POST', `${ADMIN}/user/auth`)).body.response.token;
  clock.advance(15 * MINUTE);
  assert.equal(codeOf(await api('GET', `${ADMIN}/server/status`, `Bearer ${next}`)), '952');
});

test('each call with FMID opens another session, whose token is in a header, up to a limit', async () => {
  host.setOptions({ maxAdminSessions: 2 });
  const { headers } = await api('GET', `${ADMIN}/databases`);
  const bearer = `Bearer ${headers.get('x-fm-access-token')}`;
  assert.equal(codeOf(await api('GET', `${ADMIN}/databases`, bearer)), '0');
  assert.deepEqual(host.openSessions(), { data: 0, admin: 1 });
  assert.equal(codeOf(await api('GET', `${ADMIN}/databases`)), '0');
  assert.equal(codeOf(await api('GET', `${ADMIN}/databases`)), '956');
  assert.deepEqual(host.openSessions(), { data: 0, admin: 2 });
});

test('a session of the Admin API can be ended by a fault too', async () => {
  const { token } = (await api('POST', `${ADMIN}/user/auth`)).body.response;
  host.faults.add({ operation: 'admin.serverStatus', kind: 'end-session' });
  assert.equal(codeOf(await api('GET', `${ADMIN}/server/status`, `Bearer ${token}`)), '952');
});
