// @ts-check
// Time in the sandbox: moved without waiting, and wrong where a test wants it wrong.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClock, startSandbox } from '../../scripts/sandbox/index.mjs';
import { call, keyPair, refusalOf, tokensOf } from './raw-client.mjs';
import { bearerFor, callHost, codeOf, CONTACTS } from './raw-host.mjs';

const MINUTE = 60_000;

/** @param {import('node:test').TestContext} t @param {object} [settings] */
async function sandboxed(t, settings) {
  const sandbox = await startSandbox({ keyPair, ...settings });
  t.after(() => sandbox.close());
  return sandbox;
}

test('a stopped clock moves by what a test adds and not by itself', async () => {
  const clock = createClock({ stopped: true });
  const before = clock.now();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(clock.now(), before);
  clock.advance(1);
  assert.equal(clock.now(), before + 1);
  clock.advance(-2);
  assert.equal(clock.now(), before - 1);
});

test('with it, the last millisecond of a session and of a token can be told from the first one after', async (t) => {
  const clock = createClock({ stopped: true });
  const { pool, host } = await sandboxed(t, { clock });
  const { IdToken } = await tokensOf(pool, clock.now());
  const authorization = await bearerFor(host, `FMID ${IdToken}`);
  const getRecord = async () => codeOf(await callHost(host, 'GET', `${CONTACTS}/records/1`, { authorization }));
  clock.advance(15 * MINUTE - 1);
  assert.equal(await getRecord(), '0');
  clock.advance(15 * MINUTE);
  assert.equal(await getRecord(), '952');

  const odata = async () =>
    (await callHost(host, 'GET', 'odata/v4/Contacts/Contact', { authorization: `FMID ${IdToken}` })).status;
  // A token's times are whole seconds.
  clock.advance(30 * MINUTE - (clock.now() % 1000) - 1);
  assert.equal(await odata(), 200);
  clock.advance(1);
  assert.equal(await odata(), 401);
});

test('a sleep of two hours ends session, id token and access token, and not the refresh token', async (t) => {
  const { clock, pool, host } = await sandboxed(t);
  const { IdToken, AccessToken, RefreshToken } = await tokensOf(pool);
  const authorization = await bearerFor(host, `FMID ${IdToken}`);
  clock.advance(120 * MINUTE);
  assert.equal(codeOf(await callHost(host, 'GET', `${CONTACTS}/records/1`, { authorization })), '952');
  const sessions = 'data/v1/databases/Contacts/sessions';
  assert.equal(codeOf(await callHost(host, 'POST', sessions, { authorization: `FMID ${IdToken}` })), '212');
  const user = await call(pool, 'GetUser', { AccessToken });
  assert.equal(refusalOf(user), 'NotAuthorizedException: Access Token has expired');
  const refreshed = await call(pool, 'GetTokensFromRefreshToken', { RefreshToken, ClientId: pool.clientId });
  assert.equal(refreshed.status, 200);
});

for (const minutes of [10, -10]) {
  test(`pool and host whose clocks are ${minutes} minutes ahead say so in Date, and judge by it`, async (t) => {
    const clockSkewMs = minutes * MINUTE;
    const { clock, pool, host } = await sandboxed(t, { poolOptions: { clockSkewMs }, hostOptions: { clockSkewMs } });
    const wrong = await tokensOf(pool, clock.now());
    assert.equal(wrong, undefined, 'a proof with the time of the caller is refused');
    const { IdToken } = await tokensOf(pool, clock.now() + clockSkewMs);
    const { headers } = await callHost(host, 'GET', 'odata/v4/Contacts/Contact', { authorization: `FMID ${IdToken}` });
    const asked = await call(pool, 'GetUser', {});
    for (const date of [headers.get('date'), asked.headers.get('date')]) {
      assert.ok(Math.abs(Date.parse(String(date)) - clock.now() - clockSkewMs) < 5_000, String(date));
    }
  });
}
