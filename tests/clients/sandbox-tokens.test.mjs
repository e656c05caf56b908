// @ts-check
// Tokens of the sandbox's pool: refresh with and without rotation, expiry, and every way to end them.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, beforeEach, test } from 'node:test';
import { createClock, startPool } from '../../scripts/sandbox/index.mjs';
import { checkSecretHash } from '../../scripts/sandbox/pool/initiate-auth.mjs';
import {
  accountOf,
  askForProof,
  call,
  keyPair,
  proofFor,
  refusalOf,
  respond,
  timestampOf,
  tokensOf,
} from './raw-client.mjs';

const REVOKED = 'NotAuthorizedException: Refresh Token has been revoked';

/** @type {import('../../scripts/sandbox/clock.mjs').Clock} */
let clock;
/** @type {import('../../scripts/sandbox/pool.mjs').Pool} */
let pool;
beforeEach(async () => {
  await pool?.close();
  clock = createClock();
  pool = await startPool({ clock, keyPair });
});
after(() => pool.close());

test("the tokens look like Cognito's", async () => {
  const { IdToken, AccessToken, RefreshToken, ExpiresIn, TokenType } = await tokensOf(pool);
  assert.deepEqual([ExpiresIn, TokenType], [3600, 'Bearer']);
  assert.equal(RefreshToken.split('.').length, 5);
  const [id, access] = [claimsOf(IdToken), claimsOf(AccessToken)];
  assert.equal(id.aud, pool.clientId);
  assert.equal(id.iss, pool.issuer);
  assert.equal(id['cognito:username'], id.sub);
  assert.equal(access.client_id, pool.clientId);
  assert.equal(access.username, id.sub);
  assert.equal(access.scope, 'aws.cognito.signin.user.admin');
  assert.equal(access.origin_jti, id.origin_jti);
  assert.deepEqual([id.token_use, access.token_use], ['id', 'access']);
});

test('without rotation both calls refresh, and neither gives a new refresh token', async () => {
  const { RefreshToken } = await tokensOf(pool);
  for (const answer of [
    await byAuthFlow(RefreshToken),
    await byAuthFlow(RefreshToken, 'REFRESH_TOKEN'),
    await byOwnCall(RefreshToken),
  ]) {
    assert.equal(answer.status, 200);
    assert.ok(answer.body.AuthenticationResult.IdToken);
    assert.equal(answer.body.AuthenticationResult.RefreshToken, undefined);
  }
});

test('with rotation the old token works within the grace, then not, and the new one does', async () => {
  pool.setOptions({ rotation: true, rotationGraceMs: 10_000 });
  const { RefreshToken: first } = await tokensOf(pool);
  assert.equal((await byAuthFlow(first)).body.__type, 'NotAuthorizedException');
  const { RefreshToken: second } = (await byOwnCall(first)).body.AuthenticationResult;
  assert.notEqual(second, first);
  clock.advance(9_000);
  assert.equal((await byOwnCall(first)).status, 200);
  clock.advance(1_000);
  assert.equal((await byOwnCall(first)).body.__type, 'RefreshTokenReuseException');
  assert.equal((await byOwnCall(second)).status, 200);
});

test('a rotated token lives no longer than the first would have', async () => {
  pool.setOptions({ rotation: true, refreshDays: 10 });
  const { RefreshToken: first } = await tokensOf(pool);
  clock.advance(9 * 86_400_000);
  const { RefreshToken: second } = (await byOwnCall(first)).body.AuthenticationResult;
  clock.advance(86_400_000);
  assert.equal(refusalOf(await byOwnCall(second)), 'NotAuthorizedException: Refresh Token has expired');
});

test("revoking one sign-in ends its tokens and no other's", async () => {
  const one = await tokensOf(pool);
  const other = await tokensOf(pool);
  assert.deepEqual((await revoke(one.RefreshToken)).body, {});
  assert.equal(refusalOf(await byOwnCall(one.RefreshToken)), REVOKED);
  assert.equal(refusalOf(await getUser(one.AccessToken)), 'NotAuthorizedException: Access Token has been revoked');
  assert.equal((await byOwnCall(other.RefreshToken)).status, 200);
  assert.equal((await getUser(other.AccessToken)).status, 200);
});

