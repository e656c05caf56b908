// @ts-check
// The three tokens of a sign-in: id and access are JWTs (RS256), refresh is opaque.
import { generateKeyPair, randomBytes, randomUUID, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { invalidRefreshToken, notAuthorized } from './errors.mjs';

/**
 * @typedef {object} RefreshRecord
 * @property {import('./users.mjs').User} user
 * @property {string} family    origin_jti: the sign-in that it comes from
 * @property {number} authTime  seconds
 * @property {number} expiresAt ms
 * @property {string} [deviceKey]
 * @property {number} [replacedAt] ms, by rotation
 *
 * @typedef {ReturnType<typeof createTokens>} Tokens
 * @typedef {{publicKey: import('node:crypto').KeyObject, privateKey: import('node:crypto').KeyObject}} KeyPair
 */

/** @returns {Promise<KeyPair>} what Cognito's keys are: RSA of 2048 bits */
export const createKeyPair = () => promisify(generateKeyPair)('rsa', { modulusLength: 2048 });

/**
 * @param {object} settings
 * @param {KeyPair} settings.keyPair
 * @param {() => number} settings.now
 * @param {string} settings.issuer
 * @param {string} settings.clientId
 * @param {() => {idTokenMinutes: number, refreshDays: number, tokenRevocation: boolean}} settings.options
 */
export function createTokens({ keyPair: { publicKey, privateKey }, now, issuer, clientId, options }) {
  const keyId = randomBytes(32).toString('base64');
  /** @type {Map<string, RefreshRecord>} */
  const refreshTokens = new Map();
  /** @type {Set<string>} sign-ins (origin_jti) that were ended */
  const revoked = new Set();

  /** @param {object} claims */
  const jwt = (claims) => {
    const text = [{ kid: keyId, alg: 'RS256' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  };

  return {
    publicKey,
    jwks: { keys: [{ alg: 'RS256', kid: keyId, use: 'sig', ...publicKey.export({ format: 'jwk' }) }] },

    /** A new refresh token. @param {Omit<RefreshRecord, 'expiresAt'> & {expiresAt?: number}} record */
    issueRefreshToken(record) {
      const token = opaqueToken();
      const expiresAt = record.expiresAt ?? now() + options().refreshDays * 86_400_000;
      refreshTokens.set(token, { ...record, expiresAt });
      return token;
    },

    /**
     * The part of AuthenticationResult that is the same at sign-in and at refresh.
     *
     * @param {{user: import('./users.mjs').User, family: string, authTime: number}} of
     */
    issueJwts({ user, family, authTime }) {
      const seconds = options().idTokenMinutes * 60;
      const iat = Math.floor(now() / 1000);
      // The claim that an access token can be revoked by is there only where it can be (docs/protocol.md §Refresh and revocation).
      const origin = options().tokenRevocation ? { origin_jti: family } : {};
      const shared = { sub: user.sub, iss: issuer, ...origin, event_id: randomUUID(), auth_time: authTime };
      const times = { iat, exp: iat + seconds, jti: randomUUID() };
      const { sub: _, email_verified: emailVerified, ...attributes } = user.attributes;
      return {
        AccessToken: jwt({
          ...shared,
          ...times,
          client_id: clientId,
          token_use: 'access',
          scope: 'aws.cognito.signin.user.admin',
          username: user.sub,
        }),
        IdToken: jwt({
          ...shared,
          ...times,
          aud: clientId,
          token_use: 'id',
          'cognito:username': user.sub,
          email_verified: emailVerified === 'true',
          ...attributes,
        }),
        ExpiresIn: seconds,
        TokenType: 'Bearer',
      };
    },

    /** @param {unknown} token @returns {RefreshRecord} */
    findRefreshToken(token) {
      const record = refreshTokens.get(String(token));
      if (!record) throw invalidRefreshToken();
      if (revoked.has(record.family)) throw notAuthorized('Refresh Token has been revoked');
      if (now() >= record.expiresAt) throw notAuthorized('Refresh Token has expired');
      return record;
    },

    /** @param {unknown} token @returns {Record<string, any>} its claims */
    checkAccessToken(token) {
      const claims = verifiedClaims(String(token), publicKey);
      if (claims?.token_use !== 'access') throw notAuthorized('Invalid Access Token'); // [M]
      if (revoked.has(claims.origin_jti)) throw notAuthorized('Access Token has been revoked');
      if (now() >= claims.exp * 1000) throw notAuthorized('Access Token has expired'); // [M]
      return claims;
    },

    /** Ends sign-ins. @param {(record: RefreshRecord) => boolean} which */
    revoke(which) {
      for (const record of refreshTokens.values()) if (which(record)) revoked.add(record.family);
    },
  };
}

/**
 * The claims of a JWT whose signature is right, else undefined. Says nothing about time or purpose.
 *
 * @param {string} token
 * @param {import('node:crypto').KeyObject} publicKey
 * @returns {Record<string, any> | undefined}
 */
export function verifiedClaims(token, publicKey) {
  const [header, claims, signature, ...more] = token.split('.');
  if (!signature || more.length > 0) return undefined;
  try {
    const fromPart = (/** @type {string} */ part) => JSON.parse(Buffer.from(part, 'base64url').toString());
    if (fromPart(header).alg !== 'RS256') return undefined;
    const signed = Buffer.from(`${header}.${claims}`);
    return verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url')) ? fromPart(claims) : undefined;
  } catch {
    return undefined;
  }
}

/** Looks like Cognito's (an encrypted JWT in five parts, some 1.7 kB), means nothing. */
function opaqueToken() {
  const header = Buffer.from(JSON.stringify({ cty: 'JWT', enc: 'A256GCM', alg: 'RSA-OAEP' })).toString('base64url');
  return [header, ...[256, 12, 900, 16].map((bytes) => randomBytes(bytes).toString('base64url'))].join('.');
}
