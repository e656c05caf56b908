// @ts-check
// Sign-ins that want an answer in between: one request asks, another answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { totp } from '../../scripts/sandbox/index.mjs';
import { ANSWER_WITHIN_MS } from '../../dist/fmid/node/service/sign-ins.js';
import { served } from './served.mjs';

test('a code by text message is asked for with 202 and answered by a second request', async (t) => {
  const { post, signIn, account } = await served(t);
  const asked = await signIn('sms');
  assert.equal(asked.status, 202);
  assert.equal(asked.body.tokens, '');
  assert.equal(asked.body.error, 'MFA required');
  assert.equal(asked.body.challenge.name, 'SMS_MFA');
  assert.match(asked.body.challenge.deliveryDestination, /\*\*\*/);
  assert.match(asked.body.challenge.id, /^[\w-]{43}$/, '32 random bytes');
  const done = await post('/users/answer', { id: asked.body.challenge.id, code: '123456' });
  assert.equal(done.status, 200);
  assert.equal(done.body.user, account('sms').username);
  assert.ok(done.body.tokens.idToken && done.body.tokens.refreshToken);
  assert.equal(done.body.error, '');
});

test('a wrong code is asked for again under a new id, and the old id is over', async (t) => {
  const { post, signIn } = await served(t);
  const { body: { challenge: first } } = await signIn('sms');
  const wrong = await post('/users/answer', { id: first.id, code: '000000' });
  assert.equal(wrong.status, 202);
  assert.equal(wrong.body.error.reason, 'wrong_code');
  assert.notEqual(wrong.body.challenge.id, first.id);
  assert.equal((await post('/users/answer', { id: first.id, code: '123456' })).body.error.reason, 'challenge_gone');
  assert.equal((await post('/users/answer', { id: wrong.body.challenge.id, code: '123456' })).body.error, '');
});

test('several steps in a row: a choice and the app\'s code, a code and a new password, an authenticator set up', async (t) => {
  const { post, signIn, account, clock } = await served(t);
  const answer = (/** @type {any} */ { body }, /** @type {object} */ given) => post('/users/answer', { id: body.challenge.id, ...given });

  const choice = await signIn('choice');
  assert.deepEqual(choice.body.challenge.choices, ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP']);
  const app = await answer(choice, { choice: 'SOFTWARE_TOKEN_MFA' });
  assert.equal(app.body.challenge.name, 'SOFTWARE_TOKEN_MFA');
  assert.equal((await answer(app, { code: totp(/** @type {string} */ (account('choice').totpSecret), clock.now()) })).body.error, '');

  const code = await signIn('sms-then-new-password');
  const password = await answer(code, { code: '123456' });
  assert.equal(password.body.error, 'New password required');
  const attributes = Object.fromEntries(password.body.challenge.requiredAttributes.map((/** @type {string} */ name) => [name, 'Ada']));
  assert.equal((await answer(password, { newPassword: 'Brand-New-Pass-7', attributes })).body.error, '');

  const setup = await signIn('mfa-setup');
  assert.equal((await answer(setup, { code: totp(setup.body.challenge.secretCode, clock.now()) })).body.error, '');
});

test('of two answers at once to one question, one is taken', async (t) => {
  const { post, signIn, pool } = await served(t);
  const { body: { challenge } } = await signIn('sms');
  pool.clearRequests();
  const both = await Promise.all([post('/users/answer', { id: challenge.id, code: '123456' }), post('/users/answer', { id: challenge.id, code: '123456' })]);
  assert.deepEqual(both.map(({ body }) => body.error && body.error.reason).sort(), ['', 'challenge_gone']);
  assert.deepEqual(pool.counts(), { RespondToAuthChallenge: 1 });
});

test('a question ends when Cognito would have forgotten it, and never seen ids are refused', async (t) => {
  const { post, signIn, clock } = await served(t, { strictStatus: true });
  const { body: { challenge } } = await signIn('sms');
  const left = challenge.expiresAt - clock.now();
  assert.ok(left > ANSWER_WITHIN_MS - 30_000 && left <= ANSWER_WITHIN_MS, `${left}`);
  clock.advance(ANSWER_WITHIN_MS + 1);
  for (const id of [challenge.id, 'a'.repeat(43), '__proto__']) {
    const { status, body } = await post('/users/answer', { id, code: '123456' });
    assert.equal(status, 410);
    assert.equal(body.error.reason, 'challenge_gone');
    assert.match(body.error.hint, /POST \/users/);
  }
});

test('people who sign in at the same time do not get each other\'s tokens', async (t) => {
  const { post, signIn, account } = await served(t);
  const names = ['none', 'unicode', 'sms', 'email', 'none', 'sms', 'unicode'];
  const first = await Promise.all(names.map((kind) => signIn(kind)));
  const done = await Promise.all(first.map((each) => (each.status === 202 ? post('/users/answer', { id: each.body.challenge.id, code: '123456' }) : each)));
  done.forEach(({ body }, at) => {
    assert.equal(body.user, account(names[at]).username);
    const claims = JSON.parse(Buffer.from(body.tokens.idToken.split('.')[1], 'base64url').toString());
    assert.equal(claims.email, account(names[at]).username);
  });
});
