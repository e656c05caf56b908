// @ts-check
// The sandbox's FileMaker Cloud host, with the pool's id token: what no other client can check,
// because none of them speaks FMID.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { createClock, startFileMakerHost, startPool, startSandbox } from '../../scripts/sandbox/index.mjs';
import { keyPair, tokensOf } from './raw-client.mjs';

const MINUTE = 60_000;

/** @type {import('../../scripts/sandbox/clock.mjs').Clock} */
let clock;
/** @type {import('../../scripts/sandbox/pool.mjs').Pool} */
let pool;
/** @type {Awaited<ReturnType<typeof startFileMakerHost>>} */
let host;
/** @type {{IdToken: string, AccessToken: string}} */
let tokens;

before(async () => {
  clock = createClock();
  pool = await startPool({ clock, keyPair });
});
beforeEach(async () => {
  await host?.close();
  host = await startFileMakerHost({ clock, pool });
  tokens = await tokensOf(pool, clock.now());
});
after(() => Promise.all([pool.close(), host.close()]));

test('FMID opens a session, and the token is in the header only', async () => {
  for (const scheme of ['FMID', 'Fmid', 'fmid']) {
    const { status, headers, body } = await logIn(`${scheme} ${tokens.IdToken}`);
    assert.equal(status, 200);
    assert.deepEqual(body, { response: {}, messages: [{ code: '0', message: 'OK' }] });
    assert.match(String(headers.get('x-fm-data-access-token')), /^[0-9a-f]{52}$/);
  }
});

test('a host like FileMaker Server has it in the body too', async () => {
  host.setOptions({ tokenInBody: true });
  const { headers, body } = await logIn(`FMID ${tokens.IdToken}`);
  assert.equal(body.response.token, headers.get('x-fm-data-access-token'));
});

test("an access token, a changed one, an old one, another pool's and none at all are code 212", async () => {
  const other = await startPool({ clock });
  const foreign = (await tokensOf(other, clock.now())).IdToken;
  await other.close();
  const [header, , signature] = tokens.IdToken.split('.');
  const claims = Buffer.from('{"token_use":"id"}').toString('base64url');
  for (const token of [tokens.AccessToken, `${header}.${claims}.${signature}`, foreign, 'x', '']) {
    const { status, body } = await logIn(`FMID ${token}`);
    assert.deepEqual([status, body.messages[0].code], [401, '212']);
  }
  assert.equal((await api('POST', 'databases/Contacts/sessions')).body.messages[0].code, '212');
  clock.advance(60 * MINUTE);
  assert.equal((await logIn(`FMID ${tokens.IdToken}`)).body.messages[0].code, '212');
});

test("a host behind Claris's web server refuses a bad FMID in HTML, but a bad Basic in JSON", async () => {
  host.setOptions({ html401: true });
  const response = await fetch(`${host.url}/fmi/data/v1/databases/Contacts/sessions`, {
    method: 'POST',
    headers: { Authorization: 'FMID x' },
  });
  assert.equal(response.status, 401);
  assert.equal(response.headers.get('content-type'), 'text/html');
  assert.match(await response.text(), /^<html>/);
  assert.equal((await logIn('Basic eDp5')).body.messages[0].code, '212');
});

test('a session lives fifteen minutes after the last good call, and a bad call is none', async () => {
  const Authorization = await bearer();
  const call = async (/** @type {string} */ path) => (await api('GET', path, { Authorization })).body.messages[0].code;
  clock.advance(14 * MINUTE);
  assert.equal(await call('databases/Contacts/layouts'), '0');
  clock.advance(14 * MINUTE);
  assert.equal(await call('databases/Contacts/layouts/Nowhere/records'), '105');
  clock.advance(2 * MINUTE);
  assert.equal(await call('databases/Contacts/layouts'), '952');
});

test('validateSession says whether a session is there', async () => {
  const Authorization = await bearer();
  const { body } = await api('GET', 'validateSession', { Authorization });
  assert.deepEqual(body.response, { isSessionInUse: false });
  host.expireSessions();
  const gone = await api('GET', 'validateSession', { Authorization });
  assert.deepEqual(gone.body, {
    response: {},
    messages: [{ code: '952', message: 'Invalid FileMaker Data API token (*)' }],
  });
});

