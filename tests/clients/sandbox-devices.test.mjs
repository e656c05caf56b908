// @ts-check
// Remembered devices: how one is made known, proves itself, and is forgotten.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, beforeEach, test } from 'node:test';
import { startPool } from '../../scripts/sandbox/index.mjs';
import { fromBytes, g, modPow, N, signatureOf, verifierOf } from '../../scripts/sandbox/srp-server.mjs';
import {
  accountOf,
  askForProof,
  call,
  claim,
  deviceSecret,
  keyPair,
  newSecret,
  proofFor,
  publicKeyOf,
  refusalOf,
  respond,
  timestampOf,
  tokensOf,
} from './raw-client.mjs';

const NO_DEVICE = 'ResourceNotFoundException: Device does not exist.';
const { username, password } = accountOf('none');
const DEVICE_PASSWORD = 'random text of the device';

/** @type {import('../../scripts/sandbox/pool.mjs').Pool} */
let pool;
beforeEach(async () => {
  await pool?.close();
  pool = await startPool({ keyPair, options: { deviceTracking: true } });
});
after(() => pool.close());

const vectors = JSON.parse(readFileSync(new URL('../vectors/cognito-protocol.json', import.meta.url), 'utf8'));

test("the pool's signature of a device is that of the vectors, and so is its verifier", () => {
  for (const each of vectors.device) {
    const { deviceGroupKey: poolName, deviceKey: userId, devicePassword, saltPaddedHex, expect } = each;
    const salt = fromBytes(Buffer.from(saltPaddedHex, 'hex'));
    const v = verifierOf({ poolName, userId, password: devicePassword, salt });
    assert.equal(v, BigInt(`0x${each.verifierPaddedHex}`), each.id);
    const exchange = {
      poolName,
      userId,
      v,
      A: modPow(g, BigInt(`0x${each.a}`), N),
      b: BigInt(`0x${each.b}`),
      B: BigInt(`0x${each.B}`),
      secretBlock: Buffer.from(each.secretBlock, 'base64'),
      timestamp: each.timestamp,
    };
    assert.equal(signatureOf(exchange).toString('base64'), expect.signature, each.id);
  }
});

test('a device that is confirmed proves itself in place of the code', async () => {
  const device = await remember();
  const { body } = await signInWith(device);
  assert.equal(body.ChallengeName, 'DEVICE_SRP_AUTH');
  const proven = await proveDevice(device, body);
  const { AuthenticationResult } = proven.body;
  assert.ok(AuthenticationResult.IdToken);
  assert.equal(AuthenticationResult.NewDeviceMetadata, undefined, 'it is no new device');
});

test('a salt and a verifier that look negative are read as they were written', async () => {
  // Without its 00 the pool reads another number, and the proof fails (docs/protocol.md §Devices).
  const device = await remember({ salt: 0xf0n << 120n });
  assert.ok((await proveDevice(device, (await signInWith(device)).body)).body.AuthenticationResult);
  const broken = await remember({ salt: 0xf0n << 120n, stripSign: true });
  assert.equal(
    refusalOf(await proveDevice(broken, (await signInWith(broken)).body)),
    'NotAuthorizedException: Incorrect username or password.',
  );
});

test('with another password, and with a key that is not its own, it does not', async () => {
  const device = await remember();
  const wrong = { ...device, password: 'another' };
  assert.equal((await proveDevice(wrong, (await signInWith(device)).body)).body.__type, 'NotAuthorizedException');
  const { body } = await signInWith(device);
  const SRP_A = publicKeyOf(newSecret()).toString(16);
  const responses = { USERNAME: device.user, DEVICE_KEY: 'us-west-2_other', SRP_A };
  assert.equal(refusalOf(await respond(pool, 'DEVICE_SRP_AUTH', responses, body.Session)), NO_DEVICE);
});

test('a device that was not confirmed is none', async () => {
  const { NewDeviceMetadata } = await tokensOf(pool);
  assert.equal(refusalOf(await signInWith({ key: NewDeviceMetadata.DeviceKey })), NO_DEVICE);
});

