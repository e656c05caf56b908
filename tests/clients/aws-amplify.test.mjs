// @ts-check
// aws-amplify signs in to the sandbox's pool: the client that knows most of Cognito,
// e-mail codes and rotation among it.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { Amplify } from 'aws-amplify';
import { confirmSignIn, fetchAuthSession, getCurrentUser, signIn, signOut } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { absentNames, createClock, startPool, totp } from '../../scripts/sandbox/index.mjs';
import { accountOf, call, keyPair, refusalOf } from './raw-client.mjs';

const clock = createClock();
/** @type {import('../../scripts/sandbox/pool.mjs').Pool} */
let pool;
/** @type {Map<string, string>} what Amplify keeps */
const stored = new Map();

beforeEach(async () => {
  stored.clear();
  await pool?.close();
  pool = await startPool({ clock, keyPair });
  const { userPoolId, clientId, url } = pool;
  Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: url } } });
  // After configure(), which sets a storage of its own.
  cognitoUserPoolsTokenProvider.setKeyValueStorage({
    getItem: async (key) => stored.get(key) ?? null,
    setItem: async (key, value) => void stored.set(key, value),
    removeItem: async (key) => void stored.delete(key),
    clear: async () => stored.clear(),
  });
});
after(() => pool.close());

test('no second step: tokens, and who they are for', async () => {
  assert.equal(await step('none'), 'DONE');
  const { tokens } = await fetchAuthSession();
  assert.equal(tokens?.idToken?.payload.email, accountOf('none').username);
  const { userId } = await getCurrentUser();
  assert.equal(userId, tokens?.idToken?.payload.sub);
});

test('a password that is not ASCII', async () => {
  assert.equal(await step('unicode'), 'DONE');
});

for (const username of Object.values(absentNames)) {
  test(`${username}, who does not exist, is refused like a wrong password`, async () => {
    const attempt = signIn({ username, password: 'Wrong-Pass-1' });
    await assert.rejects(attempt, { name: 'NotAuthorizedException', message: 'Incorrect username or password.' });
  });
}

test('with PreventUserExistenceErrors off, an unknown name is told so', async () => {
  pool.setOptions({ preventUserExistenceErrors: false });
  const attempt = signIn({ username: absentNames.plain, password: 'Wrong-Pass-1' });
  await assert.rejects(attempt, { name: 'UserNotFoundException', message: 'User does not exist.' });
});

