// @ts-check
// What the service's relay refuses, as one table, and that what it lets through arrives. tests/glue/relay.test.mjs has the relay by itself.
import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { raw, rawText } from './raw.mjs';
import { served } from './served.mjs';

const CALL = '/fmi/data/v1/productInfo';
const CLOUD = 'acme.account.filemaker-cloud.com';

/** Resolves every name to these. @param {...string} addresses */
const resolvesTo = (...addresses) => (/** @type {any} */ (/** @type {string} */ _name, /** @type {any} */ _options, /** @type {any} */ done) =>
  done(null, addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))));

test('the relay refuses', async (t) => {
  const s = await served(t, { allow: [CLOUD, '*.account.filemaker-cloud.com'], lookup: resolvesTo('203.0.112.7', '10.0.0.7') });
  /** @type {[string, Parameters<typeof raw>[1], Parameters<typeof raw>[2], number, string][]} */
  const table = [
    ['another host', `/relay/evil.example${CALL}`, {}, 403, 'host'],
    ['a host that ends like an allowed one', `/relay/xaccount.filemaker-cloud.com${CALL}`, {}, 403, 'host'],
    ['a host that begins like an allowed one', `/relay/${CLOUD}.evil.example${CALL}`, {}, 403, 'host'],
    ['the bare domain', `/relay/account.filemaker-cloud.com${CALL}`, {}, 403, 'host'],
    ['another port of an allowed host', `/relay/${CLOUD}:8443${CALL}`, {}, 403, 'host'],
    ['http spelled in the path', `/relay/http://${CLOUD}${CALL}`, {}, 403, 'host'],
    ['http with encoded slashes', `/relay/http:%2f%2f${CLOUD}${CALL}`, {}, 403, 'host'],
    ['userinfo', `/relay/ada:secret@${CLOUD}${CALL}`, {}, 403, 'host'],
    ['userinfo that looks like the host', `/relay/${CLOUD}@evil.example${CALL}`, {}, 403, 'host'],
    ['an IPv4 address', `/relay/169.254.169.254${CALL}`, {}, 403, 'host'],
    ['an IPv4 address as one number', `/relay/2130706433${CALL}`, {}, 403, 'host'],
    ['an IPv4 address in hexadecimal', `/relay/0x7f.1${CALL}`, {}, 403, 'host'],
    ['this machine by name', `/relay/localhost:${s.port}${CALL}`, {}, 403, 'host'],
    ['an IPv6 address', `/relay/[::1]${CALL}`, {}, 403, 'host'],
    ['an IPv6 address with a zone', `/relay/[fe80::1%25lo]${CALL}`, {}, 403, 'host'],
    ['an IPv4 address inside IPv6', `/relay/[::ffff:127.0.0.1]${CALL}`, {}, 403, 'host'],
    ['a name with a final dot', `/relay/${CLOUD}.${CALL}`, {}, 403, 'host'],
    ['a null byte in the host', `/relay/${CLOUD}%00.evil.example${CALL}`, {}, 403, 'host'],
    ['no host', `/relay/`, {}, 403, 'host'],
    ['an allowed name with an address inside the network among its own', `/relay/${CLOUD}${CALL}`, {}, 502, 'private'],
    ['a path outside the three APIs', `/relay/${CLOUD}/fmi/webd`, {}, 400, 'path'],
    ['a path that climbs out', `/relay/${CLOUD}/fmi/data/../webd`, {}, 400, 'path'],
    ['an encoded path that climbs out', `/relay/${CLOUD}/fmi/data/%2e%2e/webd`, {}, 400, 'path'],
    ['an encoded slash', `/relay/${CLOUD}/fmi/data/v1/a%2fb`, {}, 400, 'path'],
    ['an encoded backslash', `/relay/${CLOUD}/fmi/data/v1/a%5cb`, {}, 400, 'path'],
    ['an encoded line break', `/relay/${CLOUD}/fmi/data/v1/%0d%0ax:y`, {}, 400, 'path'],
    ['a double slash', `/relay/${CLOUD}/fmi/data/v1//x`, {}, 400, 'path'],
    ['another method', `/relay/${CLOUD}${CALL}`, { method: 'PUT' }, 405, 'method'],
    ['a preflight', `/relay/${CLOUD}${CALL}`, { method: 'OPTIONS' }, 405, 'method'],
    ['a body that is too large', `/relay/${CLOUD}${CALL}`, { method: 'POST', headers: { 'content-length': String(2 ** 31) } }, 413, 'size'],
  ];
  for (const [what, path, options, status, code] of table) {
    const answer = await raw(s.port, path, options);
    assert.equal(answer.status, status, what);
    assert.equal(answer.body.relay.code, code, what);
    assert.match(answer.body.relay.message, /\. \w/, `${what}: what to do is said`);
  }
  assert.equal(s.host.requests.length, 0);
});

