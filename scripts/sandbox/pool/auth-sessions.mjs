// @ts-check
// The Session that joins a challenge to its answer: one challenge, one use, a few minutes.
import { randomBytes } from 'node:crypto';
import { notAuthorized } from './errors.mjs';

/**
 * What is known of a sign-in under way.
 *
 * @typedef {object} SignIn
 * @property {import('./users.mjs').User} user
 * @property {import('../demo-accounts.mjs').ChallengeStep[]} pending what is still to be asked
 * @property {string} [deviceKey]   what the client says it is
 * @property {boolean} [deviceProven]
 * @property {string} [code]        the code that was sent
 * @property {string} [totpSecret]  of an app that is being set up
 * @property {boolean} [totpVerified]
 *
 * @typedef {object} AuthSession
 * @property {string} challenge
 * @property {SignIn} signIn
 * @property {number} expiresAt
 * @property {boolean} used
 *
 * @typedef {ReturnType<typeof createAuthSessions>} AuthSessions
 */

/** @param {{now: () => number, minutes: () => number}} settings */
export function createAuthSessions({ now, minutes }) {
  /** @type {Map<string, AuthSession>} */
  const sessions = new Map();
  return {
    /** @param {string} challenge @param {SignIn} signIn @returns {string} */
    open(challenge, signIn) {
      // About as long as the real ones, which matters to whoever must carry them.
      const name = `AYAB${randomBytes(640).toString('base64url')}`;
      sessions.set(name, { challenge, signIn, expiresAt: now() + minutes() * 60_000, used: false });
      return name;
    },

    /**
     * Looks without using it up: a wrong code must be able to try again.
     *
     * @param {unknown} name @param {string} challenge
     */
    find(name, challenge) {
      const session = sessions.get(String(name));
      if (!session || session.challenge !== challenge) throw notAuthorized('Invalid session for the user.');
      if (session.used) throw notAuthorized('Invalid session for the user, session can only be used once.');
      if (now() >= session.expiresAt) throw notAuthorized('Invalid session for the user, session is expired.');
      return session;
    },
  };
}
