// @ts-check
// New tokens for a refresh token, by both of Cognito's calls, and its end (RevokeToken).
import { checkSecretHash, requireClient } from './initiate-auth.mjs';
import { CognitoError, invalidRefreshToken, notAuthorized } from './errors.mjs';

/**
 * @typedef {import('../pool.mjs').PoolContext} PoolContext
 * @typedef {import('./tokens.mjs').RefreshRecord} RefreshRecord
 */

/** InitiateAuth with REFRESH_TOKEN_AUTH. @param {PoolContext} pool @param {Record<string, any>} parameters */
export function refreshByAuthFlow(pool, parameters) {
  const record = pool.tokens.findRefreshToken(parameters.REFRESH_TOKEN);
  checkSecretHash(pool, record.user.sub, parameters.SECRET_HASH);
  if (pool.options.rotation) {
    // docs/protocol.md §Refresh and revocation: refused when rotation is on. With which words is not known; these are ours.
    throw notAuthorized('Refresh token rotation is enabled: use GetTokensFromRefreshToken.');
  }
  requireDevice(record, parameters.DEVICE_KEY);
  return { AuthenticationResult: pool.tokens.issueJwts(record), ChallengeParameters: {} };
}

/** @param {PoolContext} pool @param {Record<string, any>} input */
export function getTokensFromRefreshToken(pool, input) {
  requireClientAndSecret(pool, input);
  const record = pool.tokens.findRefreshToken(input.RefreshToken);
  requireDevice(record, input.DeviceKey);
  if (!pool.options.rotation) return { AuthenticationResult: pool.tokens.issueJwts(record) };

  if (record.replacedAt !== undefined && pool.now() >= record.replacedAt + pool.options.rotationGraceMs) {
    throw new CognitoError('RefreshTokenReuseException', 'Refresh token has been used'); // sentence [M]
  }
  record.replacedAt ??= pool.now();
  // The new one lives no longer than the old one would have.
  const { replacedAt: _, ...rest } = record;
  const RefreshToken = pool.tokens.issueRefreshToken(rest);
  return { AuthenticationResult: { ...pool.tokens.issueJwts(record), RefreshToken } };
}

/** @param {PoolContext} pool @param {Record<string, any>} input */
export function revokeToken(pool, input) {
  requireClientAndSecret(pool, input);
  if (!pool.options.tokenRevocation) {
    throw new CognitoError('UnsupportedOperationException', 'Token revocation is not enabled'); // sentence [M]
  }
  const token = String(input.Token);
  if (token.split('.').length === 3) {
    throw new CognitoError('UnsupportedTokenTypeException', 'Unsupported token type'); // sentence [M]
  }
  const { family } = pool.tokens.findRefreshToken(token);
  // The access tokens of the same sign-in end with it.
  pool.tokens.revoke((record) => record.family === family);
  return {};
}

/**
 * These calls have the secret itself, not a hash.
 *
 * @param {PoolContext} pool
 * @param {Record<string, any>} input
 */
function requireClientAndSecret(pool, { ClientId, ClientSecret }) {
  requireClient(pool, ClientId);
  if ((pool.options.clientSecret ?? undefined) === ClientSecret) return;
  throw notAuthorized(`Client secret does not match for the client: ${pool.clientId}`); // [M]
}

/**
 * A token that belongs to a device works only with that device's key, and only once it is confirmed
 * (docs/protocol.md §Devices: amplify-js #2962, aws-sdk-cpp #851).
 *
 * @param {RefreshRecord} record @param {unknown} deviceKey
 */
function requireDevice(record, deviceKey) {
  if (record.deviceKey === undefined) return;
  const confirmed = record.user.devices.get(record.deviceKey)?.verifier !== undefined;
  if (deviceKey !== record.deviceKey || !confirmed) throw invalidRefreshToken();
}
