// @ts-check
// deploy/nginx.conf under Debian's nginx, as a normal user, without a port: it listens on a socket in a temporary folder.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { RELAYED_HEADERS } from '../../dist/fmid/node/relay-headers.js';
import { SITE_HEADERS } from '../../dist/fmid/node/service/site.js';
import { settled } from './served.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HOST = 'acme.account.filemaker-cloud.com';
const CALL = `/relay/${HOST}/fmi/data/v1/productInfo`;
const BROTLI = '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so';
const NOBODY = 65534;

const folder = mkdtempSync(join(tmpdir(), 'fmid-nginx-'));
const socketPath = join(folder, 'nginx.sock');
/** @type {import('node:child_process').ChildProcess} */
let nginx;
/** @type {https.Server} */
let host;
/** @type {{ method?: string, url?: string, headers: http.IncomingHttpHeaders, body: string }[]} */
const seen = [];
/** @type {http.RequestListener} */
let answer = (_, response) => response.end('{}');

/** @param {string} name of a certificate for it @param {string} file */
function makeCertificate(name, file) {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', `/CN=${name}`,
    '-addext', `subjectAltName=DNS:${name}`, '-keyout', join(folder, `${file}.key`), '-out', join(folder, `${file}.pem`)], { stdio: 'ignore' });
}

before(async () => {
  makeCertificate('fmid.example.com', 'own');
  makeCertificate(HOST, 'host');
  makeCertificate('other.example', 'other');
  // Both are trusted: what keeps the other out is its name.
  writeFileSync(join(folder, 'trusted.pem'), ['host.pem', 'other.pem'].map((name) => readFileSync(join(folder, name), 'utf8')).join(''));
  host = https.createServer({ key: readFileSync(join(folder, 'host.key')), cert: readFileSync(join(folder, 'host.pem')) }, (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => (body += chunk)).on('end', () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body });
      answer(request, response);
    });
  });
  await new Promise((resolve) => host.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (host.address());

  mkdirSync(join(folder, 'tmp'));
  cpSync(join(ROOT, 'dist/site'), join(folder, 'site'), { recursive: true });
  execFileSync(process.execPath, [join(ROOT, 'scripts/lib/precompress.mjs'), join(folder, 'site')]);
  let conf = readFileSync(join(ROOT, 'deploy/nginx.conf'), 'utf8');
  for (const [from, to] of [
    ['listen 443 ssl http2;', `listen unix:${socketPath} ssl http2;`],
    ['/etc/ssl/fmid.example.com.pem', join(folder, 'own.pem')],
    ['/etc/ssl/fmid.example.com.key', join(folder, 'own.key')],
    ['/etc/ssl/certs/ca-certificates.crt', join(folder, 'trusted.pem')],
    ['root /var/www/fmid;', `root ${folder}/site;`],
    ['#brotli_static on;', 'brotli_static on;'],
  ]) {
    assert.equal(conf.split(from).length, 2, `${from} is in the file once`);
    conf = conf.replace(from, to);
  }
  writeFileSync(join(folder, 'nginx.conf'), `
    load_module ${BROTLI};
    daemon off; pid ${folder}/nginx.pid; error_log stderr error; worker_processes 1;
    events { worker_connections 64; }
    http {
      access_log off;
      client_body_temp_path ${folder}/tmp/body; proxy_temp_path ${folder}/tmp/proxy; fastcgi_temp_path ${folder}/tmp/f; uwsgi_temp_path ${folder}/tmp/u; scgi_temp_path ${folder}/tmp/s;
      # In place of the name service: the host's name leads to this machine.
      upstream ${HOST} { server 127.0.0.1:${port}; }
      ${conf}
    }`);
  const asRoot = process.getuid?.() === 0;
  if (asRoot) for (const each of ['', 'tmp', 'own.key', 'nginx.conf']) chownSync(join(folder, each), NOBODY, NOBODY);
  chmodSync(join(folder, 'tmp'), 0o700);
  nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], { stdio: ['ignore', 'ignore', 'pipe'], ...(asRoot && { uid: NOBODY, gid: NOBODY }), env: { PATH: `${process.env.PATH}:/usr/sbin` } });
  let said = '';
  nginx.stderr?.setEncoding('utf8').on('data', (text) => (said += text));
  await settled(() => existsSync(socketPath) || nginx.exitCode !== null);
  assert.ok(existsSync(socketPath), said);
});

after(async () => {
  if (nginx.exitCode === null) {
    nginx.kill('SIGTERM');
    await new Promise((resolve) => nginx.once('exit', resolve));
  }
  host.closeAllConnections();
  host.close();
  rmSync(folder, { recursive: true });
});

/**
 * @param {string} path sent as it is
 * @param {{ method?: string, headers?: Record<string, string>, body?: string }} [options]
 * @returns {Promise<{ status: number, headers: http.IncomingHttpHeaders, body: Buffer, json: any }>}
 */
