// @ts-check
// The service as a process: what it prints, what it logs, how it ends; and the page that it serves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { commanding } from '../command/running.mjs';
import { raw } from './raw.mjs';
import { served, settled } from './served.mjs';

/**
 * @param {import('node:test').TestContext} t
 * @param {string[]} [args]
 * @param {Record<string, string>} [env]
 */
async function serving(t, args = [], env = {}) {
  const s = await commanding(t);
  const { child, ended } = s.start(['serve', '--port', '0', '--allow', s.host.url, ...args], { env });
  t.after(() => child.kill('SIGKILL'));
  let printed = '';
  const url = await new Promise((resolve) => {
    child.stdout.on('data', (text) => {
      printed += text;
      if (printed.endsWith('\n')) resolve(printed.trim().split(' ').at(-1));
    });
    child.once('close', resolve);
  });
  const post = async (/** @type {string} */ path, /** @type {object} */ body, /** @type {object} */ headers = {}) => {
    const response = await fetch(new URL(path, url), { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
    return /** @type {any} */ (await response.json());
  };
  return { ...s, child, ended, url, post };
}

test('asked to end, it finishes what goes on, logs the Data API sessions out and ends well', async (t) => {
  const s = await serving(t);
  const { username, password } = s.account('none');
  const { tokens } = await s.post('users', { username, password });
  await s.post('sessions', { host: s.host.url, database: 'Contacts', idToken: tokens.idToken });
  assert.equal(s.host.openSessions().data, 1);
  const held = s.pool.faults.add({ operation: 'InitiateAuth', kind: 'hold' });
  const late = s.post('users', { username, password });
  await held.taken;
  s.child.kill('SIGTERM');
  let refused = false;
  for (let i = 0; i < 400 && !refused; i++) await fetch(`${s.url}healthz`).then(() => {}, () => (refused = true));
  assert.ok(refused, 'new callers are not let in');
  held.release();
  assert.equal((await late).error, '', 'who was in is answered');
  const { code, signal, stderr } = await s.ended;
  assert.deepEqual([code, signal], [0, null]);
  assert.equal(s.host.openSessions().data, 0);
  assert.match(stderr, /"event":"stopped"/);
});

test('nothing secret and no name is in its output, whatever fails', async (t) => {
  const canary = 'Canary-3f9c-secret';
  const s = await serving(t, [], { FMID_API_KEY: `${canary}-api-key` });
  const key = { 'x-api-key': `${canary}-api-key` };
  const { username, password } = s.account('none');
  const { tokens } = await s.post('users', { username, password }, key);
  const { token } = await s.post('sessions', { host: s.host.url, database: 'Contacts', idToken: tokens.idToken }, key);
  const asked = await s.post('users', { username: s.account('sms').username, password }, key);
  await s.post('users/answer', { id: asked.challenge.id, code: '918273' }, key);
  await s.post('users', { username: `${canary}@example.com`, password: canary }, key);
  await s.post('users', { username, password: canary }, key);
  await s.post('users', { username: canary, password: canary }, key);
  await s.post('users/refresh', { username: `${canary}@example.com`, refresh_token: `${canary}-${'x'.repeat(20)}` }, key);
  await s.post('sessions', { host: `${canary}.example`, database: canary, idToken: `${canary}-${'x'.repeat(20)}` }, key);
  await s.post('users', {}, { 'x-api-key': `${canary}-wrong` });
  await fetch(`${s.url}${canary}?${canary}`, { headers: { ...key, [canary]: canary, 'x-request-id': canary } });
  await fetch(`${s.url}relay/${canary}/fmi/data/v1/${canary}?token=${canary}`, { headers: { ...key, authorization: `Bearer ${canary}` } });
  const port = Number(new URL(s.url).port);
  for (const method of ['POST', canary.toUpperCase()]) await raw(port, `/users?${canary}`, { method, body: `{"password":"${canary}`, headers: { ...key, 'content-type': 'application/json' } });
  s.child.kill('SIGTERM');
  const { stdout, stderr, code } = await s.ended;
  assert.equal(code, 0);
  assert.match(stdout, /^fmid serve: http:\/\/127\.0\.0\.1:\d+\/\n$/);
  const lines = stderr.trim().split('\n').map((line) => JSON.parse(line));
  assert.ok(lines.filter(({ event }) => event === 'request').length >= 13);
  const secrets = [canary, canary.toUpperCase(), username, s.account('sms').username, password, '918273', asked.challenge.id, token, tokens.idToken, tokens.accessToken, tokens.refreshToken];
  for (const secret of secrets) assert.ok(!stderr.includes(secret) && !stdout.includes(secret), `${secret.slice(0, 8)}… is in the output`);
});

test('a log line says which route, how it ended and how long it took, and the same person by the same word', async (t) => {
  const s = await served(t);
  const first = await s.signIn();
  await s.signIn();
  await s.signIn('unicode');
  await s.post('/users', { username: s.account('sms').username, password: 'wrong' });
  await settled(() => s.lines().filter(({ event }) => event === 'request').length === 4);
  const [one, two, three, four] = s.lines().filter(({ event }) => event === 'request');
  assert.deepEqual([one.method, one.route, one.status, one.whole], ['POST', '/users', 200, true]);
  assert.equal(one.id, first.headers.get('x-request-id'));
  assert.ok(one.ms >= 0 && one.time);
  assert.equal(one.user, two.user);
  assert.notEqual(one.user, three.user);
  assert.equal(four.code, 'wrong_credentials');
});

test('settings that cannot be are refused with what to do, and nothing is served', async (t) => {
  const s = await commanding(t);
  const busy = await served(t);
  s.file('short', 'abc');
  s.file('open', 'a key of sixteen characters', 0o644);
  for (const [args, code, sentence] of /** @type {const} */ ([
    [['--port', '99999'], 2, /from 1 to 65535/],
    [['--port', String(busy.port)], 2, /in use.*--port/],
    [['--listen', '0.0.0.0'], 2, /in the open.*--insecure-http/],
    [['--listen', '0.0.0.0', '--insecure-http'], 2, /try passwords.*--without-api-key/],
    [['--allow', '127.1'], 2, /not a host name/],
    [['--allow', '*.0x7f.1'], 2, /not a host name/],
    [['--listen', '192.0.2.1', '--insecure-http', '--without-api-key'], 2, /not one of this machine/],
    [['--allow', 'http://fm.example.com'], 2, /not encrypted.*https/],
    [['--allow', '10.0.0.1'], 2, /not a host name/],
    [['--allow', 'https://10.0.0.1'], 2, /not a host name/],
    [['--tls-key', 'key.pem'], 2, /--tls-certificate and --tls-key/],
    [['--tls-key', 'short', '--tls-certificate', 'short'], 2, /PEM/],
    [['--tls-key', 'none', '--tls-certificate', 'none'], 8, /cannot be used/],
    [['--api-key-file', 'none'], 8, /openssl rand/],
    [['--api-key-file', 'open'], 8, /chmod 600/],
    [['--api-key-file', 'short'], 2, /16 characters/],
    [['--user-pool-id', 'us-west-2_x', '--client-id', '!'], 2, /pool/],
  ])) {
    const ended = await s.run(['serve', '--port', '0', ...args]);
    assert.equal(ended.code, code, `${args.join(' ')}: ${ended.stderr}`);
    assert.match(ended.stderr, sentence);
    assert.equal(ended.stdout, '');
  }
});

test('a pool whose app client has a secret is not offered to pages', async (t) => {
  const folder = fileURLToPath(new URL('../../dist/site', import.meta.url));
  const { url } = await served(t, { site: { folder }, pool: { userPoolId: 'us-west-2_Abc', clientId: 'abc', clientSecret: 'notforpages1' } });
  assert.deepEqual(await (await fetch(`${url}config.json`)).json(), { relay: '/relay', pools: [] });
});

test('with --site it serves the page with the headers of a good host, and tells it of the relay and of its pool', async (t) => {
  const site = fileURLToPath(new URL('../../dist/site', import.meta.url));
  const { url, port, pool } = await served(t, { site: { folder: site } });
  const page = await fetch(url);
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'self' 'wasm-unsafe-eval'/);
  assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
  assert.match(await page.text(), /<!doctype html>/i);
  const { userPoolId, clientId, url: endpoint } = pool;
  const ours = { id: 'served', label: userPoolId, userPoolId, clientId, endpoint };
  assert.deepEqual(await (await fetch(`${url}config.json`)).json(), { relay: '/relay', pools: [ours] });
  const elsewhere = { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' };
  assert.equal((await raw(port, '/', { headers: elsewhere })).status, 200, 'a link on another site leads here');
  assert.equal((await raw(port, '/healthz', { headers: elsewhere })).status, 403);
  assert.equal((await raw(port, '/relay/x/fmi/data/v1/productInfo', { headers: elsewhere })).status, 403);
  const module = await fetch(`${url}fmid/fmid-core.wasm`);
  assert.equal(module.headers.get('content-type'), 'application/wasm');
  await module.arrayBuffer();
  for (const path of ['/../package.json', '/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/package.json', '/fmid/', '/%00.js', '/%zz.js', '//etc/passwd', '/.git/config', '/index.html/x.js']) {
    assert.equal((await raw(port, path)).status, 404, path);
  }
});
