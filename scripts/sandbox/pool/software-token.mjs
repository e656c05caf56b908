// @ts-check
// Setting up an authenticator app: AssociateSoftwareToken gives the secret, VerifySoftwareToken
// takes a first code. During a sign-in both carry the Session of MFA_SETUP on.
import { randomBytes } from 'node:crypto';
import { matchingTotpStep, toBase32 } from '../totp.mjs';
import { CognitoError } from './errors.mjs';

/** @typedef {import('../pool.mjs').PoolContext} PoolContext */

/** @param {PoolContext} pool @param {Record<string, any>} input */
export function associateSoftwareToken(pool, input) {
  const session = pool.authSessions.find(input.Session, 'MFA_SETUP');
  session.used = true;
  session.signIn.totpSecret = toBase32(randomBytes(32));
  return { SecretCode: session.signIn.totpSecret, Session: pool.authSessions.open('MFA_SETUP', session.signIn) };
}

/** @param {PoolContext} pool @param {Record<string, any>} input */
export function verifySoftwareToken(pool, input) {
  const session = pool.authSessions.find(input.Session, 'MFA_SETUP');
  const { signIn } = session;
  if (matchingTotpStep(signIn.totpSecret ?? '', String(input.UserCode), pool.now()) === undefined) {
    throw new CognitoError('EnableSoftwareTokenMFAException', 'Code mismatch'); // sentence [M]
  }
  session.used = true;
  signIn.totpVerified = true;
  return { Status: 'SUCCESS', Session: pool.authSessions.open('MFA_SETUP', signIn) };
}
