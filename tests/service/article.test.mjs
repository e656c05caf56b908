// @ts-check
// The service as a Postman collection made for the one of Soliant's article uses it
// (https://www.soliantconsulting.com/blog/data-api-filemaker-cloud/): step by step, and member by member.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { served } from './served.mjs';

test('the steps of the article: sign in, log in to the Data API, call it, refresh, log in again', async (t) => {
  const { url, account, hostName } = await served(t);
  const { username, password } = account('none');
  const json = { 'content-type': 'application/json' };

  // 1. POST /users
  const users = await fetch(`${url}users`, { method: 'POST', headers: json, body: JSON.stringify({ username, password }) });
  assert.equal(users.status, 200);
  const signedIn = /** @type {any} */ (await users.json());
  assert.deepEqual(Object.keys(signedIn), ['user', 'tokens', 'error']);
  assert.equal(signedIn.user, username);
  assert.equal(signedIn.error, '');
  assert.deepEqual(Object.keys(signedIn.tokens), ['accessToken', 'idToken', 'refreshToken']);

  // 2. The Data API's login with it, as the article spells the scheme
  const logIn = async (/** @type {string} */ idToken) => {
    const response = await fetch(`http://${hostName}/fmi/data/v1/databases/Contacts/sessions`, { method: 'POST', headers: { ...json, authorization: `Fmid ${idToken}` }, body: '{}' });
    assert.equal(response.status, 200);
    return /** @type {string} */ (response.headers.get('x-fm-data-access-token'));
  };
  const token = await logIn(signedIn.tokens.idToken);

  // 3. A call
  const layouts = await fetch(`http://${hostName}/fmi/data/v1/databases/Contacts/layouts`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(/** @type {any} */ (await layouts.json()).messages[0].code, '0');

  // 4. POST /users/refresh
  const refresh = await fetch(`${url}users/refresh`, { method: 'POST', headers: json, body: JSON.stringify({ username, refresh_token: signedIn.tokens.refreshToken }) });
  assert.equal(refresh.status, 200);
  const refreshed = /** @type {any} */ (await refresh.json());
  assert.deepEqual(Object.keys(refreshed), ['user', 'id_token']);
  assert.equal(refreshed.user, username);
  assert.ok(await logIn(refreshed.id_token));
});

test('a form is read like JSON, as the article\'s service does', async (t) => {
  const { url, account } = await served(t);
  const { username, password } = account('unicode');
  const response = await fetch(`${url}users`, { method: 'POST', body: new URLSearchParams({ username, password }) });
  assert.equal(/** @type {any} */ (await response.json()).error, '');
});

test('a refused password is 200 with an empty text for tokens and Cognito\'s own error', async (t) => {
  const { post, account } = await served(t);
  const { status, body } = await post('/users', { username: account('none').username, password: 'not the password' });
  assert.equal(status, 200);
  assert.deepEqual(body, {
    user: account('none').username,
    tokens: '',
    error: {
      code: 'NotAuthorizedException', name: 'NotAuthorizedException', message: 'Incorrect username or password.',
      reason: 'wrong_credentials', hint: body.error.hint, retryable: false,
    },
  });
  assert.match(body.error.hint, /Check both/);
});

test('what does not fit is 422 with an entry for each value, as express-validator has them, and without the value', async (t) => {
  const { post, pool } = await served(t);
  for (const [path, given, names] of /** @type {const} */ ([
    ['/users', {}, ['username', 'password']],
    ['/users', { username: 'ada@example.com' }, ['password']],
    ['/users', { username: 'ada', password: 'Canary-1' }, ['username']],
    ['/users', { username: 'ada@example.com', password: 'ab' }, ['password']],
    ['/users', { username: 'ada@example.com', password: 12345 }, ['password']],
    ['/users', { username: ['ada@example.com'], password: 'Canary-1' }, ['username']],
    ['/users', { username: 'ada@example.com', password: 'Canary-1', device: { key: 'k' } }, ['device']],
    ['/users/refresh', { username: 'ada@example.com', refresh_token: 'Canary-1' }, ['refresh_token']],
    ['/users/refresh', {}, ['username', 'refresh_token']],
    ['/users/answer', { code: '123456' }, ['id']],
    ['/sessions', { host: 'x', database: '', idToken: 'Canary-1' }, ['database', 'idToken']],
  ])) {
    const { status, body } = await post(path, given);
    assert.equal(status, 422, JSON.stringify(given));
    assert.deepEqual(body.errors.map((/** @type {any} */ each) => each.param), names);
    for (const each of body.errors) assert.deepEqual([each.type, each.path, each.location], ['field', each.param, 'body']);
    assert.doesNotMatch(JSON.stringify(body), /Canary/);
  }
  assert.equal(pool.requests.length, 0);
});

test('a refresh token that is over is 422 with the article\'s sentence', async (t) => {
  const { post, account, pool, signIn } = await served(t);
  const { body: { tokens } } = await signIn();
  pool.revokeAll();
  const { status, body } = await post('/users/refresh', { username: account('none').username, refresh_token: tokens.refreshToken });
  assert.equal(status, 422);
  assert.equal(body.errors, 'could not get new id_token from Cognito');
  assert.match(body.error.reason, /^refresh_token_/);
});

test('a pool that gives a new refresh token for each old one does not lose the caller theirs', async (t) => {
  const { post, account, signIn } = await served(t, { poolOptions: { rotation: true, rotationGraceMs: 0 } });
  const { body: { tokens } } = await signIn();
  const { username } = account('none');
  const first = await post('/users/refresh', { username, refresh_token: tokens.refreshToken });
  assert.ok(first.body.refresh_token && first.body.refresh_token !== tokens.refreshToken);
  assert.equal((await post('/users/refresh', { username, refresh_token: first.body.refresh_token })).status, 200);
  assert.equal((await post('/users/refresh', { username, refresh_token: tokens.refreshToken })).status, 422);
});

test('with strictStatus each failure has the status that HTTP has for it', async (t) => {
  const { post, account, pool, signIn } = await served(t, { strictStatus: true });
  const { username } = account('none');
  const { body: { tokens } } = await signIn();
  const wrong = await post('/users', { username, password: 'not the password' });
  assert.equal(wrong.status, 401);
  assert.equal(wrong.body.error.reason, 'wrong_credentials');
  assert.equal((await signIn('disabled')).status, 403);
  assert.equal((await signIn('locked-out')).status, 429);
  pool.faults.add({ operation: 'InitiateAuth', kind: 'throttle', times: 20 });
  assert.equal((await signIn('sms')).status, 429);
  pool.revokeAll();
  const refused = await post('/users/refresh', { username, refresh_token: tokens.refreshToken });
  assert.equal(refused.status, 401);
  assert.match(refused.body.error.reason, /^refresh_token_/);
});
