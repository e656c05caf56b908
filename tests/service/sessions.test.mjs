// @ts-check
// POST /sessions: a Data API token, opened once, found again, kept alive and logged out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '../../dist/fmid/index.js';
import { allowedHosts } from '../../dist/fmid/node/allowed-hosts.js';
import { createKeptSessions } from '../../dist/fmid/node/service/kept-sessions.js';
import { served } from './served.mjs';

const MINUTE = 60_000;

/** @param {import('node:test').TestContext} t @param {Parameters<typeof served>[1]} [options] */
async function withTokens(t, options) {
  const s = await served(t, options);
  const { idToken, refreshToken } = (await s.signIn()).body.tokens;
  s.pool.clearRequests();
  const where = { host: s.hostName, database: 'Contacts' };
  const layouts = async (/** @type {string} */ token) => (await fetch(`${s.host.url}/fmi/data/v1/databases/Contacts/layouts`, { headers: { authorization: `Bearer ${token}` } })).status;
  return { ...s, idToken, refreshToken, where, layouts };
}

test('an ID token opens a session, and finds it again', async (t) => {
  const s = await withTokens(t);
  const first = await s.post('/sessions', { ...s.where, idToken: s.idToken });
  assert.equal(first.status, 200);
  assert.equal(first.body.reused, false);
  assert.equal(first.headers.get('cache-control'), 'no-store');
  assert.equal(await s.layouts(first.body.token), 200);
  const again = await s.post('/sessions', { ...s.where, host: `http://${s.hostName}/`, idToken: s.idToken });
  assert.deepEqual([again.body.token, again.body.reused], [first.body.token, true]);
  assert.equal(s.host.count({ operation: 'logIn' }), 1);
});

test('a refresh token does, and twenty at once cost one refresh and one session', async (t) => {
  const s = await withTokens(t);
  const all = await Promise.all(Array.from({ length: 20 }, () => s.post('/sessions', { ...s.where, refreshToken: s.refreshToken })));
  assert.equal(new Set(all.map(({ body }) => body.token)).size, 1);
  assert.deepEqual(s.pool.counts(), { GetTokensFromRefreshToken: 1 });
  assert.equal(s.host.count({ operation: 'logIn' }), 1);
});

test('another person, database or host gets another session', async (t) => {
  const s = await withTokens(t);
  const other = (await s.signIn('unicode')).body.tokens.idToken;
  const mine = await s.post('/sessions', { ...s.where, idToken: s.idToken });
  const theirs = await s.post('/sessions', { ...s.where, idToken: other });
  assert.notEqual(mine.body.token, theirs.body.token);
  const elsewhere = await s.post('/sessions', { host: s.hostName, database: s.host.databases[1].name, idToken: s.idToken });
  assert.notEqual(elsewhere.body.token, mine.body.token);
});

test('one that has ended on the host is opened anew', async (t) => {
  const s = await withTokens(t);
  const first = await s.post('/sessions', { ...s.where, idToken: s.idToken });
  s.host.expireSessions();
  const all = await Promise.all(Array.from({ length: 5 }, () => s.post('/sessions', { ...s.where, idToken: s.idToken })));
  assert.equal(new Set(all.map(({ body }) => body.token)).size, 1);
  assert.notEqual(all[0].body.token, first.body.token);
  assert.equal(s.host.count({ operation: 'logIn' }), 2);
});

test('where the pool rotates refresh tokens the caller gets the new one', async (t) => {
  const s = await withTokens(t, { poolOptions: { rotation: true } });
  const { body } = await s.post('/sessions', { ...s.where, refreshToken: s.refreshToken });
  assert.ok(body.refreshToken && body.refreshToken !== s.refreshToken);
});

