// @ts-check
// Signing in through the JavaScript face, in Node, against the sandbox.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError, ProtocolError, ServerError } from '../../dist/fmid/index.js';
import { absentNames } from '../../scripts/sandbox/index.mjs';
import { answering, operations, sandboxed } from './sandboxed.mjs';

for (const kind of ['none', 'unicode', 'sms', 'totp', 'choice', 'email', 'sms-otp', 'new-password', 'sms-then-new-password', 'mfa-setup']) {
  test(`the demo account "${kind}" signs in and opens a Data API session`, async (t) => {
    const { fmid, host, clock, signIn } = await sandboxed(t);
    const tokens = await signIn(kind);
    assert.match(tokens.idToken, /^[\w-]+\.[\w-]+\.[\w-]+$/);
    assert.match(tokens.accessToken, /^[\w-]+\.[\w-]+\.[\w-]+$/);
    assert.ok(tokens.refreshToken.length > 100);
    assert.equal(tokens.expiresIn, 3600);
    assert.ok(Math.abs(tokens.expiresAt - clock.now() - 3_600_000) < 10_000);
    const session = await fmid.openSession({ host: host.url, database: 'Contacts', idToken: tokens.idToken });
    const { response } = await session.call('GET', 'layouts');
    assert.ok(response.layouts.length >= 1);
    await session.close();
  });
}

for (const [kind, code] of /** @type {const} */ ([
  ['disabled', 'user_disabled'],
  ['reset-required', 'password_reset_required'],
  ['unconfirmed', 'user_not_confirmed'],
  ['locked-out', 'too_many_attempts'],
  ['security', 'blocked_for_security'],
])) {
  test(`the demo account "${kind}" is refused with ${code}`, async (t) => {
    const { signIn } = await sandboxed(t);
    await assert.rejects(signIn(kind), (error) => error instanceof ServerError && error.code === code);
  });
}

test('a wrong password is reported after two requests and says what to do', async (t) => {
  const { fmid, pool, account } = await sandboxed(t);
  await assert.rejects(fmid.signIn({ username: account('none').username, password: 'wrong' }), (error) => {
    assert.ok(error instanceof ServerError);
    assert.equal(error.code, 'wrong_credentials');
    assert.equal(error.serviceError, 'NotAuthorizedException');
    assert.equal(error.retryable, false);
    assert.ok(error.hint.length > 20 && error.message.includes(error.hint));
    return true;
  });
  assert.deepEqual(operations(pool), ['InitiateAuth', 'RespondToAuthChallenge']);
});

for (const [shape, username] of Object.entries(absentNames)) {
  test(`an unknown user with a made-up salt (${shape}) looks like a wrong password`, async (t) => {
    const { fmid } = await sandboxed(t);
    await assert.rejects(fmid.signIn({ username, password: 'whatever' }), { code: 'wrong_credentials' });
  });
}

test('an unknown user of a pool that tells is reported as such', async (t) => {
  const { fmid } = await sandboxed(t, { poolOptions: { preventUserExistenceErrors: false } });
  await assert.rejects(fmid.signIn({ username: absentNames.plain, password: 'whatever' }), { code: 'user_not_found' });
});

test('a wrong code is asked for again on the same session, and the right one then signs in', async (t) => {
  const { fmid, pool, account } = await sandboxed(t);
  const { username, password } = account('sms');
  /** @type {(string | undefined)[]} */
  const seen = [];
  const tokens = await fmid.signIn({
    username,
    password,
    answer: ({ previousError, deliveryDestination }) => {
      seen.push(previousError?.code);
      assert.ok(deliveryDestination);
      return { code: seen.length === 1 ? '000000' : '123 456' };
    },
  });
  assert.deepEqual(seen, [undefined, 'wrong_code']);
  assert.ok(tokens.idToken);
  assert.deepEqual(operations(pool), ['InitiateAuth', 'RespondToAuthChallenge', 'RespondToAuthChallenge', 'RespondToAuthChallenge']);
});

test('a code with letters is asked for again without a request', async (t) => {
  const { fmid, pool, account } = await sandboxed(t);
  const { username, password } = account('sms');
  /** @type {(string | undefined)[]} */
  const seen = [];
  await fmid.signIn({
    username,
    password,
    answer: ({ previousError }) => {
      seen.push(previousError?.code);
      return { code: seen.length === 1 ? '12E456' : '123456' };
    },
  });
  assert.deepEqual(seen, [undefined, 'code_malformed']);
  assert.equal(operations(pool).length, 3);
});

