// @ts-check
// The signature of a token: by WebCrypto and by the module that takes its place, which must agree; OpenSSL makes what they are shown.
import assert from 'node:assert/strict';
import { constants, createHash, generateKeyPairSync, privateEncrypt, sign } from 'node:crypto';
import { test } from 'node:test';
import { verifySignature } from '../../dist/fmid/verify/index.js';
import { verifyRs256 } from '../../dist/fmid/verify/rs256.js';
import { sandboxed } from './sandboxed.mjs';

const SIGNED = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIn0';

/** @param {number} modulusLength bits @param {number} [publicExponent] */
function makeKey(modulusLength, publicExponent) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent });
  return { privateKey, jwk: publicKey.export({ format: 'jwk' }), size: modulusLength / 8 };
}
const key = makeKey(2048);

/** @param {Buffer} signature */
const tokenWith = (signature) => `${SIGNED}.${signature.toString('base64url')}`;

/** What both ways say, which must be the same. @param {JsonWebKey} jwk @param {string} token */
async function verdicts(jwk, token) {
  const subtle = await verifyRs256(jwk, token);
  const own = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(globalThis, 'crypto'));
  Object.defineProperty(globalThis, 'crypto', { value: { getRandomValues: () => assert.fail('verifying takes no randomness') }, configurable: true });
  try {
    assert.equal(await verifyRs256(jwk, token), subtle, 'the two ways differ');
  } finally {
    Object.defineProperty(globalThis, 'crypto', own);
  }
  return subtle;
}

for (const [bits, exponent] of [[2048], [2048, 3], [2056], [3072], [4096]]) {
  test(`a signature by a key of ${bits} bits${exponent ? ` with exponent ${exponent}` : ''} is good, for this text and this key alone`, async () => {
    const { privateKey, jwk } = makeKey(bits, exponent);
    const signature = sign('sha256', Buffer.from(SIGNED), privateKey);
    assert.equal(await verdicts(jwk, tokenWith(signature)), true);
    assert.equal(await verdicts(jwk, tokenWith(signature).replace('eyJ', 'fyJ')), false);
    assert.equal(await verdicts(makeKey(bits).jwk, tokenWith(signature)), false);
  });
}

test('a shorter key than RFC 7518 allows, and what is no RSA key, verify nothing', async () => {
  const short = makeKey(1024);
  assert.equal(await verdicts(short.jwk, tokenWith(sign('sha256', Buffer.from(SIGNED), short.privateKey))), false);
  const token = tokenWith(sign('sha256', Buffer.from(SIGNED), key.privateKey));
  assert.equal(await verdicts({ ...key.jwk, kty: 'oct' }, token), false);
  assert.equal(await verdicts({ kty: 'RSA' }, token), false);
});

// DigestInfo of RFC 8017, 9.2: AlgorithmIdentifier with NULL, then the digest.
const SHA256 = '3031300d060960864801650304020105000420';
const SHA512 = '3051300d060960864801650304020305000440';
const WITHOUT_NULL = '302f300b0609608648016503040201' + '0420';
const digest = createHash('sha256').update(SIGNED).digest('hex');

/** A block as RFC 8017 pads it: 00 01 ff…ff 00 info. @param {string} info hex @param {{ type?: string, fill?: string, after?: string }} [wrong] */
function block(info, { type = '0001', fill = 'ff', after = '' } = {}) {
  const padding = fill.repeat(key.size - 3 - (info.length + after.length) / 2);
  return Buffer.from(`${type}${padding}00${info}${after}`, 'hex');
}

/** @type {Record<string, Buffer>} */
const FORGED = {
  'a block of the type for encryption': block(SHA256 + digest, { type: '0002' }),
  'a block without its zero in front': block(SHA256 + digest, { type: '0101' }),
  'padding of zeros': block(SHA256 + digest, { fill: '00' }),
  // Bleichenbacher's forgery of 2006: what follows the digest is the forger's to choose.
  'short padding, and garbage after the digest': block(SHA256 + digest, { after: '00'.repeat(180) }),
  'the name of another hash': block(SHA512 + digest),
  'the digest without a name': block(digest),
  'the digest of another text': block(SHA256 + createHash('sha256').update('other').digest('hex')),
};
for (const [what, padded] of Object.entries(FORGED)) {
  test(`refused by both: ${what}`, async () => {
    const signature = privateEncrypt({ key: key.privateKey, padding: constants.RSA_NO_PADDING }, padded);
    assert.equal(await verdicts(key.jwk, tokenWith(signature)), false);
  });
}

