// @ts-check
// What the relay refuses, and what it lets through.
import assert from 'node:assert/strict';
import http from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { allowedHosts } from '../../js-glue/node/allowed-hosts.js';
import { createRelay } from '../../js-glue/node/relay.js';

/**
 * A host and a relay that is told to forward to it.
 * @param {import('node:test').TestContext} t
 * @param {http.RequestListener} [answer]
 * @param {string[]} [allow]
 * @param {any} [lookup]
 */
async function relayed(t, answer = (_, response) => response.end('{}'), allow = [], lookup = undefined) {
  /** @type {http.IncomingMessage[]} */
  const seen = [];
  const listen = async (/** @type {http.RequestListener} */ listener) => {
    const server = http.createServer(listener);
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    t.after(() => (server.closeAllConnections(), server.close()));
    return /** @type {import('node:net').AddressInfo} */ (server.address()).port;
  };
  const hostPort = await listen((request, response) => (seen.push(request), answer(request, response)));
  const relay = createRelay({ allow: [`http://127.0.0.1:${hostPort}`, ...allow], lookup });
  const port = await listen((request, response) => {
    if (!relay(request, response)) response.writeHead(404).end('not the relay');
  });
  return { seen, port, host: `127.0.0.1:${hostPort}`, base: `http://127.0.0.1:${port}/relay/127.0.0.1:${hostPort}` };
}

/**
 * Sends exactly this and gives status and body: fetch would tidy paths up first.
 * @param {number} port
 * @param {string} path
 * @param {{ method?: string, headers?: Record<string, string>, body?: string }} [options]
 * @returns {Promise<{ status: number, body: any }>}
 */
function raw(port, path, { method = 'GET', headers = {}, body = '' } = {}) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    const lines = Object.entries({ host: `127.0.0.1:${port}`, connection: 'close', ...(body && { 'content-length': String(body.length) }), ...headers });
    socket.write(`${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`);
    socket.on('data', (chunk) => (text += chunk));
    socket.on('error', reject);
    socket.on('close', () => {
      const [head, ...rest] = text.split('\r\n\r\n');
      const json = rest.join('').match(/\{.*\}/s)?.[0];
      resolve({ status: Number(head.split(' ')[1]), body: json ? JSON.parse(json) : undefined });
    });
  });
}

test('a call goes through with its method, path, token and body, and without cookies', async (t) => {
  const { seen, base } = await relayed(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'x-fm-data-access-token': 'tok', 'set-cookie': 'a=b', server: 'x' });
    response.end('{"ok":true}');
  });
  const response = await fetch(`${base}/fmi/data/v1/databases/My%20DB/sessions?x=1`, {
    method: 'POST', body: '{}', headers: { authorization: 'FMID t', 'content-type': 'application/json', cookie: 'c=d', 'x-forwarded-for': '1.2.3.4' },
  });
  assert.deepEqual(await response.json(), { ok: true });
  assert.equal(response.headers.get('x-fm-data-access-token'), 'tok');
  assert.equal(response.headers.get('set-cookie'), null);
  assert.equal(response.headers.get('server'), null);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.equal(seen[0].method, 'POST');
  assert.equal(seen[0].url, '/fmi/data/v1/databases/My%20DB/sessions?x=1');
  assert.equal(seen[0].headers.authorization, 'FMID t');
  assert.equal(seen[0].headers.cookie, undefined);
  assert.equal(seen[0].headers['x-forwarded-for'], undefined);
});

test('hosts that are not on the list are refused, however they are spelled', async (t) => {
  const { seen, port, host } = await relayed(t, undefined, ['acme.account.filemaker-cloud.com', '*.example.com']);
  const spellings = [
    'evil.example', 'evilexample.com', 'example.com', '.example.com', '127.0.0.1', '127.0.0.1:1', 'localhost', `user@${host}`,
      `user:pw@${host}`, `${host}@evil.example`,
    '[::1]', '0x7f000001', '2130706433', '127.1', 'acme.account.filemaker-cloud.com.evil.example',
      'acme.account.filemaker-cloud.com:8443', 'xacme.account.filemaker-cloud.com',
    'acme.account.filemaker-cloud.com%00.evil.example', `http:%2f%2f${host}`, '', '*.example.com',
  ];
  for (const spelling of spellings) {
    const { status, body } = await raw(port, `/relay/${spelling}/fmi/data/v1/productInfo`);
    assert.ok(status === 403 || status === 400, `${spelling}: ${status}`);
    assert.ok(body.relay.code === 'host' || body.relay.code === 'path', spelling);
  }
  assert.equal(seen.length, 0);
});

