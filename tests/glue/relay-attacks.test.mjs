// @ts-check
// A relay between a page and a hostile host: whatever the host answers, the page's origin runs none of it, the process goes on, and every
// wait ends.
import assert from 'node:assert/strict';
import http from 'node:http';
import { connect, createServer } from 'node:net';
import { test } from 'node:test';
import { createRelay } from '../../js-glue/node/relay.js';

const CALL = '/fmi/data/v1/productInfo';

/**
 * A relay, and behind it a host that answers with exactly these bytes.
 * @param {import('node:test').TestContext} t
 * @param {(socket: import('node:net').Socket) => void} answer
 * @param {Partial<import('../../js-glue/node/relay.js').RelayOptions> & { onRequest?: http.RequestListener }} [options]
 */
async function facing(t, answer, { onRequest, ...options } = {}) {
  const host = createServer((socket) => {
    socket.on('error', () => {}).once('data', () => answer(socket));
    t.after(() => socket.destroy());
  });
  /** @param {import('node:net').Server} server @returns {Promise<number>} */
  const listening = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(/** @type {import('node:net').AddressInfo} */ (server.address()).port)));
  const name = `127.0.0.1:${await listening(host)}`;
  const relay = createRelay({ allow: [`http://${name}`, '*.example.com'], ...options });
  const server = http.createServer((request, response) => {
    onRequest?.(request, response);
    if (!relay(request, response)) response.writeHead(404).end();
  });
  const port = await listening(server);
  t.after(() => (server.closeAllConnections(), server.close(), host.close()));

  /** @param {string} path @param {Record<string, string>} [headers] @param {string} [body] sent, and then nothing more */
  const get = (path, headers = {}, body = '') => /** @type {Promise<{ status: number, headers: string, text: string }>} */ (new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let all = '';
    const lines = Object.entries({ host: 'localhost', connection: 'close', ...headers }).map(([key, value]) => `${key}: ${value}\r\n`).join('');
    socket.setEncoding('latin1').on('data', (chunk) => (all += chunk)).on('error', () => {});
    socket.on('close', () => {
      const [head, ...rest] = all.split('\r\n\r\n');
      resolve({ status: Number(head.split(' ')[1]), headers: head, text: rest.join('\r\n\r\n') });
    });
    socket.write(`${headers['content-length'] ? 'POST' : 'GET'} ${path} HTTP/1.1\r\n${lines}\r\n${body}`);
  }));
  return { name, port, get, relay: (/** @type {Record<string, string>} */ headers = {}, body = '') => get(`/relay/${name}${CALL}`, headers, body) };
}