test('the block that the forged ones are made from is good when nothing is wrong with it', async () => {
  const signature = privateEncrypt({ key: key.privateKey, padding: constants.RSA_NO_PADDING }, block(SHA256 + digest));
  assert.equal(await verdicts(key.jwk, tokenWith(signature)), true);
});

test('an algorithm without its NULL is refused: RFC 8017 makes it, and only it, with one', async () => {
  const signature = privateEncrypt({ key: key.privateKey, padding: constants.RSA_NO_PADDING }, block(WITHOUT_NULL + digest));
  assert.equal(await verdicts(key.jwk, tokenWith(signature)), false);
});

test('what is no base64url is no signature and no key, and no exception either', async () => {
  const token = tokenWith(sign('sha256', Buffer.from(SIGNED), key.privateKey));
  const signature = token.slice(SIGNED.length + 1);
  for (const wrong of ['', '!', 'A', 'A'.repeat(341), ` ${signature}`, `${signature}==`, `${signature.slice(0, -1)}*`, 'ü'.repeat(342)]) {
    assert.equal(await verdicts(key.jwk, `${SIGNED}.${wrong}`), false, wrong.slice(0, 5));
  }
  for (const wrong of [{ n: '!' }, { n: undefined }, { e: '!' }, { e: '' }, { e: undefined }]) {
    assert.equal(await verdicts({ ...key.jwk, ...wrong }, token), false, JSON.stringify(wrong));
  }
});

test('a signature too short, too long, or as large as the modulus is refused', async () => {
  const signature = sign('sha256', Buffer.from(SIGNED), key.privateKey);
  const modulus = Buffer.from(/** @type {string} */ (key.jwk.n), 'base64url');
  const plusModulus = (BigInt(`0x${signature.toString('hex')}`) + BigInt(`0x${modulus.toString('hex')}`)).toString(16);
  for (const wrong of [
    Buffer.alloc(0),
    signature.subarray(1),
    signature.subarray(0, -1),
    Buffer.concat([Buffer.alloc(1), signature]),
    Buffer.concat([signature, Buffer.alloc(1)]),
    Buffer.alloc(key.size),
    modulus,
    Buffer.from(plusModulus.padStart(key.size * 2 + (plusModulus.length % 2), '0'), 'hex'),
  ]) {
    assert.equal(await verdicts(key.jwk, tokenWith(wrong)), false);
  }
});

test('a pool\'s own token is valid; changed, of another pool, with another algorithm or key it is said to be', async (t) => {
  const { fmid, signIn, pool } = await sandboxed(t);
  const { idToken, accessToken } = await signIn();
  assert.equal(await verifySignature(fmid, idToken), 'valid');
  assert.equal(await verifySignature(fmid, accessToken), 'valid');

  const [header, claims, signature] = idToken.split('.');
  const part = (/** @type {string} */ text, /** @type {object} */ change) =>
    Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(text, 'base64url').toString()), ...change })).toString('base64url');
  assert.equal(await verifySignature(fmid, `${header}.${part(claims, { email: 'eve@example.com' })}.${signature}`), 'invalid');
  assert.equal(await verifySignature(fmid, `${header}.${part(claims, { iss: 'https://eve.example/pool' })}.${signature}`), 'other_issuer');
  assert.equal(await verifySignature(fmid, `${part(header, { alg: 'none' })}.${claims}.${signature}`), 'other_algorithm');
  assert.equal(await verifySignature(fmid, `${part(header, { kid: 'eve' })}.${claims}.${signature}`), 'unknown_key');
  await assert.rejects(verifySignature(fmid, 'no.token'), { code: 'token_malformed' });
  await pool.close();
  assert.equal(await verifySignature(fmid, idToken), 'keys_unreachable');
});

test('a token whose time is over is said to be, by the pool\'s clock; one whose signature is wrong is wrong first', async (t) => {
  const { fmid, signIn, clock } = await sandboxed(t);
  clock.advance(-61 * 60_000);
  const { idToken } = await signIn();
  assert.equal(await verifySignature(fmid, idToken), 'expired');
  const [header, claims, signature] = idToken.split('.');
  assert.equal(await verifySignature(fmid, `${header}.${claims}.${signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`), 'invalid');
});
