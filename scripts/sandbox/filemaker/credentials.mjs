// @ts-check
// Who is asking: a Claris ID token (FMID) or a FileMaker account (Basic).
import { verifiedClaims } from '../pool/tokens.mjs';
import { invalidAccount } from './errors.mjs';

/** @typedef {import('../filemaker-host.mjs').HostContext} HostContext */

/** @type {Map<string, string>} FileMaker's own accounts, for clients that know nothing of Claris ID */
const ACCOUNTS = new Map([['admin', 'admin']]);

/**
 * The account's name, or code 212.
 *
 * @param {HostContext} host
 * @param {string | undefined} authorization
 */
export function requireAccount(host, authorization) {
  // RFC 9110 §11.1: the scheme's case does not matter; Soliant's article writes "Fmid".
  const [, scheme = '', value = ''] = /^(\S+) +(.+?) *$/.exec(authorization ?? '') ?? [];
  const account = scheme.toLowerCase() === 'fmid' ? clarisAccount(host, value) : basicAccount(scheme, value);
  if (account === undefined) throw invalidAccount();
  return account;
}

/** @param {string | undefined} authorization */
export const isClarisId = (authorization) => /^fmid /i.test(authorization ?? '');

/** The Bearer token, or ''. @param {string | undefined} authorization */
export function bearerOf(authorization) {
  return /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '';
}

/**
 * An id token of this pool, for this client, not yet expired. The access token is not one, though
 * its signature is as good.
 *
 * @param {HostContext} host @param {string} token @returns {string | undefined}
 */
function clarisAccount({ pool, now }, token) {
  const claims = pool && verifiedClaims(token, pool.publicKey);
  if (!claims || claims.token_use !== 'id') return undefined;
  if (claims.iss !== pool.issuer || claims.aud !== pool.clientId) return undefined;
  return now() < claims.exp * 1000 ? String(claims.email) : undefined;
}

/** @param {string} scheme @param {string} value @returns {string | undefined} */
function basicAccount(scheme, value) {
  if (scheme.toLowerCase() !== 'basic') return undefined;
  const [, name = '', password] = /^([^:]*):(.*)$/s.exec(Buffer.from(value, 'base64').toString()) ?? [];
  return password !== undefined && ACCOUNTS.get(name) === password ? name : undefined;
}