test('a name that resolves to an address inside the network is refused', async (t) => {
  const inside = ['127.0.0.1', '10.1.2.3', '172.20.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '::1', 'fd00::1',
    'fe80::1', '::ffff:10.0.0.1'];
  for (const address of inside) {
    const lookup = (/** @type {string} */ _name, /** @type {any} */ _options, /** @type {any} */ done) => done(null, [{ address: '203.0.112.1', family: 4 }, { address, family: address.includes(':') ? 6 : 4 }]);
    const { port } = await relayed(t, undefined, ['*.example.com'], lookup);
    const { status, body } = await raw(port, '/relay/rebound.example.com/fmi/data/v1/productInfo');
    assert.equal(status, 502, address);
    assert.equal(body.relay.code, 'private', address);
  }
});

test('public addresses are called, up to the edges of those that are not', () => {
  const outcome = (/** @type {string} */ address) => {
    let outcome = '';
    const found = /** @type {any} */ ((/** @type {any} */ _name, /** @type {any} */ _options, /** @type {any} */ done) => done(null, [{ address, family: address.includes(':') ? 6 : 4 }]));
    const target = allowedHosts(['acme.account.filemaker-cloud.com'], found)('acme.account.filemaker-cloud.com');
    /** @type {any} */ (target?.lookup)('acme.account.filemaker-cloud.com', { all: true }, (/** @type {any} */ error) => (outcome = error?.code ?? 'called'));
    return outcome;
  };
  for (const address of [
    '8.8.8.8', '52.24.0.1', '1.0.0.0', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.0',
      '169.253.255.255', '169.255.0.0',
    '172.15.255.255', '172.32.0.0', '191.255.255.255', '192.0.1.0', '192.0.3.0', '192.31.195.255', '192.52.194.0', '192.88.98.255',
      '192.88.100.0', '192.167.255.255', '192.169.0.0', '192.175.47.255', '198.17.255.255',
    '198.20.0.0', '198.51.99.255', '198.51.101.0', '203.0.112.255', '203.0.114.0', '223.255.255.255',
    '2001:200::', '2001:db7:ffff::1', '2001:db9::', '2003::1', '2600:1f14::1', '2606:4700::1111', '2620:4f:7fff::1', '3ffd::1', '3fff:1000::1',
  ]) assert.equal(outcome(address), 'called', address);
  for (const address of [
    '0.255.255.255', '10.0.0.0', '10.255.255.255', '100.64.0.0', '100.127.255.255', '127.255.255.255', '169.254.0.0', '172.16.0.0',
      '172.31.255.255', '192.168.255.255',
    '192.0.0.0', '192.0.0.255', '192.0.2.1', '192.31.196.1', '192.52.193.1', '192.88.99.0', '192.88.99.255', '192.175.48.1', '198.18.0.0',
      '198.19.255.255', '198.51.100.1', '203.0.113.1',
    '224.0.0.0', '239.255.255.255', '240.0.0.0', '255.255.255.255',
    '::', '::1', '::7f00:1', '::8.8.8.8', '::ffff:8.8.8.8', '::ffff:10.0.0.1', '::ffff:0:10.0.0.1', '64:ff9b::a00:1', '64:ff9b::8.8.8.8',
      '64:ff9b:1::1', '64:ff9b:1:ffff::1', '100::1', '100:0:0:1::1', '1fff::1',
    '2001::1', '2001:0:4136:e378::1', '2001:2::1', '2001:10::1', '2001:1ff:ffff::1', '2001:db8::1', '2002::1', '2002:7f00:1::',
      '2002:a00:1::1', '2620:4f:8000::1', '3ffe::1', '3fff::1', '3fff:fff::1',
    '4000::1', '5f00::1', '5f00:ffff::1', 'fc00::', 'fdff::1', 'fe80::1', 'fe80::1%lo', '2606:4700::1111%lo', 'febf::1', 'fec0::1',
      'feff::1', 'ff02::1', '', 'localhost', '0x7f.1', '1.2.3',
  ]) assert.equal(outcome(address), 'EPRIVATE', address);
});

test('a server of this machine may be named by its IPv6 address', () => {
  const target = allowedHosts(['http://[::1]:8081'])('[::1]:8081');
  assert.equal(target?.origin.host, '[::1]:8081');
  assert.equal(target?.lookup, undefined);
  assert.equal(allowedHosts(['http://[::1]:8081'])('[::1]:8082'), undefined);
});

test('paths outside the three APIs, and paths that could be read in two ways, are refused', async (t) => {
  const { seen, port, host } = await relayed(t);
  for (const path of [
    '/', '/fmi', '/fmi/admin', '/fmi/webd', '/fmi/data', '/FMI/data/v1/x', '/fmi/data/../webd', '/fmi/data/v1/../../webd',
      '/fmi/data/v1/./x', '/fmi/data/v1//x',
    '/fmi/data/v1/%2e%2e/x', '/fmi/data/v1/a%2fb', '/fmi/data/v1/a%2Fb', '/fmi/data/v1/a%5cb', '/fmi/data/v1/a\\b', '/fmi/data/v1/%00',
      '/fmi/data/v1/%0d%0aX:1', '/fmi/data/v1/%zz', '/fmi/data/v1/"x"', '/fmi/data/v1/é',
  ]) {
    const { status, body } = await raw(port, `/relay/${host}${path}`);
    assert.equal(status, 400, path);
    if (body) assert.equal(body.relay.code, 'path', path);
  }
  assert.equal(seen.length, 0);
  for (const path of ['/fmi/data/v1/productInfo', '/fmi/odata/v4/db/$metadata', '/fmi/admin/api/v2/user/auth', "/fmi/data/v1/databases/a%20b/layouts/L/records?_limit=1&x='%2F'"]) {
    assert.equal((await raw(port, `/relay/${host}${path}`)).status, 200, path);
  }
});

