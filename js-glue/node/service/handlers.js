// @ts-check
// What answers each route of description.js, by its id.
import { describe, isSayable, statusOf } from './problems.js';

/** @typedef {{ status: number, body: unknown, headers?: Record<string, string> }} Reply */
/** @typedef {{ body: any, signal: AbortSignal, note: (facts: Record<string, string>) => void }} Call note: for the log */
/** @typedef {(call: Call) => Promise<Reply> | Reply} Handler */

/**
 * @param {object} parts
 * @param {ReturnType<typeof import('./sign-ins.js').createSignIns>} parts.signIns
 * @param {ReturnType<typeof import('./lockout.js').createLockout>} parts.lockout
 * @param {ReturnType<typeof import('./kept-sessions.js').createKeptSessions>} parts.sessions
 * @param {() => Promise<import('../../index.js').Client>} parts.newClient
 * @param {import('./log.js').Log} parts.log
 * @param {boolean} parts.strictStatus
 * @param {object} parts.openApi
 * @returns {Record<string, Handler>}
 */
export function createHandlers({ signIns, lockout, sessions, newClient, log, strictStatus, openApi }) {
  /**
   * The article's service answers 200 whatever becomes of a sign-in, and its users look at `error`.
   * @param {Call['note']} note
   * @param {() => Promise<import('./sign-ins.js').Outcome>} work
   * @param {string} [username]
   * @returns {Promise<Reply>}
   */
  async function signingIn(note, work, username = '') {
    try {
      const outcome = await work();
      note({ user: log.nameTag(outcome.user) });
      return 'challenge' in outcome ? asked(outcome) : signedIn(outcome);
    } catch (error) {
      if (!isSayable(error)) throw error;
      note({ code: error.code });
      const { headers } = /** @type {{ headers?: Record<string, string> }} */ (error);
      return { status: strictStatus ? statusOf(error) : 200, headers, body: { user: username, tokens: '', error: describe(error) } };
    }
  }

  return {
    signIn({ body: { username, password, device }, signal, note }) {
      note({ user: log.nameTag(username) });
      return signingIn(note, () => lockout.attempt(username, () => signIns.begin({ username, password, device }, signal)), username);
    },

    answer: ({ body: { id, ...answer }, signal, note }) => signingIn(note, () => signIns.answer(id, answer, signal)),

    async refresh({ body: { username, refresh_token: refreshToken, device_key: deviceKey }, signal, note }) {
      note({ user: log.nameTag(username) });
      const client = await newClient();
      try {
        const tokens = await client.refresh({ refreshToken, deviceKey, signal });
        const renewed = tokens.refreshToken === refreshToken ? undefined : tokens.refreshToken;
        return { status: 200, body: { user: username, id_token: tokens.idToken, refresh_token: renewed } };
      } catch (error) {
        if (strictStatus || !isSayable(error)) throw error;
        note({ code: error.code });
        return { status: 422, body: { errors: 'could not get new id_token from Cognito', error: describe(error) } };
      } finally {
        client.stop();
      }
    },

    async openSession({ body }) {
      const { session, reused, refreshToken } = await sessions.open(body);
      const { token, database, expiresAt } = session;
      return { status: 200, body: { token, host: body.host, database, expiresAt, reused, refreshToken } };
    },

    health: () => ({ status: 200, body: { status: 'ok' } }),

    openApi: () => ({ status: 200, body: openApi }),
  };
}

/** @param {Extract<import('./sign-ins.js').Outcome, { tokens: any }>} outcome @returns {Reply} */
function signedIn({ user, tokens: { accessToken, idToken, refreshToken, device } }) {
  return { status: 200, body: { user, tokens: { accessToken, idToken, refreshToken, device }, error: '' } };
}

/** @param {Extract<import('./sign-ins.js').Outcome, { challenge: any }>} outcome @returns {Reply} */
function asked({ user, challenge: { previousError, ...challenge }, id, expiresAt }) {
  const plain = challenge.name === 'NEW_PASSWORD_REQUIRED' ? 'New password required' : 'MFA required';
  return { status: 202, body: { user, tokens: '', error: previousError ? describe(previousError) : plain, challenge: { id, expiresAt, ...challenge } } };
}
