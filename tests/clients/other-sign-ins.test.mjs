// @ts-check
// Other people's clients sign in to the sandbox's pool, each as its README (or, where that is silent, its types) says.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { startPool } from '../../scripts/sandbox/index.mjs';
import { imported, redirectHttps, required } from './peers/peers.mjs';
import { accountOf, keyPair } from './raw-client.mjs';

const { username, password } = accountOf('none');
const SECRET = 'not so secret';

/** @type {import('../../scripts/sandbox/pool.mjs').Pool} */
let pool;
beforeEach(async () => {
  await pool?.close();
  pool = await startPool({ keyPair });
});
after(() => pool.close());

/** @param {string} idToken */
const claimsOf = (idToken) => JSON.parse(Buffer.from(idToken.split('.')[1], 'base64url').toString());

/** @param {Record<string, string>} tokens */
function assertTokens({ idToken, accessToken, refreshToken }) {
  assert.equal(claimsOf(idToken).email, username);
  assert.equal(claimsOf(accessToken).token_use, 'access');
  assert.ok(refreshToken);
}

for (const clientSecret of [undefined, SECRET]) {
  test(`the AWS SDK with cognito-srp-helper${clientSecret ? ', for a client with a secret' : ''}`, async () => {
    pool.setOptions({ clientSecret });
    const { CognitoIdentityProviderClient, InitiateAuthCommand, RespondToAuthChallengeCommand } = required('@aws-sdk/client-cognito-identity-provider');
    const { createSecretHash, createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } = required('cognito-srp-helper');
    const client = new CognitoIdentityProviderClient({ region: 'us-west-2', endpoint: pool.url, credentials: { accessKeyId: 'none', secretAccessKey: 'none' } });
    const signIn = async (/** @type {string} */ secret) => {
      const hash = clientSecret && { SECRET_HASH: createSecretHash(username, pool.clientId, clientSecret) };
      const session = createSrpSession(username, secret, pool.userPoolId, false);
      const asked = await client.send(new InitiateAuthCommand(wrapInitiateAuth(session, {
        ClientId: pool.clientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters: { CHALLENGE_NAME: 'SRP_A', USERNAME: username, ...hash },
      })));
      // As its README has it: the name that was typed, where Amazon documents USER_ID_FOR_SRP.
      return client.send(new RespondToAuthChallengeCommand(wrapAuthChallenge(signSrpSession(session, asked), {
        ClientId: pool.clientId, ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses: { USERNAME: username, ...hash },
      })));
    };
    const { AuthenticationResult: { IdToken, AccessToken, RefreshToken } } = await signIn(password);
    assertTokens({ idToken: IdToken, accessToken: AccessToken, refreshToken: RefreshToken });
    await assert.rejects(signIn('wrong'), { name: 'NotAuthorizedException', message: 'Incorrect username or password.' });
    client.destroy();
  });
}

for (const clientSecret of [undefined, SECRET]) {
  test(`amazon-cognito-passwordless-auth, by its SRP${clientSecret ? ', for a client with a secret' : ''}`, async () => {
    pool.setOptions({ clientSecret });
    const { Passwordless } = await imported(packageFile('amazon-cognito-passwordless-auth', 'dist/client/index.js'));
    const { authenticateWithSRP } = await imported(packageFile('amazon-cognito-passwordless-auth', 'dist/client/srp.js'));
    const kept = new Map();
    Passwordless.configure({
      userPoolId: pool.userPoolId, clientId: pool.clientId, clientSecret, cognitoIdpEndpoint: pool.url,
      storage: { getItem: (/** @type {string} */ key) => kept.get(key), setItem: (/** @type {string} */ key, /** @type {string} */ value) => void kept.set(key, value), removeItem: (/** @type {string} */ key) => void kept.delete(key) },
    });
    const signIn = (/** @type {string} */ secret) => authenticateWithSRP({ username, password: secret, tokensCb: () => {} }).signedIn;
    assertTokens(await signIn(password));
    await assert.rejects(signIn('wrong'), /Incorrect username or password/);
  });
}

test('franken-srp, and its refresh', async (t) => {
  redirectHttps(t, pool);
  const { refresh, srpLogin } = required('franken-srp');
  const poolParams = { region: 'us-west-2', userPoolId: pool.userPoolId, clientId: pool.clientId };
  const { value } = await srpLogin({ ...poolParams, username, password }).next();
  assert.equal(value.code, 'TOKENS', String(value.error));
  assertTokens(value.response.tokens);
  const again = await refresh({ ...poolParams, refreshToken: value.response.tokens.refreshToken });
  assert.equal(claimsOf(again.idToken).email, username);
  assert.equal((await srpLogin({ ...poolParams, username, password: 'wrong' }).next()).value.code, 'ERROR');
});

test('amazon-user-pool-srp-client, with its README\'s own calls', async () => {
  const { SRPClient, calculateSignature, getNowString } = required('amazon-user-pool-srp-client');
  const call = async (/** @type {string} */ action, /** @type {object} */ body) => {
    const response = await fetch(pool.url, { method: 'POST', headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': `AWSCognitoIdentityProviderService.${action}` }, body: JSON.stringify(body) });
    return /** @type {any} */ (await response.json());
  };
  const signIn = async (/** @type {string} */ secret) => {
    const userPoolId = pool.userPoolId.split('_')[1];
    const srp = new SRPClient(userPoolId);
    const { ChallengeName, ChallengeParameters, Session } = await call('InitiateAuth', { ClientId: pool.clientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: username, SRP_A: srp.calculateA() } });
    const { USER_ID_FOR_SRP, SRP_B, SALT, SECRET_BLOCK } = ChallengeParameters;
    const hkdf = srp.getPasswordAuthenticationKey(USER_ID_FOR_SRP, secret, SRP_B, SALT);
    const dateNow = getNowString();
    return call('RespondToAuthChallenge', {
      ClientId: pool.clientId, ChallengeName, Session,
      ChallengeResponses: { PASSWORD_CLAIM_SIGNATURE: calculateSignature(hkdf, userPoolId, USER_ID_FOR_SRP, SECRET_BLOCK, dateNow), PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK, TIMESTAMP: dateNow, USERNAME: USER_ID_FOR_SRP },
    });
  };
  const { AuthenticationResult: { IdToken, AccessToken, RefreshToken } } = await signIn(password);
  assertTokens({ idToken: IdToken, accessToken: AccessToken, refreshToken: RefreshToken });
  assert.match((await signIn('wrong')).__type, /NotAuthorizedException/);
});

/** @param {string} name @param {string} file */
const packageFile = (name, file) => new URL(`../../build/clients/node_modules/${name}/${file}`, import.meta.url).pathname;
