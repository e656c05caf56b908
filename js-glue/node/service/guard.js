// @ts-check
// Who may talk to the service at all.
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import { isForeign } from '../same-origin.js';
import { Refusal } from './problems.js';

/**
 * @param {object} options
 * @param {readonly string[]} options.names host names of this service, besides localhost
 * @param {string} [options.apiKey]
 */
export function createGuard({ names, apiKey }) {
  const known = new Set(['localhost', ...names.map((name) => name.toLowerCase())]);
  const expected = apiKey === undefined ? undefined : digest(apiKey);
  return {
    /**
     * A name of another site that resolves to this machine (DNS rebinding) makes its page the same origin as this service. An address
     * cannot: nobody resolves it.
     * @param {import('node:http').IncomingHttpHeaders} headers
     */
    checkName({ host = '' }) {
      const name = host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1').toLowerCase();
      if (isIP(name) || known.has(name)) return;
      throw new Refusal(421, 'wrong_host', 'This service does not go by that name.', 'Use its address, or have whoever runs it add the name: fmid serve --name NAME');
    },

    /**
     * @param {import('node:http').IncomingHttpHeaders} headers
     * @param {boolean} isOpen needs no key
     */
    checkCaller(headers, isOpen) {
      if (isForeign(headers)) throw new Refusal(403, 'foreign_origin', 'Pages of other origins may not use this service.', 'Call it from a program, or from a page that it serves itself.');
      if (!expected || isOpen) return;
      const given = headers['x-api-key'];
      // Digests have one length whatever was sent, and are compared without stopping at the first difference.
      if (typeof given === 'string' && timingSafeEqual(digest(given), expected)) return;
      throw new Refusal(401, 'api_key_wrong', 'The API key is missing or wrong.', 'Send the key that the service was started with, in the header X-API-Key.');
    },
  };
}

/** @param {string} text */
const digest = (text) => createHash('sha256').update(text).digest();