test('pages of other origins, other methods and smuggled requests are refused', async (t) => {
  const { seen, port, host } = await relayed(t);
  const path = `/relay/${host}/fmi/data/v1/productInfo`;
  assert.equal((await raw(port, path, { headers: { origin: 'https://evil.example' } })).status, 403);
  assert.equal((await raw(port, path, { headers: { origin: 'null' } })).status, 403);
  assert.equal((await raw(port, path, { headers: { 'sec-fetch-site': 'cross-site' } })).status, 403);
  for (const method of ['OPTIONS', 'PUT', 'TRACE', 'HEAD']) assert.equal((await raw(port, path, { method })).status, 405, method);
  assert.equal((await raw(port, path, { method: 'POST', headers: { 'content-length': '1', 'transfer-encoding': 'chunked' }, body: 'x' })).status, 400);
  assert.equal((await raw(port, path, { method: 'POST', headers: { 'content-length': String(65 * 1024 * 1024) } })).status, 413);
  assert.equal((await raw(port, path, { headers: { x: 'y'.repeat(20_000) } })).status, 431);
  assert.equal(seen.length, 0);
  assert.equal((await raw(port, path, { headers: { origin: `http://127.0.0.1:${port}` } })).status, 200);
});

test('a body arrives as a body, also with a method that has none as a rule', async (t) => {
  const { seen, port, host } = await relayed(t, (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => (body += chunk)).on('end', () => response.end(JSON.stringify({ body })));
  });
  const hidden = `GET /fmi/data/v1/hidden HTTP/1.1\r\nhost: ${host}\r\n\r\n`;
  const path = `/relay/${host}/fmi/data/v1/productInfo`;
  for (const method of ['GET', 'DELETE', 'POST']) {
    assert.deepEqual((await raw(port, path, { method, body: hidden })).body, { body: hidden }, method);
  }
  const chunked = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: new Blob([hidden]).stream(), duplex: 'half' });
  assert.deepEqual(await chunked.json(), { body: hidden });
  assert.ok(seen.every(({ url }) => url === '/fmi/data/v1/productInfo'));
});

test('a redirect is not followed', async (t) => {
  const { base } = await relayed(t, (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
  const response = await fetch(`${base}/fmi/data/v1/productInfo`, { redirect: 'manual' });
  assert.equal(response.status, 502);
  assert.equal((await response.json()).relay.code, 'redirect');
});

test('a host that is down is said to be', async (t) => {
  const { port } = await relayed(t, undefined, ['http://127.0.0.1:1']);
  const { status, body } = await raw(port, '/relay/127.0.0.1:1/fmi/data/v1/productInfo');
  assert.equal(status, 502);
  assert.equal(body.relay.code, 'unreachable');
});

test('a connection that the host closes just as it is used again costs nobody a call that only reads', async (t) => {
  /** @type {Map<import('node:net').Socket, number>} */
  const calls = new Map();
  const { seen, base } = await relayed(t, ({ socket }, response) => {
    calls.set(socket, (calls.get(socket) ?? 0) + 1);
    if (calls.get(socket) === 1) response.end('{}');
    else socket.resetAndDestroy();
  });
  const call = async (/** @type {RequestInit} */ init) => (await fetch(`${base}/fmi/data/v1/x`, init)).status;
  assert.equal(await call({}), 200);
  assert.equal(await call({}), 200); // over the same connection, which is reset, and then over another
  assert.equal(seen.length, 3);
  assert.equal(calls.size, 2);
  // What may have changed something is not sent twice.
  assert.equal(await call({ method: 'POST', body: '{}' }), 502);
  assert.equal(seen.length, 4);
});

test('an allow list with mistakes in it is refused when the relay is made', () => {
  for (const entry of ['http://example.com', '*', 'com', '*.com*', 'a b.c', '10.0.0.1', '10.0.0.1:80/x', 'ftp://x.y',
    '127.1', '0x7f.1', '0x7f.0.0.1', '0177.0.0.1', '127.0.1', '10.1', '*.1', '*.0.0.1', '*.0x7f.1', 'example.1', 'xn--a.example.com',
      '127.0.0.2', 'https://10.0.0.1', 'https://0xa.1', 'https://[::ffff:7f00:1]', 'https://[fd00::1]', 'http://localhost.']) {
    assert.throws(() => createRelay({ allow: [entry] }), undefined, entry);
  }
});
