// @ts-check
// Sends the command's requests, and notes who gave no answer: a typing error in an address is seen where the address is said.
import { fetchTransport } from '../../transport.js';

/**
 * @param {import('./io.js').Io} io
 * @returns {import('../../index.js').Transport}
 */
export function transportOf(io) {
  return async (request) => {
    try {
      return await fetchTransport(request);
    } catch (error) {
      io.silent = new URL(request.url).origin; // a path may have a token in it
      throw error;
    }
  };
}
