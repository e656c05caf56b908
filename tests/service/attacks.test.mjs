// @ts-check
// The service under attack: hosts that answer what no host answers, callers that send slowly or what no caller sends, tokens that are over.
// tests/glue/relay-attacks.test.mjs has the relay by itself.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { test } from 'node:test';
import { startService } from '../../dist/fmid/node/service/index.js';
import { createClock } from '../../scripts/sandbox/index.mjs';
import { raw } from './raw.mjs';
import { served, settled } from './served.mjs';

const KEY = 'a key of sixteen characters';
const CALL = '/fmi/data/v1/productInfo';

/** What a host says to a call. @type {Record<string, (socket: import('node:net').Socket) => void>} */
const HOSTS = {
  'a status of 000': (socket) => void socket.end('HTTP/1.1 000 Zero\r\ncontent-length: 0\r\n\r\n'),
  'a status of 099': (socket) => void socket.end('HTTP/1.1 099 Almost\r\ncontent-length: 0\r\n\r\n'),
  'an upgrade': (socket) => void socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  'a 101 without one': (socket) => void socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
  'an end': (socket) => void socket.end(),
  'an answer without end': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n');
    const more = () => {
      while (!socket.destroyed && socket.write('x'.repeat(65_536)));
    };
    socket.on('drain', more);
    more();
  },
};

for (const [what, answer] of Object.entries(HOSTS)) {
  test(`a host that answers with ${what} is a failure of one caller: the service goes on, and stops when it is told to`, async (t) => {
    const host = createServer((socket) => void socket.on('error', () => {}).once('data', () => answer(socket)));
    await new Promise((resolve) => host.listen(0, '127.0.0.1', () => resolve(undefined)));
    t.after(() => host.close());
    const name = `127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (host.address()).port}`;
    const s = await served(t, { allow: [`http://${name}`] });
    const { status, body } = await s.post('/sessions', { host: name, database: 'Contacts', idToken: 'x'.repeat(40) });
    assert.ok([502, 503, 504].includes(status), `${status}`);
    assert.ok(body.error.hint);
    if (what !== 'an answer without end') assert.equal((await raw(s.port, `/relay/${name}${CALL}`)).status, 502);
    assert.equal((await fetch(`${s.url}healthz`)).status, 200);
    assert.equal((await s.signIn()).status, 200);
    await s.stop();
    assert.ok(s.lines().some(({ event }) => event === 'stopped'));
  });
}

/** @param {number} port @param {string} text @param {string} [localAddress] */
function sends(port, text, localAddress = '127.0.0.1') {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk) => (answer += chunk)).on('error', () => {});
  socket.write(text);
  return { socket, closed, answer: () => answer, status: () => Number(answer.split(' ')[1]) };
}

const DRIPPING = 'POST /users HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"user';

test('260 bodies that do not come keep nobody out, and are not waited for', async (t) => {
  const s = await served(t, { limits: { bodyMs: 1500 } });
  const all = Array.from({ length: 260 }, () => sends(s.port, DRIPPING));
  await Promise.all(all.map(({ socket }) => once(socket, 'connect')));
  const [health, signIn] = await Promise.all([fetch(`${s.url}healthz`), s.signIn()]);
  assert.deepEqual([health.status, signIn.status, signIn.body.error], [200, 200, '']);
  await Promise.all(all.map(({ closed }) => closed));
  assert.deepEqual([...new Set(all.map(({ status }) => status()))], [408]);
  assert.match(all[0].answer(), /"reason":"too_slow"/);
});

