// @ts-check
// The server's half of Cognito's SRP, written from the protocol (docs/protocol.md §SRP), in
// BigInt, sharing nothing with fmid's core: if both agree, they agree about the protocol.
//
//   v  the verifier, g^x: all that the pool keeps of a password
//   b  the server's secret for one sign-in; B its public value
//   A  the browser's public value;  u  the scrambler;  S  the shared secret;  K  the key made of it
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

// The 3072-bit group of RFC 3526 §5, which RFC 5054 appendix A uses with another g (5); Cognito's g is 2.
export const N = BigInt(
  '0x' +
    'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD' +
    'EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED' +
    'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F' +
    '83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B' +
    'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510' +
    '15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7' +
    'ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C' +
    'BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
);
export const g = 2n;

// k = SHA256(00 ‖ N ‖ 02)
export const k = fromBytes(sha256(pad(N), pad(g)));

/**
 * What the pool stores when a password is set.
 *
 * @param {{poolName: string, userId: string, password: string, salt: bigint}} of
 *   poolName is the part of the pool id after '_'
 */
export function verifierOf({ poolName, userId, password, salt }) {
  // x = SHA256(pad(SALT) ‖ SHA256(utf8(poolName + USER_ID_FOR_SRP + ":" + password)))
  const x = fromBytes(sha256(pad(salt), sha256(`${poolName}${userId}:${password}`)));
  return modPow(g, x, N);
}

/**
 * @param {bigint} v
 * @param {bigint} [b] a test may fix it
 */
export function openExchange(v, b = fromBytes(randomBytes(32))) {
  // B = k·v + g^b
  return { b, B: (k * v + modPow(g, b, N)) % N };
}

/**
 * The signature that a client who knows the password sends.
 *
 * @param {object} exchange
 * @param {string} exchange.poolName
 * @param {string} exchange.userId
 * @param {bigint} exchange.v
 * @param {bigint} exchange.A
 * @param {bigint} exchange.b
 * @param {bigint} exchange.B
 * @param {Uint8Array} exchange.secretBlock
 * @param {string} exchange.timestamp
 */
export function signatureOf({ poolName, userId, v, A, b, B, secretBlock, timestamp }) {
  // u = SHA256(pad(A) ‖ pad(B))
  const u = fromBytes(sha256(pad(A), pad(B)));
  // S = (A · v^u)^b
  const S = modPow((A * modPow(v, u, N)) % N, b, N);
  // PRK = HMAC(key = pad(u), pad(S));  K = HMAC(PRK, "Caldera Derived Key" ‖ 01), its first 16 bytes
  const PRK = hmac(pad(u), pad(S));
  const K = hmac(PRK, 'Caldera Derived Key', Uint8Array.of(1)).subarray(0, 16);
  return hmac(K, poolName, userId, secretBlock, timestamp);
}

/**
 * @param {Parameters<typeof signatureOf>[0]} exchange
 * @param {string} claimed base64
 */
export function signatureIsRight(exchange, claimed) {
  const expected = signatureOf(exchange);
  const given = Buffer.from(claimed, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * Java's BigInteger.toByteArray(): the shortest two's-complement form, also of a negative number.
 * 7f → 7f, 80 → 0080, −1 → ff, −80 → 80, −81 → ff7f.
 *
 * @param {bigint} n
 */
export function pad(n) {
  let bytes = 1n;
  while (n >= 1n << (8n * bytes - 1n) || n < -(1n << (8n * bytes - 1n))) bytes += 1n;
  const hex = BigInt.asUintN(Number(8n * bytes), n).toString(16);
  return Buffer.from(hex.padStart(Number(2n * bytes), '0'), 'hex');
}

/** @param {Uint8Array} bytes big-endian, never negative */
export function fromBytes(bytes) {
  return BigInt('0x' + (Buffer.from(bytes).toString('hex') || '0'));
}

/** @param {bigint} base @param {bigint} exponent @param {bigint} modulus */
export function modPow(base, exponent, modulus) {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}

/** @param {...(string|Uint8Array)} parts */
function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** @param {Uint8Array} key @param {...(string|Uint8Array)} parts */
function hmac(key, ...parts) {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}
