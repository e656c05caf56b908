// @ts-check
// fmid call and fmid session: the three APIs of a host, bodies, and no session left behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commanding } from './running.mjs';

test('each of the three APIs answers with its JSON, and no session stays open', async (t) => {
  const s = await commanding(t);
  const json = async (/** @type {string[]} */ ...args) => {
    const { code, stdout, stderr } = await s.run(['call', ...args], { env: s.as() });
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  };
  assert.deepEqual((await json('GET', 'layouts')).messages, [{ code: '0', message: 'OK' }]);
  assert.ok((await json('get', '/validateSession')).messages);
  assert.ok((await json('GET', '/databases', '--admin')).response.databases);
  assert.equal((await json('GET', 'Contact?$top=1', '--odata')).value.length, 1);
  assert.deepEqual(s.host.openSessions(), { data: 0, admin: 0 });
});

test('a body comes from an argument, a file or standard input', async (t) => {
  const s = await commanding(t);
  const body = JSON.stringify({ fieldData: {} });
  const path = 'layouts/Contacts/records';
  const ways = [
    await s.run(['call', 'POST', path, '--data', body], { env: s.as() }),
    await s.run(['call', 'POST', path, '--data-file', s.file('body.json', body)], { env: s.as() }),
    await s.run(['call', 'POST', path, '--data-file', '-'], { env: s.as(), input: body }),
  ];
  const ids = ways.map(({ code, stdout, stderr }) => {
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout).response.recordId;
  });
  assert.equal(new Set(ids).size, 3);
  assert.equal((await s.run(['call', 'DELETE', `${path}/${ids[0]}`], { env: s.as() })).code, 0);
  for (const wrong of [['--data', body, '--data-file', '-'], ['--data-file', '-', '--password-stdin', '--username', 'ada']]) {
    assert.equal((await s.run(['call', 'POST', path, ...wrong], { env: s.as(), input: body })).code, 2);
  }
});

test('an ID token from the environment is enough, for a call and for a session', async (t) => {
  const s = await commanding(t);
  const FMID_ID_TOKEN = (await s.run(['token', '--field', 'idToken'], { env: s.as() })).stdout.trim();
  assert.equal((await s.run(['call', 'GET', 'layouts'], { env: { FMID_ID_TOKEN } })).code, 0);
  const token = (await s.run(['session', '--field', 'token'], { env: { FMID_ID_TOKEN } })).stdout.trim();
  const answer = await fetch(`${s.host.url}/fmi/data/vLatest/databases/Contacts/layouts`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(answer.status, 200);
  const session = JSON.parse((await s.run(['session', '--json'], { env: { FMID_ID_TOKEN } })).stdout);
  assert.deepEqual(Object.keys(session), ['token', 'host', 'database', 'expiresAt']);
  assert.match((await s.run(['session'], { env: { FMID_ID_TOKEN } })).stdout, /^Data API token for Contacts on .*\n\w+\n$/);
});

test('a call that is refused closes its session, and one that is interrupted as well', async (t) => {
  const s = await commanding(t);
  assert.equal((await s.run(['call', 'GET', 'layouts/Nowhere/records'], { env: s.as() })).code, 6);
  assert.deepEqual(s.host.openSessions(), { data: 0, admin: 0 });
  const held = s.host.faults.add({ operation: 'listLayouts', kind: 'hold' });
  const { child, ended } = s.start(['call', 'GET', 'layouts'], { env: s.as() });
  await held.taken;
  child.kill('SIGINT');
  assert.equal((await ended).signal, 'SIGINT');
  held.release();
  assert.deepEqual(s.host.openSessions(), { data: 0, admin: 0 });
});

test('on a terminal the answer is laid out to be read', async (t) => {
  const s = await commanding(t);
  const terminal = s.terminal('$fmid call GET layouts', s.as());
  assert.equal(await terminal.ended, 0);
  assert.match(terminal.screen(), /\{\r\n {2}"response": \{\r\n/);
});

test('a host whose clock is ahead refuses a kept token near its end: it is refreshed and used once more, and no more than once', async (t) => {
  const s = await commanding(t, { poolOptions: { idTokenMinutes: 10 }, hostOptions: { clockSkewMs: 9 * 60_000 } });
  const refreshes = () => s.pool.count({ operation: 'GetTokensFromRefreshToken' });
  assert.equal((await s.run(['token', '--cache', 'kept', '--json'], { env: s.as() })).code, 0);
  for (const [i, args] of [['call', 'GET', 'layouts'], ['call', 'GET', 'Contact?$top=1', '--odata'], ['session', '--json']].entries()) {
    s.clock.advance(2 * 60_000); // for the host the token is over, for the command it has minutes left
    const { code, stderr } = await s.run([...args, '--cache', 'kept']);
    assert.equal(code, 0, stderr);
    assert.equal(refreshes(), i + 1);
  }
  s.host.setOptions({ clockSkewMs: 3600_000 });
  assert.equal((await s.run(['call', 'GET', 'layouts', '--cache', 'kept'])).code, 6);
  assert.equal(refreshes(), 4);
});

test('a refusal that a new token would not change costs no refresh', async (t) => {
  const s = await commanding(t, { hostOptions: { clockSkewMs: 61 * 60_000 } });
  assert.equal((await s.run(['call', 'GET', 'layouts', '--cache', 'kept'], { env: s.as() })).code, 6);
  assert.equal(s.pool.count({ operation: 'GetTokensFromRefreshToken' }), 0);
});
