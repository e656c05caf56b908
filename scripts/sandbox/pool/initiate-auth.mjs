// @ts-check
// InitiateAuth: the first call of a sign-in, and the older way to refresh.
import { createHmac } from 'node:crypto';
import { countFailure } from './users.mjs';
import { continueSignIn, startSignIn } from './sign-in.mjs';
import {
  CognitoError,
  invalidParameter,
  isNoSuchDevice,
  noSuchUser,
  notAuthorized,
  tooManyAttempts,
  troubles,
  wrongPassword,
} from './errors.mjs';
import { refreshByAuthFlow } from './refresh.mjs';

/** @typedef {import('../pool.mjs').PoolContext} PoolContext */

/** @param {PoolContext} pool @param {Record<string, any>} input */
export function initiateAuth(pool, input) {
  requireClient(pool, input.ClientId);
  const parameters = input.AuthParameters ?? {};
  switch (input.AuthFlow) {
    case 'USER_SRP_AUTH':
      return askForPasswordProof(pool, parameters);
    case 'REFRESH_TOKEN':
    case 'REFRESH_TOKEN_AUTH':
      return refreshByAuthFlow(pool, parameters);
    case 'USER_PASSWORD_AUTH':
      if (pool.options.passwordAuth) return takePlainPassword(pool, parameters);
      throw invalidParameter('USER_PASSWORD_AUTH flow not enabled for this client'); // [M]
    default:
      throw invalidParameter(`${input.AuthFlow} flow not enabled for this client`); // [M]
  }
}

/** @param {PoolContext} pool @param {Record<string, any>} parameters */
function askForPasswordProof(pool, parameters) {
  const name = requireUsername(parameters);
  checkSecretHash(pool, name, parameters.SECRET_HASH);
  const user = pool.users.find(name) ?? absentUser(pool, name);
  const challenge = pool.proofs.challenge(ownerOf(pool, user), parameters.SRP_A);
  // No Session here: the real service's first reply has none (docs/protocol.md §Challenges).
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: { ...challenge, USERNAME: user.sub, USER_ID_FOR_SRP: user.sub },
  };
}

/** PASSWORD_VERIFIER. @param {PoolContext} pool @param {Record<string, any>} responses */
export function answerPasswordProof(pool, responses) {
  const name = requireUsername(responses);
  checkSecretHash(pool, name, responses.SECRET_HASH);
  const user = pool.users.byAnyName(name);
  // What is wrong with the rest is said first, as where the name is right.
  const right = pool.proofs.answerIsRight(user?.sub ?? name, responses);
  if (!user) throw wrongPassword();
  try {
    const next = afterPassword(pool, user, right, responses.DEVICE_KEY);
    pool.proofs.useUp(responses);
    return next;
  } catch (error) {
    // After "Device does not exist." clients send the same proof again without DEVICE_KEY
    // (amazon-cognito-identity-js PR #206, amplify-js), so the block cannot be used up by it.
    if (!isNoSuchDevice(error)) pool.proofs.useUp(responses);
    throw error;
  }
}

/** @param {PoolContext} pool @param {Record<string, any>} parameters */
function takePlainPassword(pool, parameters) {
  const name = requireUsername(parameters);
  checkSecretHash(pool, name, parameters.SECRET_HASH);
  const user = pool.users.find(name) ?? absentUser(pool, name);
  const right = pool.users.passwordIsRight(user, String(parameters.PASSWORD));
  return afterPassword(pool, user, right, parameters.DEVICE_KEY);
}

/**
 * @param {PoolContext} pool @param {import('./users.mjs').User} user
 * @param {boolean} right @param {string | null | undefined} deviceKey amazon-cognito-identity-js sends null
 */
function afterPassword(pool, user, right, deviceKey) {
  // While locked, the right password fails too: else the lock would only slow down the reader of errors.
  if (pool.now() < user.lockedUntil) throw tooManyAttempts();
  if (!right) {
    countFailure(user, pool.now());
    throw wrongPassword();
  }
  user.failures = 0;
  if (user.trouble) throw troubles[user.trouble]();
  return continueSignIn(pool, startSignIn(pool, user, deviceKey ?? undefined));
}

/** @param {PoolContext} pool @param {string} name */
function absentUser(pool, name) {
  if (!pool.options.preventUserExistenceErrors) throw noSuchUser();
  return pool.users.standIn(name);
}

/** @param {PoolContext} pool @param {import('./users.mjs').User} user */
function ownerOf(pool, user) {
  return { poolName: pool.poolName, userId: user.sub, salt: user.salt, verifier: user.verifier };
}

/** @param {PoolContext} pool @param {unknown} clientId */
export function requireClient(pool, clientId) {
  if (clientId === pool.clientId) return;
  if (typeof clientId !== 'string') throw invalidParameter('Missing required parameter ClientId');
  throw new CognitoError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
}

/**
 * SECRET_HASH = base64(HMAC-SHA256(client secret, user name ‖ client id)), for a client with a secret.
 *
 * @param {PoolContext} pool @param {string} username @param {unknown} given
 */
export function checkSecretHash(pool, username, given) {
  const { clientId, options } = pool;
  if (!options.clientSecret) {
    if (given === undefined) return;
    throw notAuthorized(`Client ${clientId} is not configured with secret but secret was received`); // [M]
  }
  if (given === undefined) {
    throw notAuthorized(`Client ${clientId} is configured with secret but SECRET_HASH was not received`); // [M]
  }
  const right = createHmac('sha256', options.clientSecret)
    .update(username + clientId)
    .digest('base64');
  if (given !== right) throw notAuthorized(`SecretHash does not match for the client: ${clientId}`); // [M]
}

/** @param {Record<string, any>} parameters @returns {string} */
function requireUsername({ USERNAME }) {
  if (typeof USERNAME === 'string' && USERNAME !== '') return USERNAME;
  throw invalidParameter('Missing required parameter USERNAME');
}
