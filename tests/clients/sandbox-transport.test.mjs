// @ts-check
// The pool over HTTP: CORS as measured on the real one, faults on demand, and a log without secrets.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { startPool } from '../../scripts/sandbox/index.mjs';
import { accountOf, askForProof, call, keyPair, refusalOf, respond, signIn } from './raw-client.mjs';

const { username, password } = accountOf('none');

/** @type {import('../../scripts/sandbox/pool.mjs').Pool} */
let pool;
beforeEach(async () => {
  await pool?.close();
  pool = await startPool({ keyPair });
});
after(() => pool.close());

test('a preflight allows what was asked for two days', async () => {
  const { status, headers } = await fetch(pool.url, {
    method: 'OPTIONS',
    headers: { 'Access-Control-Request-Headers': 'content-type,x-amz-target', 'Access-Control-Request-Method': 'POST' },
  });
  assert.equal(status, 200);
  assert.equal(headers.get('access-control-allow-origin'), '*');
  assert.equal(headers.get('access-control-allow-headers'), 'content-type,x-amz-target');
  assert.equal(headers.get('access-control-max-age'), '172800');
});

test('answers and refusals can be read by a page of any origin, with their Date and error name', async () => {
  const right = await askForProof(pool, username);
  const wrong = await call(pool, 'InitiateAuth', { AuthFlow: 'USER_SRP_AUTH', ClientId: pool.clientId });
  for (const { headers } of [right, wrong]) {
    assert.equal(headers.get('access-control-allow-origin'), '*');
    assert.match(String(headers.get('access-control-expose-headers')), /x-amzn-ErrorType.*Date/);
  }
  assert.equal(wrong.headers.get('x-amzn-errortype'), 'InvalidParameterException:');
  assert.equal(refusalOf(wrong), 'InvalidParameterException: Missing required parameter USERNAME');
});

test("the discovery document has the shape of Claris's and the values of the pool", async () => {
  const { errcode, data } = await (await fetch(pool.discoveryUrl)).json();
  assert.equal(errcode, 'Ok');
  assert.equal(data.UserPool_ID, pool.userPoolId);
  assert.equal(data.Client_ID, pool.clientId);
  assert.match(pool.clientId, /^[a-z0-9]{26}$/);
});

test('another content type, another operation, no JSON and too much of it are refused', async () => {
  const headers = {
    'Content-Type': 'application/x-amz-json-1.1',
    'X-Amz-Target': 'AWSCognitoIdentityProviderService.InitiateAuth',
  };
  const post = async (/** @type {object} */ changes, /** @type {string} */ body) => {
    const response = await fetch(pool.url, { method: 'POST', headers: { ...headers, ...changes }, body });
    return [response.status, (await response.json()).__type];
  };
  assert.deepEqual(await post({ 'Content-Type': 'application/json' }, '{}'), [400, 'SerializationException']);
  assert.deepEqual(await post({ 'X-Amz-Target': 'AWSCognitoIdentityProviderService.constructor' }, '{}'), [
    400,
    'UnknownOperationException',
  ]);
  assert.deepEqual(await post({}, '{"a":'), [400, 'SerializationException']);
  assert.deepEqual(await post({}, '[]'), [400, 'SerializationException']);
  assert.deepEqual(await post({}, ' '.repeat(300_000)), [413, 'RequestEntityTooLargeException']);
});

test('a fault spoils the calls that it names, as often as it says', async () => {
  pool.faults.add({
    operation: 'RespondToAuthChallenge',
    challenge: 'PASSWORD_VERIFIER',
    times: 2,
    kind: 'throttle',
    retryAfter: 7,
  });
  assert.equal((await askForProof(pool, username)).status, 200);
  const refused = await signIn(pool, username, password);
  assert.equal(refused.status, 429);
  assert.equal(refused.headers.get('retry-after'), '7');
  assert.equal((await signIn(pool, username, password)).body.__type, 'TooManyRequestsException');
  assert.equal((await signIn(pool, username, password)).status, 200);

  pool.faults.add({ authFlow: 'REFRESH_TOKEN_AUTH', kind: 'internal' });
  assert.equal((await askForProof(pool, username)).status, 200);
  pool.faults.add({ kind: 'internal' });
  pool.faults.clear();
  assert.equal((await askForProof(pool, username)).status, 200);
});

test('every kind of fault does what its name says', async () => {
  /** @param {import('../../scripts/sandbox/faults.mjs').Fault} fault */
  const spoiled = async (fault) => {
    pool.faults.add(fault);
    const response = await fetch(pool.url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      },
      body: JSON.stringify({
        AuthFlow: 'USER_SRP_AUTH',
        ClientId: pool.clientId,
        AuthParameters: { USERNAME: username, SRP_A: '2' },
      }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const notJson = (/** @type {string} */ text) => assert.throws(() => JSON.parse(text), SyntaxError);

  assert.match((await spoiled({ kind: 'internal' })).text, /InternalErrorException/);
  assert.deepEqual(await spoiled({ kind: 'http500' }).then(({ status, text }) => [status, text]), [500, '']);
  await assert.rejects(spoiled({ kind: 'drop' }), TypeError);
  assert.equal((await spoiled({ kind: 'slow', delayMs: 1 })).status, 200);
  notJson((await spoiled({ kind: 'truncated' })).text);
  notJson((await spoiled({ kind: 'not-json' })).text);
  assert.equal(JSON.parse((await spoiled({ kind: 'wrong-types' })).text).ChallengeParameters.SALT, 42);
  assert.equal((await spoiled({ kind: 'html' })).headers.get('content-type'), 'text/html');
  assert.equal((await spoiled({ kind: 'empty' })).text, '');
  assert.ok((await spoiled({ kind: 'huge' })).text.length > 16_000_000);
  assert.match((await spoiled({ kind: 'deep' })).text, /^\[{200000}/);
  assert.equal((await spoiled({ kind: 'no-cors' })).headers.get('access-control-allow-origin'), null);
  const error = { name: 'ForbiddenException', message: 'Request blocked', status: 403 };
  assert.deepEqual(JSON.parse((await spoiled({ kind: 'error', error })).text), {
    __type: error.name,
    message: error.message,
  });
  const reply = { status: 418, headers: { 'X-Test': 'yes' }, body: 'short and stout' };
  const { status, headers, text } = await spoiled({ kind: 'reply', reply });
  assert.deepEqual([status, headers.get('x-test'), text], [418, 'yes', reply.body]);
});

test('the log says what was called and nothing that is secret', async () => {
  const answer = await signIn(pool, username, password);
  const { RefreshToken, AccessToken } = answer.body.AuthenticationResult;
  await call(pool, 'GetTokensFromRefreshToken', { RefreshToken, ClientId: pool.clientId });
  await call(pool, 'GetUser', { AccessToken });
  await respond(pool, 'SMS_MFA', { USERNAME: 'canary-name', SMS_MFA_CODE: 'canary-code' }, 'canary-session');
  assert.deepEqual(
    pool.requests.map(({ operation, status, errorName }) => [operation, status, errorName]),
    [
      ['InitiateAuth', 200, undefined],
      ['RespondToAuthChallenge', 200, undefined],
      ['GetTokensFromRefreshToken', 200, undefined],
      ['GetUser', 200, undefined],
      ['RespondToAuthChallenge', 400, 'NotAuthorizedException'],
    ],
  );
  const log = JSON.stringify(pool.requests);
  for (const secret of [password, username, RefreshToken, AccessToken, 'canary']) assert.ok(!log.includes(secret));
  pool.clearRequests();
  assert.deepEqual(pool.requests, []);
});
