// @ts-check
// The code that an authenticator app shows (RFC 6238), from the secret that the app was set up with.
import { createHmac } from 'node:crypto';
import { CommandError, EXIT } from './errors.js';
import { readPrivate } from './private-file.js';

const STEP_MS = 30_000; // RFC 6238 §5.2; with SHA-1 and six digits what Cognito's authenticators use
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'; // RFC 4648 §6

/**
 * @param {string} path of a file with the secret in base32, or with the otpauth: URI of the QR code
 * @returns {Promise<Buffer>}
 */
export async function readTotpSecret(path) {
  const text = await readPrivate(path);
  if (text === undefined) throw new CommandError(EXIT.file, 'file_failed', `${path} is not there.`, 'Put the secret of the authenticator app into it (chmod 600), as it was shown when the app was set up.');
  const secret = fromBase32(text.trim().match(/^otpauth:.*[?&]secret=([^&]+)/i)?.[1] ?? text);
  if (!secret) throw new CommandError(EXIT.file, 'file_malformed', `${path} does not hold the secret of an authenticator app.`, 'It has letters and the digits 2 to 7 only (base32), or is the otpauth: URI that the QR code stands for.');
  return secret;
}

/**
 * RFC 4226 §5.3: HOTP(K, C) = Truncate(HMAC-SHA-1(K, C)); RFC 6238 §4.2: C = T / 30 s.
 * @param {Uint8Array} secret
 * @param {number} now
 * @param {number} [ahead] steps
 */
export function totp(secret, now, ahead = 0) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / STEP_MS) + ahead));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac[mac.length - 1] & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** @param {string} text @returns {Buffer | undefined} */
function fromBase32(text) {
  const letters = text.toUpperCase().replace(/[\s=-]/g, '');
  if (!/^[A-Z2-7]{16,}$/.test(letters)) return undefined; // RFC 4226 §4 R6: 128 bits; some issuers give 80
  const bits = [...letters].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}
