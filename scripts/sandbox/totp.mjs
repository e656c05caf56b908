// @ts-check
// The six digits of an authenticator app (RFC 6238 on top of RFC 4226).
import { createHmac } from 'node:crypto';

const STEP_MS = 30_000;

/**
 * @param {string} secretBase32 as shown to the person, e.g. 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
 * @param {number} nowMs
 * @returns {string} six digits
 */
export function totp(secretBase32, nowMs) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(totpStep(nowMs)));
  const mac = createHmac('sha1', fromBase32(secretBase32)).update(counter).digest();
  // RFC 4226 §5.3: the low four bits of the last byte say where to read 31 bits.
  const at = mac[19] & 15;
  const number = mac.readUInt32BE(at) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** The number of the 30-second step that `nowMs` is in. @param {number} nowMs */
export function totpStep(nowMs) {
  return Math.floor(nowMs / STEP_MS);
}

/**
 * The step whose code this is: the present one or a neighbour (RFC 6238 §5.2 allows for one step
 * of delay), or undefined.
 *
 * @param {string} secretBase32
 * @param {string} code
 * @param {number} nowMs
 */
export function matchingTotpStep(secretBase32, code, nowMs) {
  for (const delta of [0, -STEP_MS, STEP_MS]) {
    if (totp(secretBase32, nowMs + delta) === code) return totpStep(nowMs + delta);
  }
  return undefined;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'; // RFC 4648 §6

/** @param {Uint8Array} bytes */
export function toBase32(bytes) {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** @param {string} text */
function fromBase32(text) {
  const bits = [...text.toUpperCase().replace(/[\s=]/g, '')]
    .map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)));
}
