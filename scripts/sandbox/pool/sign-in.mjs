// @ts-check
// What happens after the password: the steps of the account one by one, and the tokens at the end.
import { randomUUID } from 'node:crypto';
import { describeStep } from './challenges.mjs';
import { registerDevice, requireRememberedDevice } from './devices.mjs';

/**
 * @typedef {import('../pool.mjs').PoolContext} PoolContext
 * @typedef {import('./auth-sessions.mjs').SignIn} SignIn
 */

/**
 * @param {PoolContext} pool @param {import('./users.mjs').User} user
 * @param {string | undefined} deviceKey
 * @returns {SignIn}
 */
export function startSignIn(pool, user, deviceKey) {
  const pending = [...user.steps];
  if (!pool.options.deviceTracking || deviceKey === undefined) return { user, pending };
  requireRememberedDevice(user, deviceKey);
  // A remembered device proves itself in place of the code (a setting of the real pool).
  const others = pending.filter((step) => step === 'NEW_PASSWORD_REQUIRED' || step === 'CUSTOM_CHALLENGE');
  return { user, pending: ['DEVICE_SRP_AUTH', ...others], deviceKey };
}

/** The next challenge, or the tokens. @param {PoolContext} pool @param {SignIn} signIn */
export function continueSignIn(pool, signIn) {
  const step = signIn.pending[0];
  if (step === undefined) return tokensFor(pool, signIn);
  return {
    ChallengeName: step,
    ChallengeParameters: describeStep(pool, step, signIn),
    Session: pool.authSessions.open(step, signIn),
  };
}

/** @param {PoolContext} pool @param {SignIn} signIn */
function tokensFor(pool, { user, deviceKey }) {
  const family = randomUUID();
  const authTime = Math.floor(pool.now() / 1000);
  const newDevice = pool.options.deviceTracking && deviceKey === undefined ? registerDevice(pool, user) : undefined;
  const RefreshToken = pool.tokens.issueRefreshToken({
    user,
    family,
    authTime,
    deviceKey: deviceKey ?? newDevice?.key,
  });
  return {
    AuthenticationResult: {
      ...pool.tokens.issueJwts({ user, family, authTime }),
      RefreshToken,
      ...(newDevice && { NewDeviceMetadata: { DeviceKey: newDevice.key, DeviceGroupKey: newDevice.groupKey } }),
    },
    ChallengeParameters: {},
  };
}
