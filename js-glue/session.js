// @ts-check
// A Data API session that its caller keeps: its token, its clock, its calls. Nothing is renewed here (host.js does that).
import { FileMakerError } from './errors.js';
import { SESSION_LIFE_MS, callHost, logIn, logOut, targetOf } from './host.js';

/** @typedef {import('./index.js').CallOptions} CallOptions */

/**
 * @param {import('./index.js').OpenSessionOptions & CallOptions} options
 * @param {import('./host.js').Context} context
 * @returns {Promise<import('./index.js').DataApiSession>}
 */
export async function openSession({ idToken, dataSources = [], signal, timeoutMs, ...where }, context) {
  const { host, database } = where;
  const target = targetOf('data', where);
  let lastUse = context().now();
  const token = await logIn(target, idToken, dataSources, context({ signal, timeoutMs }));

  /** @type {import('./index.js').DataApiSession['call']} */
  async function call(method, path, body, each) {
    // Without mayBeRefusedByCors: the host answered this page when the session was opened, so a failure now is not CORS.
    const usedAt = context().now();
    const reply = await callHost(target, token, { method, path, body }, context(each));
    lastUse = usedAt;
    return reply;
  }

  return {
    host,
    database,
    token,
    call,
    get expiresAt() {
      return lastUse + SESSION_LIFE_MS;
    },
    async validate(each) {
      try {
        // The answer's isSessionInUse says whether a call is being worked on, not whether the session is good: code 0 says that.
        await call('GET', '/validateSession', undefined, each);
        return true;
      } catch (error) {
        if (error instanceof FileMakerError && (error.code === 'fm_session_expired' || error.code === 'fm_unauthorized')) return false;
        throw error;
      }
    },
    async close(each) {
      await logOut(target, token, context(each));
    },
  };
}