test('each kind of address inside a network is refused after the name was looked up', async (t) => {
  for (const address of ['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '::1', '::', 'fd00::1', 'fe80::1', '::ffff:10.0.0.1', '64:ff9b::a00:1']) {
    let lookups = 0;
    const lookup = /** @type {any} */ ((/** @type {any[]} */ ...given) => ((lookups += 1), Reflect.apply(resolvesTo(address), undefined, given)));
    const s = await served(t, { allow: [CLOUD], lookup });
    const { status, body } = await raw(s.port, `/relay/${CLOUD}${CALL}`);
    assert.deepEqual([status, body.relay.code], [502, 'private'], address);
    const session = await s.post('/sessions', { host: CLOUD, database: 'Contacts', idToken: 'x'.repeat(40) });
    assert.equal(session.status, 504, address);
    assert.ok(lookups >= 2, 'a session\'s host is looked up as carefully');
  }
});

test('two requests in one, and headers that say two things, are refused before anything is sent on', async (t) => {
  const s = await served(t);
  const start = `POST /relay/${s.hostName}${CALL} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n`;
  for (const [what, text] of /** @type {const} */ ([
    ['length and chunks', `${start}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['two lengths', `${start}content-length: 5\r\ncontent-length: 6\r\n\r\n123456`],
    ['a length with a sign', `${start}content-length: +5\r\n\r\n12345`],
    ['a header folded', `${start}x: a\r\n b\r\ncontent-length: 0\r\n\r\n`],
    ['a space before the colon', `${start}content-length : 0\r\n\r\n`],
    ['another coding than chunked', `${start}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ['a bare line feed for a header', `${start}x: a\ntransfer-encoding: chunked\r\n\r\n`],
    ['no host', `GET /relay/${s.hostName}${CALL} HTTP/1.1\r\nconnection: close\r\n\r\n`],
  ])) {
    const { status } = await rawText(s.port, text);
    assert.ok(status === 400 || status === 421, `${what}: ${status}`);
  }
  assert.equal((await rawText(s.port, `GET http://evil.example/relay/${s.hostName}${CALL} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`)).status, 404);
  assert.equal((await rawText(s.port, `CONNECT ${s.hostName} HTTP/1.1\r\nhost: localhost\r\n\r\n`)).status || 0, 0, 'hung up on');
  assert.equal(s.host.requests.length, 0);
});

test('a redirect of the host is not followed', async (t) => {
  const host = http.createServer((_, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end());
  await new Promise((resolve) => host.listen(0, '127.0.0.1', () => resolve(undefined)));
  t.after(() => (host.closeAllConnections(), host.close()));
  const address = `127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (host.address()).port}`;
  const s = await served(t, { allow: [`http://${address}`] });
  const { status, body } = await raw(s.port, `/relay/${address}${CALL}`);
  assert.deepEqual([status, body.relay.code], [502, 'redirect']);
});

test('what is allowed arrives, and neither the API key nor a cookie with it', async (t) => {
  const s = await served(t, { apiKey: 'a key of sixteen characters' });
  /** @type {http.IncomingHttpHeaders[]} */
  const seen = [];
  const headers = { 'x-api-key': 'a key of sixteen characters', cookie: 'a=b', authorization: 'Bearer t' };
  const host = http.createServer((request, response) => (seen.push(request.headers), response.end('{}')));
  await new Promise((resolve) => host.listen(0, '127.0.0.1', () => resolve(undefined)));
  t.after(() => (host.closeAllConnections(), host.close()));
  const address = `127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (host.address()).port}`;
  const other = await served(t, { apiKey: 'a key of sixteen characters', allow: [`http://${address}`] });
  assert.equal((await raw(other.port, `/relay/${address}${CALL}`, { headers })).status, 200);
  assert.deepEqual(Object.keys(seen[0]).sort(), ['authorization', 'connection', 'host']);
  assert.equal((await raw(s.port, `/relay/${s.hostName}${CALL}`, {})).status, 401, 'the relay wants the key too');
});