function get(path, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const request = https.request({ socketPath, path, method, servername: 'fmid.example.com', ca: readFileSync(join(folder, 'own.pem')), headers: { host: 'fmid.example.com', ...headers }, agent: false }, (response) => {
      /** @type {Buffer[]} */
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
        const all = Buffer.concat(chunks);
        const isJson = /json/.test(response.headers['content-type'] ?? '') && !response.headers['content-encoding'];
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: all, json: isJson ? JSON.parse(all.toString()) : undefined });
      });
    });
    request.on('error', reject).end(body);
  });
}

test('nginx serves the page with the headers that fmid serve gives it', async () => {
  for (const [path, type] of [['/', 'text/html; charset=utf-8'], ['/app.js', /javascript/], ['/fmid/fmid-core.wasm', 'application/wasm'], ['/favicon.svg', /svg/]]) {
    const { status, headers } = await get(/** @type {string} */ (path));
    assert.equal(status, 200, String(path));
    assert.match(headers['content-type'] ?? '', new RegExp(type));
    for (const [name, value] of Object.entries(SITE_HEADERS)) assert.equal(headers[name], value, `${path} ${name}`);
  }
  assert.equal((await get('/nothing')).status, 404);
  assert.equal((await get('/../own.key')).status, 400);
  assert.deepEqual((await get('/config.json')).json, { relay: '/relay' });
});

test('nginx sends the precompressed files as they are', async () => {
  const plain = readFileSync(join(ROOT, 'dist/site/fmid/fmid-core.wasm'));
  const gzip = await get('/fmid/fmid-core.wasm', { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(gzip.headers['content-encoding'], 'gzip');
  assert.deepEqual(gunzipSync(gzip.body), plain);
  const brotli = await get('/fmid/fmid-core.wasm', { headers: { 'accept-encoding': 'gzip, br' } });
  assert.equal(brotli.headers['content-encoding'], 'br');
  assert.equal(brotli.headers['content-type'], 'application/wasm');
  assert.deepEqual(brotliDecompressSync(brotli.body), plain);
  assert.ok(brotli.body.length < gzip.body.length && gzip.body.length < plain.length);
});

test('nginx relays a call as it was written, with what it needs and nothing else', async () => {
  seen.length = 0;
  answer = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'x-fm-data-access-token': 'tok', 'set-cookie': 'a=b', 'access-control-allow-origin': '*' });
    response.end('{"ok":true}');
  };
  const path = "/fmi/data/v1/databases/My%20DB/layouts/Gr%C3%B6%C3%9Fe/records?x='%2F'&y=%20";
  const { status, headers, json } = await get(`/relay/${HOST}${path}`, {
    method: 'POST', body: '{"a":1}', headers: { authorization: 'Bearer t', 'content-type': 'application/json', accept: '*/*', cookie: 'c=d', 'x-api-key': 'k', 'x-forwarded-for': '1.2.3.4', origin: 'https://fmid.example.com' },
  });
  assert.deepEqual([status, json, headers['x-fm-data-access-token'], headers['cache-control']], [200, { ok: true }, 'tok', 'no-store']);
  assert.equal(headers['set-cookie'], undefined);
  assert.equal(headers['access-control-allow-origin'], undefined);
  const [call] = seen;
  assert.deepEqual([call.method, call.url, call.body, call.headers.host], ['POST', path, '{"a":1}', HOST]);
  assert.deepEqual(Object.keys(call.headers).sort(), ['accept', 'authorization', 'connection', 'content-length', 'content-type', 'host']);
});

