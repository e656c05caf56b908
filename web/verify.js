// @ts-check
// Whether a token was made by the pool that it names: its RS256 signature, by WebCrypto, against the keys that the pool publishes
// (Amazon Cognito's Developer Guide, "Verifying a JSON web token").

/**
 * @typedef {object} Verdict
 * @property {'good' | 'bad' | 'unknown'} result
 * @property {string} text what came of it, and what follows from that
 */

/** @type {(text: string) => Verdict} */
const bad = (text) => ({ result: 'bad', text });
/** @type {(text: string) => Verdict} */
const unknown = (text) => ({ result: 'unknown', text });

/** Where the pool's tokens say they come from. @param {import('../js-glue/index.js').Pool} pool */
export const issuerOf = ({ endpoint, userPoolId }) => `${endpoint.replace(/\/$/, '')}/${userPoolId}`;

/**
 * @param {string} token
 * @param {import('../js-glue/index.js').Client} client of the pool that should have made it
 * @returns {Promise<Verdict>}
 */
export async function verifySignature(token, client) {
  const { header, claims } = client.decodeUnverified(token);
  const issuer = issuerOf(client.pool);
  // The keys are fetched from the pool that the person chose, never from where the token says.
  if (claims.iss !== issuer) return bad(`Made by another pool than ${issuer}, or by nobody: it is of no use here.`);
  if (header.alg !== 'RS256') return bad('Signed in a way that Cognito does not use: do not trust it.');
  if (!globalThis.crypto?.subtle) return unknown('This page has no WebCrypto (plain http:, data:): open it by https: to check signatures.');
  let keys;
  try {
    const response = await fetch(`${issuer}/.well-known/jwks.json`, { credentials: 'omit', referrerPolicy: 'no-referrer' });
    ({ keys } = await response.json());
  } catch {
    return unknown('The pool’s keys could not be fetched: no network, or the pool does not let web pages read them (CORS).');
  }
  const jwk = Array.isArray(keys) ? keys.find(({ kid }) => kid === header.kid) : undefined;
  if (!jwk) return bad('Signed by a key that the pool does not publish: do not trust it.');
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  try {
    const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);
    const [head, body, signature] = token.split('.');
    const good = await crypto.subtle.verify(algorithm, key, fromBase64Url(signature), new TextEncoder().encode(`${head}.${body}`));
    return good ? { result: 'good', text: 'Verified: the pool signed it, and nobody changed it since.' } : bad('The signature is wrong: the token was changed, or is not whole.');
  } catch {
    return bad('The signature cannot be read: the token is not whole.');
  }
}

/** @param {string} text */
function fromBase64Url(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
