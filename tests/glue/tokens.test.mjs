// @ts-check
// The life of Cognito's tokens after the sign-in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLARIS_ID, createClient } from '../../dist/fmid/index.js';
import { operations, sandboxed } from './sandboxed.mjs';
import { quickest } from './signed-in.mjs';

test('a refresh token alone gives new tokens and stays the one to keep', async (t) => {
  const { fmid, pool, clock, signIn } = await sandboxed(t);
  const first = await signIn();
  operations(pool);
  clock.advance(2 * 3_600_000);
  const second = await fmid.refresh({ refreshToken: first.refreshToken });
  assert.deepEqual(operations(pool), ['GetTokensFromRefreshToken']);
  assert.notEqual(second.idToken, first.idToken);
  assert.equal(second.refreshToken, first.refreshToken);
  assert.ok(second.expiresAt > clock.now());
});

test('a pool that rotates refresh tokens gives a new one, and the old one then is refused as reused', async (t) => {
  const { fmid, pool, signIn } = await sandboxed(t, { poolOptions: { rotation: true, rotationGraceMs: 0 } });
  const first = await signIn();
  const second = await fmid.refresh({ refreshToken: first.refreshToken });
  assert.notEqual(second.refreshToken, first.refreshToken);
  await assert.rejects(fmid.refresh({ refreshToken: first.refreshToken }), { code: 'refresh_token_reused' });
  operations(pool);
  const third = await fmid.refresh({ refreshToken: second.refreshToken });
  assert.ok(third.idToken);
  assert.deepEqual(operations(pool), ['GetTokensFromRefreshToken']);
});

test('a service without GetTokensFromRefreshToken is asked by REFRESH_TOKEN_AUTH', async (t) => {
  const { fmid, pool, signIn } = await sandboxed(t);
  const { refreshToken } = await signIn();
  operations(pool);
  pool.faults.add({ operation: 'GetTokensFromRefreshToken', kind: 'error', error: { name: 'UnknownOperationException', message: 'Unknown operation' } });
  const tokens = await fmid.refresh({ refreshToken });
  assert.deepEqual(operations(pool), ['GetTokensFromRefreshToken', 'InitiateAuth']);
  assert.equal(tokens.refreshToken, refreshToken);
});

test('a revoked refresh token is reported after one request, quickly', async (t) => {
  const { fmid, pool, signIn } = await sandboxed(t);
  const { refreshToken } = await signIn();
  await fmid.revoke({ refreshToken });
  const milliseconds = await quickest(async () => {
    operations(pool);
    return async () => {
      await assert.rejects(fmid.refresh({ refreshToken }), { code: 'refresh_token_revoked' });
      assert.deepEqual(operations(pool), ['GetTokensFromRefreshToken']);
    };
  });
  assert.ok(milliseconds < 1000, `${milliseconds} ms`);
});

test('a made-up refresh token is reported as not accepted', async (t) => {
  const { fmid } = await sandboxed(t);
  await assert.rejects(fmid.refresh({ refreshToken: 'a.b.c.d.e' }), { code: 'refresh_token_invalid' });
});

test('signing out everywhere ends the refresh tokens of this person', async (t) => {
  const { fmid, signIn } = await sandboxed(t);
  const here = await signIn();
  const elsewhere = await signIn();
  await fmid.signOutEverywhere({ accessToken: here.accessToken });
  await assert.rejects(fmid.refresh({ refreshToken: elsewhere.refreshToken }), { name: 'ServerError' });
  await assert.rejects(fmid.signOutEverywhere({ accessToken: here.accessToken }), { code: 'access_token_invalid' });
});

test('claims are decoded and called unverified', async (t) => {
  const { fmid, account, signIn } = await sandboxed(t);
  const { idToken, accessToken, refreshToken, expiresAt } = await signIn();
  const decoded = fmid.decodeUnverified(idToken);
  assert.equal(decoded.verified, false);
  assert.equal(decoded.claims.email, account('none').username);
  assert.equal(decoded.claims.token_use, 'id');
  assert.equal(decoded.header.alg, 'RS256');
  assert.ok(Math.abs(/** @type {number} */ (decoded.expiresAt) - expiresAt) < 5_000);
  assert.equal(fmid.decodeUnverified(accessToken).claims.token_use, 'access');
  for (const bad of ['', 'x', 'a.b', 'a.b.c', 'a.b.c.d', `${idToken}.`, refreshToken]) {
    assert.throws(() => fmid.decodeUnverified(bad), { name: 'InputError', code: 'token_malformed' });
  }
});

test('the default pool is Claris ID', async () => {
  const fmid = await createClient();
  assert.deepEqual({ ...fmid.pool }, { ...CLARIS_ID });
});

test('the discovery address gives the ids of its pool', async (t) => {
  const { fmid, pool } = await sandboxed(t);
  const found = await fmid.discoverPool({ url: pool.discoveryUrl });
  assert.equal(found.userPoolId, pool.userPoolId);
  assert.equal(found.clientId, pool.clientId);
  await assert.rejects(fmid.discoverPool({ url: `${pool.url}nothing-here` }), { name: 'ProtocolError' });
});

test('pools with wrong ids or addresses are refused when the client is made', async () => {
  const good = { userPoolId: 'eu-west-1_AbCdEf123', clientId: 'abc123' };
  assert.equal((await createClient({ pool: good })).pool.endpoint, 'https://cognito-idp.eu-west-1.amazonaws.com/');
  for (const bad of [{ userPoolId: 'nounderscore' }, { userPoolId: 'a_b c' }, { clientId: '' }, { clientId: 'x y' }]) {
    await assert.rejects(createClient({ pool: { ...good, ...bad } }), { code: 'pool_invalid' });
  }
  await assert.rejects(createClient({ pool: { ...good, endpoint: 'http://example.com' } }), { code: 'address_insecure' });
  await assert.rejects(createClient({ pool: { ...good, endpoint: 'https://example.com/?x' } }), { code: 'address_invalid' });
  for (const timeoutMs of [0, NaN, 2 ** 31, Infinity]) {
    await assert.rejects(createClient({ timeoutMs }), { code: 'option_invalid', detail: 'timeoutMs must be above 0 and below 2147483648' });
  }
  await createClient({ timeoutMs: 2 ** 31 - 1 });
});