for (const [kind, expected] of [
  ['sms', 'CONFIRM_SIGN_IN_WITH_SMS_CODE'],
  ['email', 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE'],
]) {
  test(`${kind}: a code that was sent, wrong once`, async () => {
    assert.equal(await step(kind), expected);
    await assert.rejects(confirmSignIn({ challengeResponse: 'abcdef' }), { name: 'CodeMismatchException' });
    assert.equal(await answer(String(pool.lastCode(accountOf(kind).username))), 'DONE');
  });
}

test('a code from an authenticator app', async () => {
  assert.equal(await step('totp'), 'CONFIRM_SIGN_IN_WITH_TOTP_CODE');
  assert.equal(await answer(totp(String(accountOf('totp').totpSecret), clock.now())), 'DONE');
});

test('a choice between steps, e-mail taken', async () => {
  const { nextStep } = await signIn(credentials('choice'));
  assert.ok(nextStep.signInStep === 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION');
  assert.deepEqual(nextStep.allowedMFATypes, ['SMS', 'TOTP', 'EMAIL']);
  assert.equal(await answer('EMAIL'), 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
  assert.equal(await answer(String(pool.lastCode(accountOf('choice').username))), 'DONE');
});

test('a text message, then a new password', async () => {
  assert.equal(await step('sms-then-new-password'), 'CONFIRM_SIGN_IN_WITH_SMS_CODE');
  const code = String(pool.lastCode(accountOf('sms-then-new-password').username));
  assert.equal(await answer(code), 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED');
  assert.equal(await answer('Brand-New-Pass-2'), 'DONE');
});

test('a new password with an attribute that is required', async () => {
  const { nextStep } = await signIn(credentials('new-password'));
  assert.ok(nextStep.signInStep === 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED');
  assert.deepEqual(nextStep.missingAttributes, ['name']);
  const challengeResponse = 'Brand-New-Pass-2';
  const without = confirmSignIn({ challengeResponse });
  await assert.rejects(without, { name: 'InvalidParameterException' });
  const { isSignedIn } = await confirmSignIn({
    challengeResponse,
    options: { userAttributes: { name: 'New Person' } },
  });
  assert.ok(isSignedIn);
});

test('setting up an authenticator app', async () => {
  const { nextStep } = await signIn(credentials('mfa-setup'));
  assert.ok(nextStep.signInStep === 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP');
  const { sharedSecret } = nextStep.totpSetupDetails;
  await assert.rejects(confirmSignIn({ challengeResponse: '000' }), { name: 'EnableSoftwareTokenMFAException' });
  assert.equal(await answer(totp(sharedSecret, clock.now())), 'DONE');
});

test("a challenge of the pool's own making", async () => {
  assert.equal(await step('custom'), 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE');
  assert.equal(await answer('open sesame'), 'DONE');
});

for (const [kind, name, message] of [
  ['disabled', 'NotAuthorizedException', 'User is disabled.'],
  ['locked-out', 'NotAuthorizedException', 'Password attempts exceeded'],
  ['security', 'NotAuthorizedException', 'Unable to login because of security reasons.'],
]) {
  test(`${kind}: refused with "${message}"`, async () => {
    await assert.rejects(signIn(credentials(kind)), { name, message });
  });
}

for (const [kind, expected] of [
  ['reset-required', 'RESET_PASSWORD'],
  ['unconfirmed', 'CONFIRM_SIGN_UP'],
]) {
  test(`${kind}: Amplify reads the refusal as ${expected}`, async () => {
    assert.equal(await step(kind), expected);
  });
}

test('a remembered device needs no code, and one that the pool forgot does again', async (t) => {
  pool.setOptions({ deviceTracking: true });
  // Amplify names the device after the browser, and forgets one that it cannot name: Node 20 has no navigator.
  const navigator = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'test' }, configurable: true });
  t.after(() => {
    Reflect.deleteProperty(globalThis, 'navigator');
    if (navigator) Object.defineProperty(globalThis, 'navigator', navigator);
  });
  const lastCode = () => String(pool.lastCode(accountOf('sms').username));
  assert.equal(await step('sms'), 'CONFIRM_SIGN_IN_WITH_SMS_CODE');
  assert.equal(await answer(lastCode()), 'DONE');
  await signOut();
  assert.equal(await step('sms'), 'DONE');
  await fetchAuthSession({ forceRefresh: true });
  await signOut();
  pool.forgetDevices(accountOf('sms').username);
  assert.equal(await step('sms'), 'CONFIRM_SIGN_IN_WITH_SMS_CODE');
  assert.equal(await answer(lastCode()), 'DONE');
});

test('refresh gives a new id token', async () => {
  await step('none');
  const earlier = await fetchAuthSession();
  const later = await fetchAuthSession({ forceRefresh: true });
  assert.notEqual(String(later.tokens?.idToken), String(earlier.tokens?.idToken));
  assert.equal(pool.requests.at(-1)?.operation, 'GetTokensFromRefreshToken');
});

test('with rotation on, the new refresh token is kept and works again', async () => {
  pool.setOptions({ rotation: true });
  await step('none');
  const first = refreshToken();
  await fetchAuthSession({ forceRefresh: true });
  const second = refreshToken();
  assert.notEqual(second, first);
  await fetchAuthSession({ forceRefresh: true });
  assert.notEqual(refreshToken(), second);
});

test('one throttled call is no failure', async () => {
  pool.faults.add({ operation: 'InitiateAuth', kind: 'throttle' });
  assert.equal(await step('none'), 'DONE');
  assert.deepEqual(
    pool.requests.map(({ status }) => status),
    [429, 200, 200],
  );
});

test('sign-out revokes the refresh token', async () => {
  await step('none');
  const token = refreshToken();
  await signOut();
  assert.equal(refusalOf(await refreshByHand(token)), 'NotAuthorizedException: Refresh Token has been revoked');
});

test('global sign-out revokes it too', async () => {
  await step('none');
  const token = refreshToken();
  await signOut({ global: true });
  assert.ok(pool.requests.some(({ operation }) => operation === 'GlobalSignOut'));
  assert.equal(refusalOf(await refreshByHand(token)), 'NotAuthorizedException: Refresh Token has been revoked');
});

/** @param {string} kind */
function credentials(kind) {
  const { username, password } = accountOf(kind);
  return { username, password };
}

/** What Amplify says comes next after the password. @param {string} kind */
async function step(kind) {
  return (await signIn(credentials(kind))).nextStep.signInStep;
}

/** @param {string} challengeResponse */
async function answer(challengeResponse) {
  return (await confirmSignIn({ challengeResponse })).nextStep.signInStep;
}

function refreshToken() {
  for (const [key, value] of stored) if (key.endsWith('.refreshToken')) return value;
  throw new Error('Amplify kept no refresh token');
}

/** @param {string} token */
function refreshByHand(token) {
  return call(pool, 'GetTokensFromRefreshToken', { RefreshToken: token, ClientId: pool.clientId });
}
