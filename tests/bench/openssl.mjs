// @ts-check
// OpenSSL's exponentiation, native, by Node's Diffie-Hellman: constant time in the exponent, no table for g. The nearest that JavaScript
// gets to "as fast as this machine can".
import { createDiffieHellman } from 'node:crypto';
import { N } from '../../scripts/sandbox/srp-server.mjs';
import { int } from './references.mjs';

/** @returns {import('./references.mjs').Reference} */
export function openSslReference() {
  const dh = createDiffieHellman(N.toString(16), 'hex', 2); // once: it tests whether N is prime
  const evenHex = (/** @type {string} */ hex) => (hex.length % 2 ? `0${hex}` : hex);
  const powG = (/** @type {string} */ exponent) => {
    dh.setPrivateKey(evenHex(exponent), 'hex');
    return int(dh.generateKeys('hex'));
  };
  const pow = (/** @type {string} */ base, /** @type {string} */ exponent) => {
    dh.setPrivateKey(evenHex(exponent), 'hex');
    return int(dh.computeSecret(base, 'hex', 'hex'));
  };
  return {
    name: 'OpenSSL, native',
    exponent: 'a',
    powers: ({ base, a, x, last }) => [powG(a), powG(x), pow(base, last)],
  };
}
