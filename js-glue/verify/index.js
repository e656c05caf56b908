// @ts-check
// Whether a token's signature is the pool's: RS256 with the keys that the pool publishes.
import { fetchTransport } from '../transport.js';
import { verifyRs256 } from './rs256.js';

/**
 * @typedef {import('../index.js').Client} Client
 * @typedef {import('./index.js').Verdict} Verdict
 */

/** A person waits for it. */
const TIMEOUT_MS = 10_000;

const decoder = new TextDecoder();

/**
 * @param {Client} client @param {string} token
 * @returns {Promise<Verdict>}
 */
export async function verifySignature(client, token) {
  const { header, claims, expiresAt } = client.decodeUnverified(token);
  const issuer = issuerOf(client);
  if (claims.iss !== issuer) return 'other_issuer';
  if (header.alg !== 'RS256') return 'other_algorithm';
  const keys = await fetchKeys(issuer);
  if (!keys) return 'keys_unreachable';
  const jwk = keys.find(({ kid }) => kid === header.kid);
  if (!jwk) return 'unknown_key';
  if (!(await verifyRs256(jwk, token))) return 'invalid';
  // By the pool's clock, as far as its last answer told it.
  const now = Date.now() + (client.tokens?.clockOffset ?? 0);
  return expiresAt !== undefined && expiresAt <= now ? 'expired' : 'valid';
}

/** Amazon's documentation, "Verifying JSON web tokens": the pool's address and its id. @param {Client} client */
const issuerOf = ({ pool }) => new URL(pool.userPoolId, pool.endpoint).href;

/** @param {string} issuer @returns {Promise<({ kid?: string } & JsonWebKey)[] | undefined>} */
async function fetchKeys(issuer) {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const { body } = await fetchTransport({ method: 'GET', url: `${issuer}/.well-known/jwks.json`, headers: {}, signal, keepalive: false });
    const { keys } = JSON.parse(decoder.decode(/** @type {Uint8Array} */ (body)));
    return Array.isArray(keys) ? keys : undefined;
  } catch {
    return undefined; // no network, or a pool that lets no page read it: a browser does not say which
  }
}