/** @param {string} head @param {string} [body] */
const says = (head, body = '') => (/** @type {import('node:net').Socket} */ socket) => void socket.end(`HTTP/1.1 ${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);

/** What it answers, and the status and code that the caller gets for it. @type {Record<string, [answer: (socket: import('node:net').Socket) => void, status: number, code?: string]>} */
const ANSWERS = {
  'status 000': [says('000 Zero'), 502, 'answer'],
  'status 001': [says('001 One'), 502, 'answer'],
  'status 099': [says('099 Almost'), 502, 'answer'],
  'status 101 with an upgrade': [(socket) => void socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\nmore'), 502, 'answer'],
  'status 101 without one': [(socket) => void socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'), 502, 'answer'],
  'status 102 and an end': [(socket) => void socket.end('HTTP/1.1 102 Processing\r\n\r\n'), 502, 'unreachable'],
  'status 600': [says('600 Beyond'), 502, 'answer'],
  'status 999': [says('999 Far beyond'), 502, 'answer'],
  'status 304': [says('304 Not Modified'), 502, 'redirect'],
  'a redirect': [says('302 Found\r\nlocation: http://127.0.0.1:1/'), 502, 'redirect'],
  'no status': [(socket) => void socket.end('HTTP/1.1\r\n\r\n'), 502, 'unreachable'],
  'no HTTP': [(socket) => void socket.end('\0\x01\x02'), 502, 'unreachable'],
  'nothing, and an end': [(socket) => void socket.end(), 502, 'unreachable'],
  'a reset': [(socket) => void socket.resetAndDestroy(), 502, 'unreachable'],
  'two lengths': [(socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'), 502, 'unreachable'],
  'a length and chunks': [(socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'), 502, 'unreachable'],
  'a control character in a header': [(socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-type: a\x01b\r\ncontent-length: 0\r\n\r\n'), 502, 'unreachable'],
  'headers without end': [(socket) => void socket.write(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(100_000)}`), 502, 'unreachable'],
  'silence': [() => {}, 504, 'timeout'],
  'a status, and silence': [(socket) => void socket.write('HTTP/1.1 200 OK\r\n'), 504, 'timeout'],
  'one "wait" after another': [(socket) => {
    const again = setInterval(() => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), 5);
    socket.on('close', () => clearInterval(again));
  }, 504, 'timeout'],
  'headers, a byte at a time': [(socket) => {
    socket.write('HTTP/1.1 200 OK\r\nx: ');
    const again = setInterval(() => socket.write('y'), 5);
    socket.on('close', () => clearInterval(again));
  }, 504, 'timeout'],
  'half a body': [(socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'), 200],
  'a body, a byte at a time': [(socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
    const again = setInterval(() => socket.write('y'), 5);
    socket.on('close', () => clearInterval(again));
  }, 200],
};

for (const [what, [answer, status, code]] of Object.entries(ANSWERS)) {
  test(`a host that answers with ${what} costs its caller one ${status}, and nobody else anything`, async (t) => {
    const { relay } = await facing(t, answer, { limits: { idleMs: 150, answerMs: 150, wholeMs: 300 } });
    const { status: got, text } = await relay();
    assert.equal(got, status);
    if (code) assert.equal(JSON.parse(text).relay.code, code);
    assert.equal((await relay()).status, status, 'and the next one the same');
  });
}

test('what throws while a call is answered ends that call alone', async (t) => {
  const { get, relay, name } = await facing(t, says('200 OK', '{}'), { onRequest(request, response) {
    if (request.headers.throws) response.writeHead = () => { throw new RangeError('as for a status that is none'); };
  } });
  assert.equal((await relay({ throws: 'when the host has answered' })).headers, '', 'hung up');
  assert.equal((await get('/relay/evil.example/fmi/data/', { throws: 'when it is refused' })).headers, '');
  assert.equal((await get(`/relay/${name}${CALL}`)).status, 200);
});

test('a body that never ends to come is not waited for without end', async (t) => {
  const { relay } = await facing(t, () => {}, { limits: { idleMs: 5000, answerMs: 5000, wholeMs: 100 } });
  const { status, text } = await relay({ 'content-length': '100' }, 'half');
  assert.deepEqual([status, JSON.parse(text).relay.code], [504, 'timeout']);
});

/** Types that a browser would run, or lay out, as what the page's origin says. */
const ACTIVE = ['text/html', 'text/html; charset=utf-8', 'TEXT/HTML', 'application/xhtml+xml', 'text/javascript',
  'application/javascript', 'application/x-javascript', 'text/ecmascript', 'application/wasm',
  'image/svg+xml', 'text/xml', 'application/xml', 'application/atom+xml', 'application/rss+xml', 'text/css', 'text/xsl',
    'multipart/x-mixed-replace; boundary=x', 'text/cache-manifest', 'application/manifest+json', 'application/x-shockwave-flash',
    'text/html, application/json', 'application/json, text/html', 'text/html;application/json',
  'application/json\t, text/html', '*/*', 'unknown/unknown', 'text', ''];
const PASSIVE = ['application/json', 'application/json;charset=utf-8',
  'application/json; odata.metadata=minimal; odata.streaming=true; charset=UTF-8', 'multipart/mixed; boundary=batch_1',
  'text/plain; charset=utf-8', 'image/png', 'image/jpeg', 'application/pdf', 'application/octet-stream'];

test('what a browser would run comes as bytes, and every answer with the headers that keep it from running in the page\'s origin', async (t) => {
  let type = '';
  const { relay } = await facing(t, (socket) => says(`200 OK${type === undefined ? '' : `\r\ncontent-type: ${type}`}`, '<script>parent.stolen = 1</script>')(socket));
  for (type of [...ACTIVE, ...PASSIVE]) {
    const { status, headers } = await relay();
    assert.equal(status, 200, type);
    assert.match(headers, new RegExp(`\r\ncontent-type: ${ACTIVE.includes(type) ? 'application/octet-stream' : type.replace(/[.*+?]/g, '\\$&')}(\r\n|$)`, 'i'), type);
    assertHarmless(headers);
  }
});

test('the relay\'s own answers have these headers too', async (t) => {
  const { get, relay } = await facing(t, says('302 Found\r\nlocation: /'));
  for (const { headers } of [await relay(), await get('/relay/evil.example/fmi/data/'), await relay({ origin: 'https://evil.example' })]) {
    assertHarmless(headers);
    assert.match(headers, /content-type: application\/json/i);
  }
});

/** @param {string} headers */
function assertHarmless(headers) {
  assert.match(headers, /\r\nx-content-type-options: nosniff/i);
  assert.match(headers, /\r\ncontent-security-policy: sandbox; default-src 'none'; frame-ancestors 'none'/i);
  assert.match(headers, /\r\ncross-origin-resource-policy: same-origin/i);
  assert.match(headers, /\r\ncache-control: no-store/i);
  assert.doesNotMatch(headers, /set-cookie|access-control|location:|refresh:/i);
}

/** How a browser says what it wants an answer for. @type {[string, Record<string, string>, number][]} */
const SENDERS = [
  ['the page\'s own fetch', { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }, 200],
  ['a program', {}, 200],
  ['a page of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'empty' }, 403],
  ['another port of localhost, or another name of the domain', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'empty' }, 403],
  ['an origin that is no site', { origin: 'null' }, 403],
  ['a look-alike origin', { origin: 'http://localhost.evil.example' }, 403],
  ['another port by its origin', { origin: 'http://localhost:1' }, 403],
  ['an unknown site', { 'sec-fetch-site': 'somewhere', 'sec-fetch-dest': 'empty' }, 403],
  ['an address that was typed, or a link', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }, 403],
  ...['document', 'iframe', 'frame', 'embed', 'object', 'script', 'worker', 'sharedworker', 'serviceworker', 'style', 'image', 'manifest',
    'xslt', 'font', 'report'].map((dest) =>
    /** @type {[string, Record<string, string>, number]} */ ([`a ${dest} of the page itself`, { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': dest }, 403])),
];

test('only the page\'s own calls and programs are served, whatever a browser asks for', async (t) => {
  const { relay } = await facing(t, says('200 OK', '{}'));
  for (const [who, headers, status] of SENDERS) assert.equal((await relay(headers)).status, status, who);
});

test('a name that no URL can have is refused, and does not end the process of whoever uses createRelay', async (t) => {
  const { get } = await facing(t, () => {});
  for (const name of ['xn--a.example.com', 'xn--.example.com', 'a..example.com', '.example.com', '-.example.com:99999',
    'a.example.com:99999', `${'a'.repeat(300)}.example.com`]) {
    const { status, text } = await get(`/relay/${name}${CALL}`);
    assert.deepEqual([status, JSON.parse(text).relay.code], [403, 'host'], name);
  }
});

test('paths that a server in between could read as others are refused', async (t) => {
  const { get, name } = await facing(t, says('200 OK', '{}'));
  const start = '/fmi/data/v1';
  for (const path of ['/..;/webd', '/.;x/webd', '/..;a=b/webd', '/%2e%2e;/webd', '/;/webd', '/;x', '/..%3b/webd', '/%252e%252e%252fwebd',
    '/%25252e%25252e/webd', '/a%252fb', '/a%255cb', '/%2500', '/%250d%250aX',
    '/%c0%ae%c0%ae/webd', '/%c0%af', '/%e0%80%ae/webd', '/%f0%80%80%ae/webd', '/%ed%a0%80', '/%ff', '/%fe%fe', '/%f5%80%80%80',
      '/..%20/webd', '/%20../webd', '/..%09/webd', '/.%20./webd', '/..%c2%a0/webd', '/..', '/.', '/...', '/..?x',
      '/%ef%bc%8e%ef%bc%8e/webd', '/%e2%80%a5/webd', '/..%e2%80%8b/webd']) {
    const { status, text } = await get(`/relay/${name}${start}${path}`);
    assert.deepEqual([status, JSON.parse(text || '{}').relay?.code], [400, 'path'], path);
  }
  for (const path of ["/databases/a;b/layouts", '/databases/100%25/layouts', '/databases/100%25%20sure', '/databases/A%EF%BC%8FB/layouts',
    '/databases/%E5%9C%A8%E5%BA%AB%20Stock/layouts/a...b', '/databases/..a/layouts/b../.c', '/', '/?x=..;/%2f%252f',
    "/$metadata", "/Kunden('a%3Bb')", '/databases/Gr%C3%B6%C3%9Fe%F0%9F%98%80']) {
    assert.equal((await get(`/relay/${name}${start}${path}`)).status, 200, path);
  }
});