test('a session is for one database', async () => {
  const Authorization = await bearer();
  const { status, body } = await api('GET', 'databases/Verkauf/layouts', { Authorization });
  assert.deepEqual([status, body.messages[0].code], [401, '952']);
});

test('productInfo and the list of databases need no session', async () => {
  assert.equal((await api('GET', 'productInfo')).body.response.productInfo.name, 'FileMaker Data API Engine');
  const { body } = await api('GET', 'databases');
  assert.deepEqual(
    body.response.databases.map((/** @type {any} */ { name }) => name),
    ['Contacts', 'Verkauf', '在庫 Stock', 'Payroll'],
  );
  assert.equal((await api('GET', 'databases', { Authorization: 'FMID x' })).body.messages[0].code, '212');
});

test('OPTIONS is refused and no answer has CORS headers, as Claris says', async () => {
  const preflight = await fetch(`${host.url}/fmi/data/vLatest/productInfo`, { method: 'OPTIONS' });
  assert.equal(preflight.status, 405);
  for (const { headers } of [preflight, await logIn(`FMID ${tokens.IdToken}`)]) {
    assert.ok([...headers.keys()].every((name) => !name.startsWith('access-control-')));
  }
});

test("a host with CORS lets a page read the session's token", async () => {
  host.setOptions({ cors: true });
  const preflight = await fetch(`${host.url}/fmi/data/v1/productInfo`, {
    method: 'OPTIONS',
    headers: { 'Access-Control-Request-Headers': 'authorization,content-type' },
  });
  assert.equal(preflight.status, 200);
  assert.equal(preflight.headers.get('access-control-allow-headers'), 'authorization,content-type');
  const { headers } = await logIn(`FMID ${tokens.IdToken}`);
  assert.match(String(headers.get('access-control-expose-headers')), /X-FM-Data-Access-Token/);
});

test('faults are found by path and method', async () => {
  host.faults.add({ method: 'POST', path: '/sessions', kind: 'html' });
  host.faults.add({
    path: /productInfo$/,
    kind: 'error',
    error: { name: '953', message: 'Data API usage limit exceeded', status: 500 },
  });
  assert.equal((await api('GET', 'databases')).status, 200);
  assert.equal((await api('GET', 'productInfo')).body.messages[0].code, '953');
  const response = await fetch(`${host.url}/fmi/data/v1/databases/Contacts/sessions`, { method: 'POST' });
  assert.equal(response.status, 503);
  await response.text();
});

test('the log has no session token', async () => {
  const Authorization = await bearer();
  const token = Authorization.slice('Bearer '.length);
  await api('DELETE', `databases/Contacts/sessions/${token}`);
  assert.equal(host.requests.at(-1)?.path, '/fmi/data/vLatest/databases/Contacts/sessions/***');
  assert.ok(!JSON.stringify(host.requests).includes(token));
  assert.equal(host.sessions.size, 0);
});

test('startSandbox joins a demo pool and a host that trusts it', async () => {
  const sandbox = await startSandbox();
  const { IdToken } = await tokensOf(sandbox.pool);
  const response = await fetch(`${sandbox.host.url}/fmi/data/v1/databases/Contacts/sessions`, {
    method: 'POST',
    headers: { Authorization: `FMID ${IdToken}` },
  });
  assert.equal(response.status, 200);
  await response.text();
  await sandbox.close();
});

/** @param {string} method @param {string} path after the version @param {Record<string, string>} [headers] */
async function api(method, path, headers = {}) {
  const response = await fetch(`${host.url}/fmi/data/vLatest/${path}`, { method, headers });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** @param {string} Authorization */
const logIn = (Authorization) => api('POST', 'databases/Contacts/sessions', { Authorization });

async function bearer() {
  const { headers } = await logIn(`FMID ${tokens.IdToken}`);
  return `Bearer ${headers.get('x-fm-data-access-token')}`;
}
