// @ts-check
// Remembered devices, when options.deviceTracking is on: the device gets a key at sign-in, makes
// itself a random password, and next time proves that by SRP instead of asking for a code.
import { randomBytes, randomUUID } from 'node:crypto';
import { fromBytes } from '../srp-server.mjs';
import { invalidParameter, noSuchDevice, wrongPassword } from './errors.mjs';

/**
 * @typedef {object} Device
 * @property {string} key
 * @property {string} groupKey
 * @property {bigint} [salt]     once confirmed
 * @property {bigint} [verifier]
 *
 * @typedef {import('../pool.mjs').PoolContext} PoolContext
 * @typedef {import('./users.mjs').User} User
 * @typedef {import('./auth-sessions.mjs').SignIn} SignIn
 */

/** @param {PoolContext} pool @param {User} user @returns {Device} */
export function registerDevice(pool, user) {
  const device = { key: `${pool.region}_${randomUUID()}`, groupKey: `-${randomBytes(6).toString('base64url')}` };
  user.devices.set(device.key, device);
  return device;
}

/** @param {User} user @param {unknown} key */
export function requireRememberedDevice(user, key) {
  const device = user.devices.get(String(key));
  if (device?.salt === undefined || device.verifier === undefined) throw noSuchDevice();
  return { ...device, salt: device.salt, verifier: device.verifier };
}

/** ConfirmDevice. @param {PoolContext} pool @param {Record<string, any>} input */
export function confirmDevice(pool, input) {
  const device = ownDevice(pool, input);
  const { Salt, PasswordVerifier } = input.DeviceSecretVerifierConfig ?? {};
  if (typeof Salt !== 'string' || typeof PasswordVerifier !== 'string') {
    throw invalidParameter('Missing required parameter DeviceSecretVerifierConfig');
  }
  // Two's complement, as padHex writes them; a value without its 00 would read as negative here and
  // as nothing useful at sign-in (docs/protocol.md §Devices).
  device.salt = signed(Salt);
  device.verifier = signed(PasswordVerifier);
  return { UserConfirmationNecessary: false };
}

/** ForgetDevice. @param {PoolContext} pool @param {Record<string, any>} input */
export function forgetDevice(pool, input) {
  const user = pool.users.find(pool.tokens.checkAccessToken(input.AccessToken).sub);
  user?.devices.delete(ownDevice(pool, input).key);
  return {};
}

/**
 * DEVICE_SRP_AUTH.
 *
 * @param {PoolContext} pool
 * @param {SignIn} signIn
 * @param {Record<string, any>} responses
 */
export function startDeviceProof(pool, { user, deviceKey }, responses) {
  if (responses.DEVICE_KEY !== deviceKey) throw noSuchDevice();
  const { key, groupKey, salt, verifier } = requireRememberedDevice(user, deviceKey);
  // The same formula with other names in it: group key for pool, device key for user.
  const owner = { poolName: groupKey, userId: key, salt, verifier };
  return { ...pool.proofs.challenge(owner, responses.SRP_A), USERNAME: user.sub, DEVICE_KEY: key };
}

/**
 * DEVICE_PASSWORD_VERIFIER.
 *
 * @param {PoolContext} pool
 * @param {SignIn} signIn
 * @param {Record<string, any>} responses
 */
export function answerDevicePassword(pool, { deviceKey }, responses) {
  if (responses.DEVICE_KEY !== deviceKey || deviceKey === undefined) throw noSuchDevice();
  const right = pool.proofs.answerIsRight(deviceKey, responses);
  pool.proofs.useUp(responses);
  if (!right) throw wrongPassword();
}

/** @param {PoolContext} pool @param {Record<string, any>} input @returns {Device} */
function ownDevice(pool, input) {
  const user = pool.users.find(pool.tokens.checkAccessToken(input.AccessToken).sub);
  const device = user?.devices.get(String(input.DeviceKey));
  if (!device) throw noSuchDevice();
  return device;
}

/** @param {string} base64 */
function signed(base64) {
  const bytes = Buffer.from(base64, 'base64');
  return BigInt.asIntN(bytes.length * 8, fromBytes(bytes));
}