for (const [how, forget] of Object.entries({
  'by itself': (/** @type {Device} */ { accessToken: AccessToken, key: DeviceKey }) =>
    call(pool, 'ForgetDevice', { AccessToken, DeviceKey }),
  'by an administrator': () => pool.forgetDevices(username),
})) {
  test(`a device that is forgotten ${how} can neither sign in nor refresh, and its person can`, async () => {
    const device = await remember();
    assert.equal((await refreshWith(device)).status, 200);
    await forget(device);
    assert.equal(refusalOf(await refreshWith(device)), 'NotAuthorizedException: Invalid Refresh Token.');

    const asked = await askForProof(pool, username);
    const proof = proofFor(pool, asked, password, timestampOf(Date.now()));
    const refused = await respond(pool, 'PASSWORD_VERIFIER', { ...proof, DEVICE_KEY: device.key });
    assert.equal(refusalOf(refused), NO_DEVICE);
    // The same proof without the key, as amazon-cognito-identity-js sends it.
    const again = await respond(pool, 'PASSWORD_VERIFIER', { ...proof, DEVICE_KEY: null });
    assert.notEqual(again.body.AuthenticationResult.NewDeviceMetadata.DeviceKey, device.key);
    const third = await respond(pool, 'PASSWORD_VERIFIER', proof);
    assert.equal(refusalOf(third), 'NotAuthorizedException: Incorrect username or password.');
  });
}

test('a pool with a client secret wants SECRET_HASH of a device too', async () => {
  const device = await remember();
  const clientSecret = 'not so secret';
  pool.setOptions({ clientSecret });
  const hash = (/** @type {string} */ name) =>
    createHmac('sha256', clientSecret)
      .update(name + pool.clientId)
      .digest('base64');
  const asked = await askForProof(pool, username, { SECRET_HASH: hash(username) });
  const proof = proofFor(pool, asked, password, timestampOf(Date.now()));
  const SECRET_HASH = hash(device.user);
  const { body } = await respond(pool, 'PASSWORD_VERIFIER', { ...proof, DEVICE_KEY: device.key, SECRET_HASH });
  assert.match(refusalOf(await proveDevice(device, body)), /SECRET_HASH was not received/);
  assert.ok((await proveDevice(device, body, { SECRET_HASH })).body.AuthenticationResult);
});

/**
 * @typedef {object} Device
 * @property {string} key
 * @property {string} groupKey
 * @property {string} user sub of the person
 * @property {string} password
 * @property {string} accessToken
 * @property {string} refreshToken
 */

/** Signs in without a device and confirms the new one. @returns {Promise<Device>} */
async function remember({ salt = 5n, stripSign = false } = {}) {
  const { AccessToken, RefreshToken, NewDeviceMetadata } = await tokensOf(pool);
  const { DeviceKey, DeviceGroupKey } = NewDeviceMetadata;
  const owner = { poolName: DeviceGroupKey, userId: DeviceKey, password: DEVICE_PASSWORD };
  const secret = deviceSecret(owner, salt);
  if (stripSign) secret.Salt = Buffer.from(secret.Salt, 'base64').subarray(1).toString('base64');
  const input = { AccessToken, DeviceKey, DeviceName: 'Test', DeviceSecretVerifierConfig: secret };
  const confirmed = await call(pool, 'ConfirmDevice', input);
  assert.deepEqual(confirmed.body, { UserConfirmationNecessary: false });
  const { Username: user } = (await call(pool, 'GetUser', { AccessToken })).body;
  const tokens = { accessToken: AccessToken, refreshToken: RefreshToken };
  return { key: DeviceKey, groupKey: DeviceGroupKey, user, password: DEVICE_PASSWORD, ...tokens };
}

/** Both calls of the password. @param {{key: string}} device */
async function signInWith({ key: DEVICE_KEY }) {
  const asked = await askForProof(pool, username, { DEVICE_KEY });
  const proof = proofFor(pool, asked, password, timestampOf(Date.now()));
  return respond(pool, 'PASSWORD_VERIFIER', { ...proof, DEVICE_KEY });
}

/** Both calls of the device. @param {Device} device @param {any} challenge @param {object} [more] */
async function proveDevice({ key, groupKey, user, password }, challenge, more = {}) {
  const a = newSecret();
  const A = publicKeyOf(a);
  const shared = { USERNAME: user, DEVICE_KEY: key, ...more };
  const asked = await respond(pool, 'DEVICE_SRP_AUTH', { ...shared, SRP_A: A.toString(16) }, challenge.Session);
  if (asked.status !== 200) return asked;
  const owner = { poolName: groupKey, userId: key, password };
  const proof = claim(owner, { a, A, body: asked.body }, timestampOf(Date.now()));
  return respond(pool, 'DEVICE_PASSWORD_VERIFIER', { ...shared, ...proof }, asked.body.Session);
}

/** @param {Device} device */
function refreshWith({ refreshToken: RefreshToken, key: DeviceKey }) {
  return call(pool, 'GetTokensFromRefreshToken', { RefreshToken, ClientId: pool.clientId, DeviceKey });
}