test('nginx refuses what the relay of fmid serve refuses', async () => {
  seen.length = 0;
  for (const [what, path, options, status, code] of /** @type {[string, string, Parameters<typeof get>[1], number, string][]} */ ([
    ['another host', '/relay/evil.example/fmi/data/v1/productInfo', {}, 403, 'host'],
    ['a host that begins like it', `/relay/${HOST}.evil.example/fmi/data/v1/productInfo`, {}, 403, 'host'],
    ['userinfo', `/relay/${HOST}@evil.example/fmi/data/v1/productInfo`, {}, 403, 'host'],
    ['a path outside the three APIs', `/relay/${HOST}/fmi/webd`, {}, 403, 'host'],
    ['an encoded slash', `/relay/${HOST}/fmi/data/v1/a%2Fb`, {}, 400, 'path'],
    ['an encoded dot', `/relay/${HOST}/fmi/data/%2e%2e/webd`, {}, 400, 'path'],
    ['a path that climbs out', `/relay/${HOST}/fmi/data/../webd`, {}, 400, 'path'],
    ['a double slash', `/relay/${HOST}/fmi/data//x`, {}, 400, 'path'],
    ['a dot at the end', `/relay/${HOST}/fmi/data/v1/..`, {}, 400, 'path'],
    ['an encoded line break', `/relay/${HOST}/fmi/data/v1/%0d%0ax`, {}, 400, 'path'],
    ['a page of another origin', CALL, { headers: { origin: 'https://evil.example' } }, 403, 'origin'],
    ['a page without an origin', CALL, { headers: { origin: 'null' } }, 403, 'origin'],
    ['a request from another site', CALL, { headers: { 'sec-fetch-site': 'cross-site' } }, 403, 'origin'],
    ['another name of the domain', CALL, { headers: { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'empty' } }, 403, 'origin'],
    ['an address that was typed', CALL, { headers: { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' } }, 403, 'origin'],
    ['a frame of the page', CALL, { headers: { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'iframe' } }, 403, 'origin'],
    ['a script of the page', CALL, { headers: { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'script' } }, 403, 'origin'],
    ...['..;/webd', '.;x/webd', '%2e%2e;/webd', ';/webd', ';x', '..%3b/webd', '%252e%252e%252fwebd', '%25252e%25252e/webd', 'a%252fb',
      'a%255cb', '%2500', '%c0%ae%c0%ae/webd', '%c0%af', '%e0%80%ae/webd',
      '%f0%80%80%ae', '%ed%a0%80', '%ff', '%f5%80%80%80', '%c3', '..%20/webd', '%20../webd', '..%09/webd', '..%c2%a0/webd', '...', '..?x',
        '%ef%bc%8e%ef%bc%8e/webd', '%e2%80%a5/webd', '..%e2%80%8b/webd'].map((path) =>
      [`a path of ${path}`, `/relay/${HOST}/fmi/data/v1/${path}`, {}, 400, 'path']),
    ['another method', CALL, { method: 'PUT' }, 405, 'method'],
    ['a preflight', CALL, { method: 'OPTIONS' }, 405, 'method'],
  ])) {
    const refused = await get(path, options);
    assert.deepEqual([refused.status, refused.json?.relay.code], [status, code], what);
  }
  assert.deepEqual(seen, []);
  assert.equal((await get(CALL, { method: 'POST', headers: { 'content-length': String(2 ** 31), expect: '100-continue' } })).status, 413);
  answer = (_, response) => response.writeHead(302, { location: 'https://evil.example/' }).end();
  const redirected = await get(CALL);
  assert.deepEqual([redirected.status, redirected.json.relay.code, redirected.headers.location], [502, 'redirect', undefined]);
  for (const [name, value] of Object.entries(RELAYED_HEADERS)) assert.equal(redirected.headers[name], value, name);
});

test('nginx relays paths that only look like steps', async () => {
  answer = (_, response) => response.end('{}');
  for (const path of ['a;b/layouts', '100%25%20sure', 'A%EF%BC%8FB', '%E5%9C%A8%E5%BA%AB%20Stock/layouts/a...b', '..a/b../.c', '',
    '?x=..;/%2f', "Kunden('a%3Bb')", 'Gr%C3%B6%C3%9Fe%F0%9F%98%80', '%ED%95%9C%EA%B8%80']) {
    assert.equal((await get(`/relay/${HOST}/fmi/data/v1/${path}`)).status, 200, path);
  }
});

test('what nginx relays runs nothing in the page\'s origin, and does nothing to it or to nginx', async () => {
  const own = { server: 'nginx', ...RELAYED_HEADERS, 'strict-transport-security': 'max-age=31536000' };
  for (const [type, given] of [['text/html; charset=utf-8', undefined], ['text/javascript', undefined], ['image/svg+xml', undefined], ['application/xml', undefined], ['text/css', undefined], ['application/json, text/html', undefined],
    ['application/json;charset=utf-8', 'application/json;charset=utf-8'], ['multipart/mixed; boundary=x', 'multipart/mixed; boundary=x'], ['image/png', 'image/png']]) {
    answer = (_, response) => {
      response.writeHead(200, {
        'content-type': /** @type {string} */ (type), 'content-security-policy': "default-src *", 'x-content-type-options': 'none', 'cache-control': 'public', 'referrer-policy': 'unsafe-url', 'cross-origin-resource-policy': 'cross-origin',
        'clear-site-data': '"*"', refresh: '0;url=https://evil.example/', link: '</x>; rel=preload', 'service-worker-allowed': '/', 'x-accel-redirect': '/index.html', 'access-control-expose-headers': '*', location: '/', 'alt-svc': 'h3=":1"',
        'report-to': '{}', nel: '{}', 'set-cookie': 'a=b', 'strict-transport-security': 'max-age=0',
      });
      response.end('"<script>parent.stolen = 1</script>"');
    };
    const { status, headers, body } = await get(CALL);
    assert.equal(status, 200);
    assert.equal(body.toString(), '"<script>parent.stolen = 1</script>"', 'not another file of nginx');
    const { date, connection, 'content-type': gotten, 'content-length': length, 'transfer-encoding': coding, ...rest } = headers;
    assert.deepEqual(rest, own, type);
    assert.equal(gotten, given ?? 'application/octet-stream', type);
  }
});

test('nginx does not talk to a host with another name\'s certificate', async () => {
  host.setSecureContext({ key: readFileSync(join(folder, 'other.key')), cert: readFileSync(join(folder, 'other.pem')) });
  host.closeAllConnections();
  seen.length = 0;
  assert.equal((await get(CALL)).status, 502);
  assert.deepEqual(seen, []);
});
