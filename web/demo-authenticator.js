// @ts-check
// Plays the authenticator app of a demo account (RFC 6238: SHA-1, 30 seconds, six digits). For the sandbox only: a second factor in
// the page that asks for it would be none.
import { button, el } from './dom.js';
import { t } from './language.js';

const STEP_MS = 30_000;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'; // RFC 4648 §6

/** WebCrypto is there in secure contexts, which loopback is. */
export const canPlayAuthenticator = () => globalThis.crypto?.subtle !== undefined;

/** @param {string} secretBase32 @param {number} now @returns {Promise<string>} */
export async function totp(secretBase32, now) {
  const key = await crypto.subtle.importKey('raw', fromBase32(secretBase32), { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(Math.floor(now / STEP_MS)));
  const mac = new DataView(await crypto.subtle.sign('HMAC', key, counter));
  // RFC 4226 §5.3: the low four bits of the last byte say where to read 31 bits.
  const number = mac.getUint32(mac.getUint8(19) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/**
 * A line with the code of now, and a button that types it.
 *
 * @param {string} secretBase32
 * @param {(code: string) => void} onUse
 */
export function demoAuthenticator(secretBase32, onUse) {
  const shown = el('code', { class: 'code' });
  const left = el('span', { class: 'fine' });
  let code = '';

  async function tick() {
    const now = Date.now();
    code = await totp(secretBase32, now);
    shown.textContent = `${code.slice(0, 3)} ${code.slice(3)}`;
    left.textContent = t('nextIn', { seconds: Math.ceil((STEP_MS - (now % STEP_MS)) / 1000) });
    // It ends when the form that it stands in is gone.
    if (line.isConnected) setTimeout(tick, 1000 - (now % 1000));
  }

  const use = button('useCode', () => onUse(code), 'quiet');
  const line = el('p', { class: 'demo' }, el('span', { t: 'demoAuthenticator' }), ' ', shown, ' ', use, ' ', left);
  queueMicrotask(tick);
  return line;
}

/** @param {string} text */
function fromBase32(text) {
  const bits = [...text.toUpperCase().replace(/[\s=]/g, '')].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => parseInt(eight, 2));
}