test('an answer after the session ran out begins the sign-in anew and asks for the new code', async (t) => {
  const { fmid, clock, account } = await sandboxed(t);
  const { username, password } = account('sms');
  /** @type {boolean[]} */
  const restarts = [];
  const tokens = await fmid.signIn({
    username,
    password,
    answer: ({ restarted, previousError }) => {
      restarts.push(restarted);
      if (restarts.length === 1) clock.advance(4 * 60_000);
      else assert.equal(previousError?.code, 'sign_in_expired');
      return { code: '123456' };
    },
  });
  assert.deepEqual(restarts, [false, true]);
  assert.ok(tokens.idToken);
});

test('a weak new password is asked for again', async (t) => {
  const sandbox = await sandboxed(t);
  const { username, password } = sandbox.account('new-password');
  const person = answering(sandbox, {});
  let asked = 0;
  await sandbox.fmid.signIn({
    username,
    password,
    answer: (challenge) => {
      asked += 1;
      if (asked === 1) return { newPassword: 'weak', attributes: { name: 'Ada' } };
      assert.equal(challenge.previousError?.code, 'password_too_weak');
      return person({ ...challenge, previousError: undefined });
    },
  });
  assert.equal(asked, 2);
});

test('a challenge that fmid does not know is named', async (t) => {
  const { signIn } = await sandboxed(t);
  await assert.rejects(signIn('custom'), (error) => error instanceof ProtocolError && error.code === 'challenge_unsupported' && error.detail === 'CUSTOM_CHALLENGE');
});

test('a challenge without anybody to answer it is named', async (t) => {
  const { fmid, account } = await sandboxed(t);
  const { username, password } = account('totp');
  await assert.rejects(fmid.signIn({ username, password }), (error) => error instanceof InputError && error.code === 'challenge_unanswered' && error.detail === 'SOFTWARE_TOKEN_MFA');
});

test('what answer() throws is what signIn rejects with', async (t) => {
  const { fmid, account } = await sandboxed(t);
  const { username, password } = account('sms');
  const mine = new Error('closed the window');
  await assert.rejects(fmid.signIn({ username, password, answer: () => Promise.reject(mine) }), mine);
});

test('input mistakes are told before anything is sent', async (t) => {
  const { fmid, pool } = await sandboxed(t);
  const password = 'p';
  await assert.rejects(fmid.signIn({ username: '', password }), { name: 'InputError', code: 'username_required' });
  await assert.rejects(fmid.signIn({ username: 'a@b.c', password: '' }), { code: 'password_required' });
  await assert.rejects(fmid.signIn({ username: /** @type {any} */ (undefined), password }), { code: 'option_invalid' });
  await assert.rejects(fmid.refresh({ refreshToken: '' }), { code: 'refresh_token_required' });
  await assert.rejects(fmid.revoke({ refreshToken: '' }), { code: 'refresh_token_required' });
  await assert.rejects(fmid.signOutEverywhere({ accessToken: '' }), { code: 'access_token_required' });
  await assert.rejects(fmid.openSession({ host: 'http://example.com', database: 'D', idToken: 'x' }), { code: 'address_insecure' });
  await assert.rejects(fmid.openSession({ host: 'https://me@example.com', database: 'D', idToken: 'x' }), { code: 'address_invalid' });
  await assert.rejects(fmid.openSession({ host: 'example.com', database: '', idToken: 'x' }), { code: 'database_required' });
  await assert.rejects(fmid.openSession({ host: 'example.com', database: 'D', idToken: '' }), { code: 'id_token_required' });
  await assert.rejects(fmid.openSession({ host: 'example.com', database: 'D', idToken: 'x', version: /** @type {any} */ ('v9') }), { code: 'version_invalid' });
  assert.deepEqual(operations(pool), []);
});

test('the clock of this device may be an hour wrong', async (t) => {
  const { pool, account, clock } = await sandboxed(t);
  const { createClient } = await import('../../dist/fmid/index.js');
  for (const wrong of [-3_600_000, 3_600_000]) {
    const fmid = await createClient({
      pool: { userPoolId: pool.userPoolId, clientId: pool.clientId, endpoint: pool.url },
      now: () => clock.now() + wrong,
    });
    const { username, password } = account('none');
    const tokens = await fmid.signIn({ username, password });
    assert.ok(Math.abs(tokens.clockOffset + wrong) < 5_000);
    assert.ok(Math.abs(tokens.expiresAt - (clock.now() + wrong) - 3_600_000) < 10_000, 'expiry is by the clock of this device');
  }
});