test('who is refused is hung up on, and what they have not sent is not waited for', async (t) => {
  const s = await served(t, { apiKey: KEY });
  for (const [status, text] of /** @type {[number, string][]} */ ([
    [401, DRIPPING],
    [401, DRIPPING.replace('/users', '/nothing')],
    [401, DRIPPING.replace('/users', `/relay/${s.hostName}${CALL}`)],
    [403, DRIPPING.replace('\r\n\r\n', '\r\norigin: https://evil.example\r\n\r\n')],
    [421, DRIPPING.replace('localhost', 'evil.example')],
    [413, `${DRIPPING.replace('1000', '1000000').replace('\r\n\r\n', `\r\nx-api-key: ${KEY}\r\n\r\n`)}${'x'.repeat(100_000)}`],
    [404, DRIPPING.replace('/users', '/nothing').replace('\r\n\r\n', `\r\nx-api-key: ${KEY}\r\n\r\n`)],
    [200, DRIPPING.replace('POST /users', 'GET /healthz')],
  ])) {
    const { closed, status: got, answer } = sends(s.port, text);
    await closed; // long before any time limit of the service: a test has none
    assert.equal(got(), status, text.slice(0, 60));
    assert.match(answer(), /\r\nconnection: close/i);
  }
});

test('no address has more than half of the connections, or of the requests that are worked on', async (t) => {
  const s = await served(t, { limits: { connections: 12, requests: 4 } });
  const held = s.pool.faults.add({ operation: 'InitiateAuth', kind: 'hold', times: 3 });
  const { username, password } = s.account('none');
  const signingIn = (/** @type {string} */ name, /** @type {string} */ from) => {
    const body = JSON.stringify({ username: name, password });
    return sends(s.port, `POST /users HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`, from);
  };
  const two = ['1', '2'].map((n) => signingIn(`${n}${username}`, '127.0.0.1'));
  await settled(() => s.pool.count({ operation: 'InitiateAuth' }) === 2);
  const third = signingIn(username, '127.0.0.1');
  await third.closed;
  assert.equal(third.status(), 503);
  assert.match(third.answer(), /retry-after: 1/i);
  const other = signingIn(username, '127.0.0.2');
  await settled(() => s.pool.count({ operation: 'InitiateAuth' }) === 3);
  assert.equal(s.pool.count({ operation: 'InitiateAuth' }), 3, 'who comes from elsewhere is let in');
  assert.equal((await raw(s.port, '/healthz')).status, 200);
  held.release();
  await Promise.all([...two, other].map(({ closed }) => closed));
  assert.match(other.answer(), /"error":""/);

  const open = Array.from({ length: 6 }, () => sends(s.port, 'GET /'));
  await Promise.all(open.map(({ socket }) => once(socket, 'connect')));
  const seventh = sends(s.port, 'GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await seventh.closed;
  assert.equal(seventh.answer(), '');
  const elsewhere = sends(s.port, 'GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n', '127.0.0.2');
  await elsewhere.closed;
  assert.equal(elsewhere.status(), 200);
  open.forEach(({ socket }) => socket.destroy());
  await Promise.all(open.map(({ closed }) => closed));
  let again = 0;
  for (let i = 0; i < 100 && again !== 200; i++) again = (await raw(s.port, '/healthz').catch(() => ({ status: 0 }))).status;
  assert.equal(again, 200, 'who has gone makes room');
});

test('members that every object has are no way around the description', async (t) => {
  const s = await served(t);
  const { body: { challenge } } = await s.signIn('new-password');
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`a${at}`, 'x']));
  for (const attributes of ['{"constructor":{"length":2e7}}', '{"toString":[]}', '{"__proto__":{"length":2e7}}', '{"hasOwnProperty":1}',
    '{"valueOf":null}', '{"name":{"length":2e7}}', '{"name":["x"]}', JSON.stringify(many),
    JSON.stringify({ ['n'.repeat(65)]: 'x' }), JSON.stringify({ name: 'x'.repeat(2049) }), '[]', 'null', '"x"']) {
    const response = await fetch(`${s.url}users/answer`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: `{"id":"${challenge.id}","newPassword":"Brand-New-Pass-7","attributes":${attributes}}` });
    assert.equal(response.status, 422, attributes.slice(0, 60));
    assert.deepEqual((/** @type {any} */ (await response.json())).errors.map((/** @type {any} */ each) => each.param), ['attributes']);
  }
  const device = JSON.parse('{"key":"k","groupKey":"g","password":"p","constructor":{"length":2e7},"__proto__":{"length":1}}');
  assert.equal((await s.post('/users', { username: s.account('none').username, password: s.account('none').password, device })).body.error, '', 'what is not described is not handed on');
  assert.equal((await s.post('/users/answer', { id: challenge.id, newPassword: 'Brand-New-Pass-7', attributes: { name: 'Ada' } })).body.error, '', 'and the question is still there');
});