test('failures have their status and say what to do, and nothing is kept of them', async (t) => {
  const s = await withTokens(t);
  /** @type {[string, object, number, string | RegExp][]} */
  const table = [
    ['a host that is not allowed', { host: 'evil.example', idToken: s.idToken }, 403, 'host_not_allowed'],
    ['an address inside the network', { host: '169.254.169.254', idToken: s.idToken }, 403, 'host_not_allowed'],
    ['userinfo', { host: `${s.hostName}@evil.example`, idToken: s.idToken }, 403, 'host_not_allowed'],
    ['a path behind the host', { host: `${s.hostName}/fmi`, idToken: s.idToken }, 403, 'host_not_allowed'],
    ['no token', {}, 422, 'token_required'],
    ['two tokens', { idToken: s.idToken, refreshToken: s.refreshToken }, 422, 'token_required'],
    ['no such file', { database: 'Nowhere', idToken: s.idToken }, 404, /^fm_/],
    ['a token that is none', { idToken: 'x'.repeat(40) }, 403, 'fm_account_refused'],
    ['a refresh token that is none', { refreshToken: 'x'.repeat(40) }, 401, /^refresh_token_/],
  ];
  for (const [what, given, status, reason] of table) {
    for (let twice = 0; twice < 2; twice++) {
      const answer = await s.post('/sessions', { ...s.where, ...given });
      assert.equal(answer.status, status, what);
      assert.match(answer.body.error.reason, new RegExp(reason), what);
      assert.ok(answer.body.error.hint, what);
    }
  }
  assert.deepEqual(s.host.openSessions().data, 0);
});

test('what is being opened when the service stops is waited for, and then given up', async (t) => {
  const s = await withTokens(t);
  const { pool, host, clock } = s;
  const now = () => clock.now();
  const newClient = () => createClient({ pool: { userPoolId: pool.userPoolId, clientId: pool.clientId, endpoint: pool.url }, now });
  for (const [kind, isAnswered] of /** @type {const} */ ([['in time', true], ['never', false]])) {
    const sessions = createKeptSessions({ newClient, newHostClient: newClient, targetOf: allowedHosts([host.url]), now, closeWithinMs: isAnswered ? 60_000 : 50 });
    const held = host.faults.add({ operation: 'logIn', kind: 'hold' });
    const opening = sessions.open({ ...s.where, idToken: s.idToken }).then(() => 'opened', ({ code }) => code);
    await held.taken;
    const closing = sessions.close();
    if (isAnswered) held.release();
    await closing;
    assert.equal(await opening, isAnswered ? 'opened' : 'aborted', kind);
    if (isAnswered) assert.equal(host.openSessions().data, 0, 'and logged out');
    held.release();
  }
});

test('sessions are used before they end while somebody asks for them, and logged out an hour after nobody did', async (t) => {
  const s = await withTokens(t);
  const { pool, host, clock } = s;
  const now = () => clock.now();
  const newClient = () => createClient({ pool: { userPoolId: pool.userPoolId, clientId: pool.clientId, endpoint: pool.url }, now });
  const sessions = createKeptSessions({ newClient, newHostClient: newClient, targetOf: allowedHosts([host.url]), now });
  const { session } = await sessions.open({ ...s.where, idToken: s.idToken });
  host.clearRequests();
  for (let minute = 0; minute < 55; minute++) {
    clock.advance(MINUTE);
    await sessions.tend();
  }
  const uses = host.count({ operation: 'validateSession' });
  assert.ok(uses >= 4 && uses <= 6, `${uses} uses in 55 minutes`);
  assert.equal(await s.layouts(session.token), 200);
  host.faults.add({ operation: 'validateSession', kind: 'html', status: 502, times: 10 });
  clock.advance(4 * MINUTE);
  await sessions.tend();
  assert.equal(sessions.size, 1, 'no answer is no reason to drop it');
  host.faults.clear();
  clock.advance(2 * MINUTE);
  await sessions.tend();
  assert.equal(sessions.size, 0);
  assert.equal(await s.layouts(session.token), 401);
});
