// @ts-check
// What keeps guessing slow, and the service on its feet.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { ServerError } from '../../dist/fmid/index.js';
import { createLockout } from '../../dist/fmid/node/service/lockout.js';
import { createSignIns } from '../../dist/fmid/node/service/sign-ins.js';
import { createClock } from '../../scripts/sandbox/index.mjs';
import { served, settled } from './served.mjs';

test('after five wrong passwords a name waits a second, then twice as long each time, up to a quarter of an hour, and Cognito is not asked', async (t) => {
  let time = 1_000_000;
  let asked = 0;
  const lockout = createLockout({ now: () => time });
  const wrong = async () => {
    asked += 1;
    throw new ServerError(/** @type {any} */ ({ code: 'wrong_credentials' }));
  };
  const fails = (/** @type {string} */ name = 'Ada@example.com') => lockout.attempt(name, wrong).then(() => assert.fail(), (error) => error);
  for (let i = 0; i < 5; i++) assert.equal((await fails()).code, 'wrong_credentials');
  for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
    const before = asked;
    time += 1000 * seconds - 1;
    const refusal = await fails(' ada@EXAMPLE.com');
    assert.equal(refusal.code, 'too_many_attempts');
    assert.deepEqual(refusal.headers, { 'retry-after': '1' });
    assert.equal(asked, before);
    time += 1;
    assert.equal((await fails()).code, 'wrong_credentials');
  }
  assert.equal((await fails('zoe@example.com')).code, 'wrong_credentials', 'another name is free');
  time += 900_000;
  await lockout.attempt('ada@example.com', async () => 'right');
  for (let i = 0; i < 5; i++) assert.equal((await fails()).code, 'wrong_credentials', 'the right one begins anew');
});

test('a hundred guesses at once are five', async (t) => {
  // A second that passes on a slow machine would be one more guess.
  const { post, account, pool } = await served(t, { clock: createClock({ stopped: true }) });
  const { username } = account('none');
  const all = await Promise.all(Array.from({ length: 100 }, (_, at) => post('/users', { username, password: `guess ${at}` })));
  assert.equal(all.filter(({ body }) => body.error.reason === 'wrong_credentials').length, 5);
  const refused = all.filter(({ body }) => body.error.reason === 'too_many_attempts');
  assert.equal(refused.length, 95);
  assert.ok(refused.every(({ status, headers }) => status === 200 && Number(headers.get('retry-after')) >= 1));
  assert.equal(pool.count({ operation: 'RespondToAuthChallenge' }), 5);
});

test('a hundred sign-ins with one name wait for their turn, one more is told to come later', async () => {
  const lockout = createLockout({ now: () => 0 });
  /** @type {string[]} */
  const order = [];
  const all = Array.from({ length: 101 }, (_, at) => lockout.attempt('ada@example.com', async () => order.push(String(at))).then(() => 'done', ({ code }) => code));
  assert.deepEqual(await Promise.all(all), [...Array(100).fill('done'), 'busy']);
  assert.deepEqual(order, Array.from({ length: 100 }, (_, at) => String(at)), 'in the order in which they came');
});

test('names that were guessed at are forgotten when there are too many, and those that signed in at once', async () => {
  const lockout = createLockout({ now: () => 0, max: 100 });
  const wrong = async () => {
    throw new ServerError(/** @type {any} */ ({ code: 'wrong_credentials' }));
  };
  for (let i = 0; i < 1000; i++) await lockout.attempt(`${i}@example.com`, wrong).catch(() => {});
  assert.equal(lockout.size, 100);
  const other = createLockout({ now: () => 0 });
  for (let i = 0; i < 100; i++) await other.attempt(`${i}@example.com`, async () => {});
  assert.equal(other.size, 0);
});

test('questions are bounded in number, and given up when their time is over', async () => {
  let time = 0;
  let given = 0;
  const newClient = async () => /** @type {any} */ ({
    signIn: ({ answer, signal }) => (signal.addEventListener('abort', () => (given += 1)), answer({ name: 'SMS_MFA' })),
    stop() {},
  });
  const signIns = createSignIns({ newClient, now: () => time, max: 3 });
  const begin = () => signIns.begin({ username: 'ada@example.com', password: 'secret' }, new AbortController().signal);
  for (let i = 0; i < 3; i++) await begin();
  await assert.rejects(begin(), { status: 503, code: 'busy' });
  time += 10 * 60_000;
  await begin();
  assert.equal(given, 3);
  assert.equal(signIns.waiting, 1);
});

test('a body that is too large, is no JSON, or has another type is refused with what to do', async (t) => {
  const { url, post, pool } = await served(t);
  const large = await post('/users', { username: 'ada@example.com', password: 'x'.repeat(70_000) });
  assert.equal(large.status, 413);
  const send = async (/** @type {string} */ body, /** @type {string} */ type) => {
    const response = await fetch(`${url}users`, { method: 'POST', body, headers: { 'content-type': type } });
    return { status: response.status, text: await response.text() };
  };
  for (const body of ['', '{', '[]', 'null', '"Canary-1"', '{"password":"Canary-1"']) {
    const { status, text } = await send(body, 'application/json');
    assert.equal(status, 400, body);
    assert.doesNotMatch(text, /Canary/);
    assert.match(text, /quotes and commas/);
  }
  assert.equal((await send('{}', 'text/plain')).status, 415);
  assert.equal((await send('{"__proto__":{"username":"a@b.c"},"password":"Canary-1"}', 'application/json')).status, 422);
  assert.equal(pool.requests.length, 0);
});

test('addresses and methods that do not exist are said to be', async (t) => {
  const { url } = await served(t);
  assert.equal((await fetch(`${url}nothing`)).status, 404);
  const wrong = await fetch(`${url}users`, { method: 'PUT' });
  assert.equal(wrong.status, 405);
  assert.equal(wrong.headers.get('allow'), 'POST');
});

test('who sends slowly, or headers without end, is hung up on', async (t) => {
  const { port } = await served(t, { limits: { headersMs: 100, requestMs: 200, checkEveryMs: 20, idleMs: 5000 } });
  for (const [beginning, status] of /** @type {const} */ ([
    ['POST /users HTTP/1.1\r\nhost: localhost\r\nx-slow: ', 408],
    ['POST /users HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"user', 408],
    [`GET /healthz HTTP/1.1\r\nhost: localhost\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
  ])) {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => (text += chunk)).write(beginning);
    await once(socket, 'close');
    assert.match(text, new RegExp(`^HTTP/1.1 ${status} `), beginning.slice(0, 60));
  }
});

test('a caller who goes away gives their sign-in up', async (t) => {
  const { port, pool, account, logged } = await served(t);
  const held = pool.faults.add({ operation: 'InitiateAuth', kind: 'hold' });
  const body = JSON.stringify({ username: account('none').username, password: account('none').password });
  const socket = connect(port, '127.0.0.1');
  socket.write(`POST /users HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  await held.taken;
  socket.destroy();
  await settled(() => logged.some((line) => line.includes('"whole":false')));
  held.release();
  assert.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200);
  assert.equal(pool.count({ operation: 'RespondToAuthChallenge' }), 0);
});
