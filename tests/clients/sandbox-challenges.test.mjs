// @ts-check
// The steps after the password: sessions, codes, and what a demo forgets again.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { createClock, startPool, totp } from '../../scripts/sandbox/index.mjs';
import { accountOf, call, keyPair, refusalOf, respond, signIn } from './raw-client.mjs';

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

test('parameters that the real service sends as JSON in a string are so here', async () => {
  const choice = (await ask('choice')).body;
  assert.equal(choice.ChallengeParameters.MFAS_CAN_CHOOSE, '["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]');
  const newPassword = (await ask('new-password')).body;
  assert.equal(newPassword.ChallengeParameters.requiredAttributes, '["userAttributes.name"]');
  assert.equal(JSON.parse(newPassword.ChallengeParameters.userAttributes).email, 'new-password@example.com');
  const setup = (await ask('mfa-setup')).body;
  assert.equal(setup.ChallengeParameters.MFAS_CAN_SETUP, '["SOFTWARE_TOKEN_MFA"]');
  const sms = (await ask('sms')).body;
  assert.equal(sms.ChallengeParameters.CODE_DELIVERY_DELIVERY_MEDIUM, 'SMS');
  assert.equal(sms.ChallengeParameters.CODE_DELIVERY_DESTINATION, '+*******0199');
});

test('a session works once', async () => {
  const { id, session } = await ask('sms');
  const responses = { USERNAME: id, SMS_MFA_CODE: pool.lastCode('sms@example.com') };
  assert.equal((await respond(pool, 'SMS_MFA', responses, session)).status, 200);
  assert.equal(
    refusalOf(await respond(pool, 'SMS_MFA', responses, session)),
    'NotAuthorizedException: Invalid session for the user, session can only be used once.',
  );
});

test('a session expires', async () => {
  const { id, session } = await ask('sms');
  clock.advance(3 * 60_000);
  const responses = { USERNAME: id, SMS_MFA_CODE: pool.lastCode('sms@example.com') };
  assert.equal(
    refusalOf(await respond(pool, 'SMS_MFA', responses, session)),
    'NotAuthorizedException: Invalid session for the user, session is expired.',
  );
});

test('a session is for its own challenge and its own person', async () => {
  const { id, session } = await ask('sms');
  const other = await respond(pool, 'EMAIL_OTP', { USERNAME: id, EMAIL_OTP_CODE: '000000' }, session);
  assert.equal(refusalOf(other), 'NotAuthorizedException: Invalid session for the user.');
  const code = pool.lastCode('sms@example.com');
  const typed = await respond(pool, 'SMS_MFA', { USERNAME: 'sms@example.com', SMS_MFA_CODE: code }, session);
  assert.equal(refusalOf(typed), 'NotAuthorizedException: Invalid session for the user.');
  const none = await respond(pool, 'SMS_MFA', { USERNAME: id, SMS_MFA_CODE: code });
  assert.equal(refusalOf(none), 'NotAuthorizedException: Invalid session for the user.');
  assert.equal((await respond(pool, 'SMS_MFA', { USERNAME: id, SMS_MFA_CODE: code }, session)).status, 200);
});

for (const [keeps, then] of /** @type {const} */ ([
  [true, 200],
  [false, 400],
])) {
  test(`after a wrong code the session ${keeps ? 'still works' : 'is gone, if the option says so'}`, async () => {
    pool.setOptions({ wrongCodeKeepsSession: keeps });
    const { id, session } = await ask('sms');
    const wrong = await respond(pool, 'SMS_MFA', { USERNAME: id, SMS_MFA_CODE: 'wrong' }, session);
    assert.equal(refusalOf(wrong), 'CodeMismatchException: Invalid code or auth state for the user.');
    const code = pool.lastCode('sms@example.com');
    assert.equal((await respond(pool, 'SMS_MFA', { USERNAME: id, SMS_MFA_CODE: code }, session)).status, then);
  });
}

test('an authenticator code counts half a minute early and late, and not longer', async () => {
  const { id, session } = await ask('totp');
  const secret = String(accountOf('totp').totpSecret);
  const answer = (/** @type {number} */ late) =>
    respond(
      pool,
      'SOFTWARE_TOKEN_MFA',
      { USERNAME: id, SOFTWARE_TOKEN_MFA_CODE: totp(secret, clock.now() - late) },
      session,
    );
  const refusal = 'CodeMismatchException: Invalid verification code provided, please try again.';
  assert.equal(refusalOf(await answer(60_000 + 30_000)), refusal);
  assert.equal((await answer(30_000)).status, 200);
});

test("totp() is RFC 6238's, by its own examples", () => {
  // Appendix B, SHA-1, the last six of its eight digits.
  const secret = String(accountOf('totp').totpSecret);
  assert.equal(totp(secret, 59_000), '287082');
  assert.equal(totp(secret, 1_111_111_109_000), '081804');
  assert.equal(totp(secret, 20_000_000_000_000), '353130');
});

test('a one-time code by text message (SMS_OTP)', async () => {
  const { id, session } = await ask('sms-otp');
  const code = pool.lastCode('sms-otp@example.com');
  const answer = await respond(pool, 'SMS_OTP', { USERNAME: id, SMS_OTP_CODE: code }, session);
  assert.ok(answer.body.AuthenticationResult.IdToken);
});

test('an authenticator app is not set up before its first code', async () => {
  const { id, session } = await ask('mfa-setup');
  const early = await respond(pool, 'MFA_SETUP', { USERNAME: id }, session);
  assert.equal(early.body.__type, 'InvalidParameterException');
  const associated = await call(pool, 'AssociateSoftwareToken', { Session: session });
  assert.match(associated.body.SecretCode, /^[A-Z2-7]{52}$/);
  const again = await call(pool, 'AssociateSoftwareToken', { Session: session });
  assert.match(refusalOf(again), /session can only be used once/);
});

test('the demo has fixed codes, and forgets new passwords and apps', async () => {
  pool.setOptions({ demo: true });
  for (let visitor = 0; visitor < 2; visitor += 1) {
    const sms = await ask('sms');
    assert.equal(
      (await respond(pool, 'SMS_MFA', { USERNAME: sms.id, SMS_MFA_CODE: '123456' }, sms.session)).status,
      200,
    );

    const { id, session } = await ask('new-password');
    const responses = { USERNAME: id, NEW_PASSWORD: 'Brand-New-Pass-2', 'userAttributes.name': 'New Person' };
    const answer = await respond(pool, 'NEW_PASSWORD_REQUIRED', responses, session);
    assert.ok(answer.body.AuthenticationResult.IdToken);

    const setup = await ask('mfa-setup');
    assert.equal(setup.body.ChallengeName, 'MFA_SETUP');
    const { SecretCode, Session } = (await call(pool, 'AssociateSoftwareToken', { Session: setup.session })).body;
    const verify = { Session, UserCode: totp(SecretCode, clock.now()) };
    const verified = (await call(pool, 'VerifySoftwareToken', verify)).body;
    assert.equal(verified.Status, 'SUCCESS');
    const done = await respond(pool, 'MFA_SETUP', { USERNAME: setup.id }, verified.Session);
    assert.ok(done.body.AuthenticationResult.IdToken);
  }
});

/** The first challenge after the password. @param {string} kind */
async function ask(kind) {
  const { username, password } = accountOf(kind);
  const { body } = await signIn(pool, username, password, clock.now());
  return { body, id: body.ChallengeParameters.USER_ID_FOR_SRP, session: body.Session };
}