test('beyond this machine an API key is asked for, or an explicit word', async () => {
  const address = { port: 0, address: '0.0.0.0', insecureHttp: true };
  await assert.rejects(startService(address), /try passwords.*--without-api-key/);
  await assert.rejects(startService({ ...address, apiKey: KEY, withoutApiKey: true }), /one or the other/);
  for (const more of [{ apiKey: KEY }, { withoutApiKey: true }]) await (await startService({ ...address, ...more })).close();
});

test('addresses are read in any case and with a slash at their end, as the article\'s service reads them', async (t) => {
  const s = await served(t, { strictStatus: true });
  const { username, password } = s.account('none');
  for (const path of ['/users', '/users/', '/Users', '/USERS/']) assert.equal((await s.post(path, { username, password })).status, 200, path);
  const { body: { tokens } } = await s.signIn();
  for (const path of ['/users/refresh/', '/Users/Refresh']) assert.equal((await s.post(path, { username, refresh_token: tokens.refreshToken })).status, 200, path);
  for (const path of ['/users//', '//users', '/user', '/users/x', '/']) assert.equal((await raw(s.port, path)).status, 404, path);
  const wrong = await raw(s.port, '/Users/');
  assert.deepEqual([wrong.status, wrong.headers.match(/allow: (.*)/i)?.[1]], [405, 'POST']);
  assert.equal((await raw(s.port, '/HealthZ/')).status, 200);
});

const MINUTE = 60_000;

test('an ID token that is over gets no session, also where it opened one', async (t) => {
  const clock = createClock({ stopped: true });
  const s = await served(t, { clock });
  const { idToken } = (await s.signIn()).body.tokens;
  const ask = () => s.post('/sessions', { host: s.hostName, database: 'Contacts', idToken });
  const first = await ask();
  for (let minutes = 10; minutes < 60; minutes += 10) {
    clock.advance(10 * MINUTE);
    assert.equal((await ask()).body.token, first.body.token, `after ${minutes} minutes`);
  }
  clock.advance(10 * MINUTE);
  const over = await ask();
  assert.deepEqual([over.status, over.body.token], [403, undefined], JSON.stringify(over.body));
  assert.equal((await ask()).status, 403);
});

test('a refresh token that was revoked gets no session for longer than the hour of an ID token, one that is good a new one', async (t) => {
  const clock = createClock({ stopped: true });
  const s = await served(t, { clock });
  const { refreshToken } = (await s.signIn()).body.tokens;
  const ask = () => s.post('/sessions', { host: s.hostName, database: 'Contacts', refreshToken });
  const hour = async () => {
    for (let minutes = 0; minutes < 60; minutes += 12) {
      clock.advance(12 * MINUTE);
      if (minutes < 48) assert.equal((await ask()).status, 200);
    }
  };
  const first = await ask();
  await hour();
  const second = await ask();
  assert.notEqual(second.body.token, first.body.token);
  assert.equal(second.body.reused, false);
  s.pool.revokeAll();
  assert.equal((await ask()).body.token, second.body.token, 'Claris takes an ID token until it ends, and so does this');
  await hour();
  assert.equal((await ask()).status, 401);
  await s.stop();
  assert.equal(s.host.openSessions().data, 0, 'those that are given to nobody any more are logged out too');
});
