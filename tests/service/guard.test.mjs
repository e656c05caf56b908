// @ts-check
// Who may talk to the service: names, origins, the API key, TLS.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startService } from '../../dist/fmid/node/service/index.js';
import { raw } from './raw.mjs';
import { served } from './served.mjs';

test('a name that only resolves to this machine is refused (DNS rebinding), addresses and its own names are not', async (t) => {
  const { port } = await served(t, { names: ['fmid.example.com'] });
  for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1.evil.example', 'localhost.evil.example', '', 'xfmid.example.com']) {
    const { status, body } = await raw(port, '/healthz', { headers: { host } });
    assert.equal(status, 421, host);
    assert.equal(body.error.reason, 'wrong_host');
  }
  for (const host of ['localhost', `127.0.0.1:${port}`, `[::1]:${port}`, 'FMID.example.com:443', '192.168.1.9']) {
    assert.equal((await raw(port, '/healthz', { headers: { host } })).status, 200, host);
  }
});

test('pages of other origins are refused on every route, and get no leave to read', async (t) => {
  const { port, pool, account } = await served(t);
  const body = `username=${account('none').username}&password=Sandbox-Pass-1`;
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  for (const headers of /** @type {Record<string, string>[]} */ ([{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: `http://127.0.0.1:${port + 1}` }])) {
    const answer = await raw(port, '/users', { method: 'POST', headers: { ...form, ...headers }, body });
    assert.equal(answer.status, 403);
    assert.equal(answer.body.error.reason, 'foreign_origin');
    assert.doesNotMatch(answer.headers, /access-control/i);
  }
  assert.equal(pool.requests.length, 0);
  assert.equal((await raw(port, '/users', { method: 'POST', headers: { ...form, origin: `http://127.0.0.1:${port}` }, body })).status, 200);
});

test('with an API key every route but healthz and openapi.json wants it', async (t) => {
  const { url, post } = await served(t, { apiKey: 'a key of sixteen characters' });
  for (const key of ['', 'a key of sixteen character', 'a key of sixteen charactersx', 'A key of sixteen characters']) {
    const { status, body } = await post('/users', {}, key ? { 'x-api-key': key } : {});
    assert.equal(status, 401);
    assert.equal(body.error.reason, 'api_key_wrong');
  }
  assert.equal((await fetch(`${url}nothing`)).status, 401, 'what is there is not told either');
  assert.equal((await post('/users', {}, { 'x-api-key': 'a key of sixteen characters' })).status, 422);
  assert.equal((await fetch(`${url}healthz`)).status, 200);
  const description = /** @type {any} */ (await (await fetch(`${url}openapi.json`)).json());
  assert.deepEqual(description.paths['/users'].post.security, [{ apiKey: [] }]);
  assert.deepEqual(description.paths['/healthz'].get.security, []);
});

test('beyond this machine it listens with TLS, or where somebody says that it is encrypted elsewhere', async (t) => {
  for (const address of ['0.0.0.0', '::']) await assert.rejects(startService({ port: 0, address }), /in the open.*--insecure-http/);
  const open = await startService({ port: 0, address: '0.0.0.0', insecureHttp: true, apiKey: 'a key of sixteen characters' });
  t.after(open.close);
  assert.equal((await fetch(`http://127.0.0.1:${open.port}/healthz`)).status, 200);
  await assert.rejects(startService({ port: 0, apiKey: 'a key of sixteen characters', site: { folder: '.' } }), /page cannot send an API key/);
});

test('it speaks TLS with a certificate that clients check, 1.2 and later', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fmid-tls-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [key, certificate] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', certificate, '-days', '2',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'], { stdio: 'ignore' });
  const { port, url, account } = await served(t, { tls: { key: readFileSync(key), certificate: readFileSync(certificate) } });
  assert.match(url, /^https:/);
  const { username, password } = account('none');
  const body = JSON.stringify({ username, password });
  /** @param {https.RequestOptions} options @returns {Promise<any>} */
  const send = (options) => new Promise((resolve, reject) => {
    const request = https.request({ host: '127.0.0.1', port, path: '/users', method: 'POST', headers: { 'content-type': 'application/json' }, agent: false, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk)).on('end', () => resolve(JSON.parse(text)));
    });
    request.on('error', reject).end(body);
  });
  const ca = readFileSync(certificate);
  assert.equal((await send({ ca })).error, '');
  await assert.rejects(send({}), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  await assert.rejects(send({ ca, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }));
  await assert.rejects(fetch(`http://127.0.0.1:${port}/healthz`));
});