test('only a refresh token can be revoked', async () => {
  const { AccessToken } = await tokensOf(pool);
  assert.equal((await revoke(AccessToken)).body.__type, 'UnsupportedTokenTypeException');
  assert.equal(refusalOf(await revoke('nonsense')), 'NotAuthorizedException: Invalid Refresh Token.');
});

test('global sign-out and revokeAll() end every sign-in', async () => {
  const [one, two] = [await tokensOf(pool), await tokensOf(pool)];
  assert.equal((await call(pool, 'GlobalSignOut', { AccessToken: one.AccessToken })).status, 200);
  assert.equal(refusalOf(await byAuthFlow(two.RefreshToken)), REVOKED);
  const three = await tokensOf(pool);
  pool.revokeAll();
  assert.equal(refusalOf(await byAuthFlow(three.RefreshToken)), REVOKED);
});

test('an access token tells who one is, for an hour', async () => {
  const { AccessToken, IdToken } = await tokensOf(pool);
  const { body } = await getUser(AccessToken);
  assert.equal(body.Username, claimsOf(AccessToken).sub);
  assert.ok(
    body.UserAttributes.some((/** @type {any} */ { Name, Value }) => Name === 'email' && Value === 'ada@example.com'),
  );
  assert.equal(refusalOf(await getUser(IdToken)), 'NotAuthorizedException: Invalid Access Token');
  clock.advance(3_600_000);
  assert.equal(refusalOf(await getUser(AccessToken)), 'NotAuthorizedException: Access Token has expired');
});

test('a client with a secret needs SECRET_HASH at every step', async () => {
  const clientSecret = 'not so secret';
  pool.setOptions({ clientSecret });
  const { username, password } = accountOf('none');
  const hash = (/** @type {string} */ name) =>
    createHmac('sha256', clientSecret)
      .update(name + pool.clientId)
      .digest('base64');
  assert.match(refusalOf(await askForProof(pool, username)), /SECRET_HASH was not received/);
  assert.match(refusalOf(await askForProof(pool, username, { SECRET_HASH: 'x' })), /SecretHash does not match/);
  const asked = await askForProof(pool, username, { SECRET_HASH: hash(username) });
  const proof = proofFor(pool, asked, password, timestampOf(clock.now()));
  const SECRET_HASH = hash(proof.USERNAME);
  const { AuthenticationResult } = (await respond(pool, 'PASSWORD_VERIFIER', { ...proof, SECRET_HASH })).body;
  const { RefreshToken } = AuthenticationResult;
  assert.equal((await byOwnCall(RefreshToken)).status, 400);
  assert.equal((await byOwnCall(RefreshToken, { ClientSecret: clientSecret })).status, 200);
});

test('SECRET_HASH is that of the vectors', () => {
  const vectors = JSON.parse(readFileSync(new URL('../vectors/cognito-protocol.json', import.meta.url), 'utf8'));
  for (const { username, clientId, clientSecret, expect } of vectors.secretHash) {
    const settings = /** @type {any} */ ({ clientId, options: { clientSecret } });
    checkSecretHash(settings, username, expect);
    assert.throws(() => checkSecretHash(settings, username, `${expect}x`), /SecretHash does not match/);
  }
});

test('a pool without token revocation says so, and its tokens have no origin', async () => {
  pool.setOptions({ tokenRevocation: false });
  const { AccessToken, RefreshToken } = await tokensOf(pool);
  assert.equal(claimsOf(AccessToken).origin_jti, undefined);
  assert.equal((await revoke(RefreshToken)).body.__type, 'UnsupportedOperationException');
  assert.equal((await byOwnCall(RefreshToken)).status, 200);
});

/** @param {string} REFRESH_TOKEN @param {string} [AuthFlow] */
function byAuthFlow(REFRESH_TOKEN, AuthFlow = 'REFRESH_TOKEN_AUTH') {
  return call(pool, 'InitiateAuth', { AuthFlow, ClientId: pool.clientId, AuthParameters: { REFRESH_TOKEN } });
}

/** @param {string} RefreshToken @param {object} [more] */
function byOwnCall(RefreshToken, more = {}) {
  return call(pool, 'GetTokensFromRefreshToken', { RefreshToken, ClientId: pool.clientId, ...more });
}

/** @param {string} Token */
const revoke = (Token) => call(pool, 'RevokeToken', { Token, ClientId: pool.clientId });

/** @param {string} AccessToken */
const getUser = (AccessToken) => call(pool, 'GetUser', { AccessToken });

/** @param {string} token */
const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
