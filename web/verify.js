// @ts-check
// Whether a token's signature is the pool's: RS256 with the keys that the pool publishes. A reading aid for people, as the whole page is:
// what decides about access checks it again on its own side.

/**
 * @typedef {import('../js-glue/index.js').Client} Client
 * @typedef {'valid' | 'invalid' | 'otherIssuer' | 'unknownKey' | 'otherAlgorithm' | 'noWebCrypto' | 'noKeys'} Verdict
 */

/** A person waits for it. */
const TIMEOUT_MS = 10_000;

/**
 * The keys come from the pool that the person chose, never from where the token says that it was made.
 *
 * @param {Client} client @param {string} token
 * @returns {Promise<Verdict>}
 */
export async function verifySignature(client, token) {
  const { header, claims } = client.decodeUnverified(token);
  const issuer = issuerOf(client);
  if (claims.iss !== issuer) return 'otherIssuer';
  if (header.alg !== 'RS256') return 'otherAlgorithm';
  // Only in secure contexts: https, and this machine.
  if (!globalThis.crypto?.subtle) return 'noWebCrypto';
  const keys = await fetchKeys(issuer);
  if (!keys) return 'noKeys';
  const jwk = keys.find(({ kid }) => kid === header.kid);
  if (!jwk) return 'unknownKey';
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);
  const [head, body, signature] = token.split('.');
  const good = await crypto.subtle.verify(algorithm, key, fromBase64Url(signature), new TextEncoder().encode(`${head}.${body}`));
  return good ? 'valid' : 'invalid';
}

/** Amazon's documentation, "Verifying JSON web tokens": the pool's address and its id. @param {Client} client */
const issuerOf = ({ pool }) => new URL(pool.userPoolId, pool.endpoint).href;

/** @param {string} issuer @returns {Promise<({ kid?: string } & JsonWebKey)[] | undefined>} */
async function fetchKeys(issuer) {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(`${issuer}/.well-known/jwks.json`, { credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error', signal });
    const { keys } = await response.json();
    return Array.isArray(keys) ? keys : undefined;
  } catch {
    return undefined; // no network, or a pool that lets no page read it: a browser does not say which
  }
}

/** @param {string} text */
const fromBase64Url = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
