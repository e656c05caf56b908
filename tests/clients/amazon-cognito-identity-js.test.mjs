// @ts-check
// The library that Claris's own sample uses (docs/protocol.md §Claris ID) signs in to the sandbox's pool. It knows
// nothing of the sandbox, so what it accepts is what a real client accepts.
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { after, beforeEach, test } from 'node:test';
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { absentNames, createClock, startPool, totp } from '../../scripts/sandbox/index.mjs';
import { memoryStorage } from '../behaviour/clients/memory-storage.mjs';
import { accountOf, call, keyPair, refusalOf } from './raw-client.mjs';

const clock = createClock();
/** @type {import('../../scripts/sandbox/pool.mjs').Pool} */
let pool;
beforeEach(async () => {
  await pool?.close();
  pool = await startPool({ clock, keyPair });
});
after(() => pool.close());

test('no second step: an id token that the published key verifies', async () => {
  const { session } = await signIn('none');
  const { payload } = session.getIdToken();
  assert.equal(payload.email, accountOf('none').username);
  assert.equal(payload.token_use, 'id');
  assert.equal(payload.exp - payload.iat, 3600);

  const [header, claims, signature] = session.getIdToken().getJwtToken().split('.');
  const { keys } = await (await fetch(pool.jwksUrl)).json();
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
  const key = createPublicKey({ key: keys.find((/** @type {any} */ each) => each.kid === kid), format: 'jwk' });
  assert.ok(verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url')));
});

test('a password that is not ASCII', async () => {
  await signIn('unicode');
});

test('a wrong password is refused', async () => {
  await assert.rejects(signIn('none', { password: 'Wrong-Pass-1' }), { message: 'Incorrect username or password.' });
});

for (const [salt, username] of Object.entries(absentNames)) {
  test(`an unknown name with a salt of the kind "${salt}" is refused like a wrong password`, async () => {
    await assert.rejects(signIn('none', { username }), { message: 'Incorrect username or password.' });
  });
}

test('a code by text message, wrong once', async () => {
  const { user } = await signIn('sms', {
    mfaRequired: (user, callbacks) =>
      user.sendMFACode('000', {
        ...callbacks,
        onFailure: (/** @type {Error} */ error) => {
          assert.equal(error.name, 'CodeMismatchException');
          user.sendMFACode(String(pool.lastCode(accountOf('sms').username)), callbacks);
        },
      }),
  });
  assert.ok(user.getSignInUserSession()?.isValid());
});

test('a code from an authenticator app', async () => {
  const secret = String(accountOf('totp').totpSecret);
  await signIn('totp', {
    totpRequired: (user, callbacks) => user.sendMFACode(totp(secret, clock.now()), callbacks, 'SOFTWARE_TOKEN_MFA'),
  });
});

test('a choice between steps', async () => {
  const { username, totpSecret } = accountOf('choice');
  await signIn('choice', {
    selectMFAType: (user, callbacks, parameters) => {
      assert.deepEqual(JSON.parse(parameters.MFAS_CAN_CHOOSE), ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP']);
      user.sendMFASelectionAnswer('SOFTWARE_TOKEN_MFA', callbacks);
    },
    totpRequired: (user, callbacks) =>
      user.sendMFACode(totp(String(totpSecret), clock.now()), callbacks, 'SOFTWARE_TOKEN_MFA'),
  });
  await signIn('choice', {
    selectMFAType: (user, callbacks) => user.sendMFASelectionAnswer('SMS_MFA', callbacks),
    mfaRequired: (user, callbacks) => user.sendMFACode(String(pool.lastCode(username)), callbacks),
  });
});

test('a new password, which then is the password', async () => {
  const password = 'Brand-New-Pass-2';
  const { session } = await signIn('new-password', {
    newPasswordRequired: (user, callbacks, known, required) => {
      assert.equal(known.email, accountOf('new-password').username);
      assert.deepEqual(required, ['name']);
      user.completeNewPasswordChallenge(password, { name: 'New Person' }, callbacks);
    },
  });
  assert.equal(session.getIdToken().payload.name, 'New Person');
  await assert.rejects(signIn('new-password'), { name: 'NotAuthorizedException' });
  await signIn('new-password', { password });
});

test('a new password that is too weak', async () => {
  const attempt = signIn('new-password', {
    newPasswordRequired: (user, callbacks) => user.completeNewPasswordChallenge('weak', { name: 'X' }, callbacks),
  });
  await assert.rejects(attempt, { name: 'InvalidPasswordException' });
});

test('setting up an authenticator app, which the next sign-in asks for', async () => {
  let secret = '';
  await signIn('mfa-setup', {
    mfaSetup: (user, callbacks) =>
      user.associateSoftwareToken({
        onFailure: callbacks.onFailure,
        associateSecretCode: (code) => {
          secret = code;
          user.verifySoftwareToken(totp(secret, clock.now()), 'Test app', callbacks);
        },
      }),
  });
  await signIn('mfa-setup', {
    totpRequired: (user, callbacks) => user.sendMFACode(totp(secret, clock.now()), callbacks, 'SOFTWARE_TOKEN_MFA'),
  });
});

test('a remembered device proves itself instead of asking for a code', async () => {
  pool.setOptions({ deviceTracking: true });
  const storage = memoryStorage();
  await signIn('sms', {
    storage,
    mfaRequired: (user, callbacks) => user.sendMFACode(String(pool.lastCode(accountOf('sms').username)), callbacks),
  });
  pool.clearRequests();
  const { user, session } = await signIn('sms', { storage });
  assert.deepEqual(
    pool.requests.map(({ body }) => body.ChallengeName ?? body.AuthFlow),
    ['USER_SRP_AUTH', 'PASSWORD_VERIFIER', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER'],
  );

  const withDevice = await refresh(user, session);
  assert.ok(withDevice.getIdToken().getJwtToken());
  const without = await refreshByHand(session);
  assert.equal(refusalOf(without), 'NotAuthorizedException: Invalid Refresh Token.');
});

test('a device that the pool forgot is asked for a code again', async () => {
  pool.setOptions({ deviceTracking: true });
  const storage = memoryStorage();
  /** @param {CognitoUser} user @param {any} callbacks */
  const mfaRequired = (user, callbacks) => user.sendMFACode(String(pool.lastCode(accountOf('sms').username)), callbacks);
  await signIn('sms', { storage, mfaRequired });
  pool.forgetDevices(accountOf('sms').username);
  pool.clearRequests();
  await signIn('sms', { storage, mfaRequired });
  // The same proof twice: the second time without the key, which is null then.
  assert.deepEqual(
    pool.requests.map(({ body, status }) => [body.ChallengeName ?? body.AuthFlow, status]),
    [
      ['USER_SRP_AUTH', 200],
      ['PASSWORD_VERIFIER', 400],
      ['PASSWORD_VERIFIER', 200],
      ['SMS_MFA', 200],
      [undefined, 200], // ConfirmDevice
    ],
  );
});

test('refresh gives a new id token and keeps the refresh token', async () => {
  const { user, session } = await signIn('none');
  const renewed = await refresh(user, session);
  assert.notEqual(renewed.getIdToken().getJwtToken(), session.getIdToken().getJwtToken());
  assert.equal(renewed.getRefreshToken().getToken(), session.getRefreshToken().getToken());
});

test('sign-out revokes the refresh token', async () => {
  const { user, session } = await signIn('none');
  await new Promise((resolve) => user.signOut(() => resolve(undefined)));
  assert.equal(pool.requests.at(-1)?.operation, 'RevokeToken');
  assert.equal(refusalOf(await refreshByHand(session)), 'NotAuthorizedException: Refresh Token has been revoked');
});

test('global sign-out ends the sign-ins of other devices too', async () => {
  const { session: elsewhere } = await signIn('none');
  const { user } = await signIn('none');
  await new Promise((resolve, reject) => user.globalSignOut({ onSuccess: resolve, onFailure: reject }));
  assert.equal(refusalOf(await refreshByHand(elsewhere)), 'NotAuthorizedException: Refresh Token has been revoked');
});

/**
 * @typedef {import('amazon-cognito-identity-js').CognitoUserSession} Session
 *
 * @typedef {object} SignInSettings
 * @property {string} [username]
 * @property {string} [password]
 * @property {any} [storage]
 * @property {(user: CognitoUser, callbacks: any) => void} [mfaRequired]
 * @property {(user: CognitoUser, callbacks: any) => void} [totpRequired]
 * @property {(user: CognitoUser, callbacks: any) => void} [mfaSetup]
 * @property {(user: CognitoUser, callbacks: any, parameters: any) => void} [selectMFAType]
 * @property {(user: CognitoUser, callbacks: any, known: any, required: any) => void} [newPasswordRequired]
 *
 * @param {string} kind of demo account
 * @param {SignInSettings} [settings]
 * @returns {Promise<{user: CognitoUser, session: Session}>}
 */
function signIn(kind, settings = {}) {
  const { username = accountOf(kind).username, password = accountOf(kind).password } = settings;
  const Storage = settings.storage ?? memoryStorage();
  const Pool = new CognitoUserPool({
    UserPoolId: pool.userPoolId,
    ClientId: pool.clientId,
    endpoint: pool.url,
    Storage,
  });
  const user = new CognitoUser({ Username: username, Pool, Storage });
  return new Promise((resolve, reject) => {
    /** @type {any} */
    const callbacks = {
      onSuccess: (/** @type {Session} */ session) => resolve({ user, session }),
      onFailure: reject,
    };
    callbacks.mfaRequired = () => settings.mfaRequired?.(user, callbacks);
    callbacks.totpRequired = () => settings.totpRequired?.(user, callbacks);
    callbacks.mfaSetup = () => settings.mfaSetup?.(user, callbacks);
    callbacks.selectMFAType = (/** @type {string} */ _, /** @type {any} */ parameters) =>
      settings.selectMFAType?.(user, callbacks, parameters);
    callbacks.newPasswordRequired = (/** @type {any} */ known, /** @type {any} */ required) =>
      settings.newPasswordRequired?.(user, callbacks, known, required);
    user.authenticateUser(new AuthenticationDetails({ Username: username, Password: password }), callbacks);
  });
}

/** @param {CognitoUser} user @param {Session} session @returns {Promise<Session>} */
function refresh(user, session) {
  return new Promise((resolve, reject) => {
    user.refreshSession(session.getRefreshToken(), (error, renewed) => (error ? reject(error) : resolve(renewed)));
  });
}

/**
 * The library tries a refused refresh for 6.5 seconds, so refusals are seen by hand.
 *
 * @param {Session} session
 */
function refreshByHand(session) {
  return call(pool, 'InitiateAuth', {
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    ClientId: pool.clientId,
    AuthParameters: { REFRESH_TOKEN: session.getRefreshToken().getToken() },
  });
}
