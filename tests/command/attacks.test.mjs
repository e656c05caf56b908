// @ts-check
// What others put into tokens and answers, and what becomes of it on a terminal, in a pipe and in memory.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { commanding } from './running.mjs';

/** Clears the screen, sets the title, C1's own spelling of both, direction, invisible letters, lines. */
const STEERING = '\x1b[2J\x1b]0;x\x07\r\b\x7f\x9b2J\x9d0;x\x9c\u202e\u2066\u200f\u061c\ufeff\u2028\u2029\u{e0041}';
const LOOKS_LIKE = /[\0-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\u{e0041}|\x1b(?!\[(1m|0m|2m|K))/u;

/** @param {string} name @param {unknown} value @returns a token that says so of itself */
function tokenWith(name, value) {
  const part = (/** @type {object} */ json) => Buffer.from(JSON.stringify(json)).toString('base64url');
  return `${part({ alg: 'RS256', kid: 'x' })}.${part({ exp: 1, [name]: value, list: [STEERING] })}.c2ln`;
}

test('claims do not steer a terminal, neither by their names nor by their values, in any form of output', async (t) => {
  const s = await commanding(t);
  s.file('token', tokenWith(`name${STEERING}`, `value${STEERING}`));
  s.file('field', tokenWith('field', `value${STEERING}`));
  for (const line of ['$fmid claims --token-stdin <token', '$fmid claims --token-stdin --json <token', '$fmid claims --token-stdin --field field <field', '$fmid claims --token-stdin --field list <field', '$fmid claims --token-stdin --field nothing <token']) {
    const terminal = s.terminal(line);
    assert.equal(await terminal.ended, line.includes('nothing') ? 2 : 0, terminal.screen());
    const screen = terminal.screen().replaceAll('\r\n', '\n');
    assert.match(screen, /value|name|u001b/);
    assert.doesNotMatch(screen, LOOKS_LIKE, line);
  }
});

test('a program gets a field as it is, and JSON that means the same', async (t) => {
  const s = await commanding(t);
  const input = tokenWith('field', `value${STEERING}`);
  assert.equal((await s.run(['claims', '--token-stdin', '--field', 'field'], { input })).stdout, `value${STEERING}\n`);
  const { stdout } = await s.run(['claims', '--token-stdin', '--json'], { input });
  assert.doesNotMatch(stdout, LOOKS_LIKE);
  assert.equal(JSON.parse(stdout).claims.field, `value${STEERING}`);
});

test('a time that no date can be is no fault', async (t) => {
  const s = await commanding(t);
  for (const exp of [1e300, -1e300, 8.64e12 + 1, 1e13]) {
    const { code, stderr, stdout } = await s.run(['claims', '--token-stdin'], { input: tokenWith('auth_time', exp) });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /auth_time/);
  }
});

/**
 * A host that opens sessions and answers a call with this.
 * @param {import('node:test').TestContext} t
 * @param {import('node:http').RequestListener} answer
 */
async function hostWith(t, answer) {
  const host = createServer((request, response) => {
    if (request.method === 'GET') return answer(request, response);
    response.writeHead(200, { 'content-type': 'application/json', 'x-fm-data-access-token': 'abc' });
    response.end('{"response":{},"messages":[{"code":"0","message":"OK"}]}');
  });
  await new Promise((resolve) => host.listen(0, '127.0.0.1', () => resolve(undefined)));
  t.after(() => (host.closeAllConnections(), host.close()));
  return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (host.address()).port}`;
}

test('an answer of a host does not steer a terminal, nor does what it says of an error', async (t) => {
  const s = await commanding(t);
  let status = 200;
  const messages = () => [{ code: status === 200 ? '0' : '105', message: `no ${STEERING}` }];
  const FMID_HOST = await hostWith(t, (_, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ response: { [STEERING]: STEERING }, messages: messages() })));
  for (status of [200, 500]) {
    for (const line of ['$fmid call GET layouts', '$fmid call GET layouts --json']) {
      const terminal = s.terminal(line, { FMID_HOST, FMID_ID_TOKEN: tokenWith('a', 'b') });
      assert.equal(await terminal.ended, status === 200 ? 0 : 6, terminal.screen());
      assert.doesNotMatch(terminal.screen().replaceAll('\r\n', '\n').replaceAll(/(Calling…)?\r\x1b\[K/g, ''), LOOKS_LIKE, `${status} ${line}`);
    }
  }
});

test('half a megabyte that unpacks to gigabytes is not unpacked', async (t) => {
  const s = await commanding(t);
  const half = gzipSync(Buffer.alloc(256 * 1024 * 1024, ' '));
  const FMID_HOST = await hostWith(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    for (let i = 0; i < 8; i++) response.write(half);
    response.end();
  });
  const { code, stderr } = await s.run(['call', 'GET', 'layouts'], { env: { FMID_HOST, FMID_ID_TOKEN: tokenWith('a', 'b'), NODE_OPTIONS: '--max-old-space-size=200' } });
  assert.equal(code, 7, stderr);
  assert.match(stderr, /too large/);
});
