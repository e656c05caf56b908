// @ts-check
// RS256: by WebCrypto, or by mbedTLS in a module of its own where a page without https has no WebCrypto.
import { compile, webCrypto } from '../load.js';

/** RFC 7518, 3.3: shorter keys must not be used. */
const LEAST_MODULUS_SIZE = 2048 / 8;

const encoder = new TextEncoder();

/**
 * @param {JsonWebKey} jwk
 * @param {string} token signed with RS256
 * @returns {Promise<boolean>} whether its signature is that key's
 */
export async function verifyRs256(jwk, token) {
  const modulus = fromBase64Url(jwk.n ?? '');
  if (jwk.kty !== 'RSA' || modulus.length < LEAST_MODULUS_SIZE) return false;
  const [header, claims, signature] = token.split('.');
  const given = fromBase64Url(signature);
  if (given.length !== modulus.length) return false; // RFC 8017, 8.2.2
  const signed = encoder.encode(`${header}.${claims}`);
  const subtle = (await webCrypto())?.subtle;
  return subtle
    ? byWebCrypto(subtle, jwk, signed, given)
    : byModule(modulus, fromBase64Url(jwk.e ?? ''), signed, given);
}

/** @param {SubtleCrypto} subtle @param {JsonWebKey} jwk @param {Uint8Array<ArrayBuffer>} signed @param {Uint8Array<ArrayBuffer>} signature */
async function byWebCrypto(subtle, { kty, n, e }, signed, signature) {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const key = await subtle.importKey('jwk', { kty, n, e }, algorithm, false, ['verify']).catch(() => undefined);
  return key !== undefined && subtle.verify(algorithm, key, signature, signed);
}

/** @param {Uint8Array} modulus @param {Uint8Array} exponent @param {Uint8Array} signed @param {Uint8Array} signature */
async function byModule(modulus, exponent, signed, signature) {
  const { exports } = await WebAssembly.instantiate(await compile(new URL('../fmid-rs256.wasm', import.meta.url)), {
    wasi_snapshot_preview1: { proc_exit() {} }, // abort() calls it and then traps
    env: { emscripten_notify_memory_growth() {} },
  });
  const { memory, _initialize, fmid_rs256_input, fmid_rs256_verify } = /** @type {any} */ (exports);
  _initialize();
  const parts = [modulus, exponent, signature, signed];
  let at = fmid_rs256_input(parts.reduce((size, { length }) => size + length, 0));
  for (const part of parts) {
    new Uint8Array(memory.buffer, at, part.length).set(part);
    at += part.length;
  }
  return fmid_rs256_verify(modulus.length, exponent.length, signature.length) !== 0;
}

/** Empty where it is none, which is no number and no signature. @param {string} text */
function fromBase64Url(text) {
  if (!/^[\w-]*$/.test(text)) return new Uint8Array(); // atob() allows for more
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
