// @ts-check
// Calls in an open session, for every part of the page that makes some: one at a time, timed, their errors in one place.
import { byId } from './dom.js';
import { explain, isAborted } from './errors.js';
import { callRequest } from './requests.js';
import { relayedBy } from './session.js';
import { createTask } from './task.js';
import { showHostError } from './unreachable.js';

/** @typedef {'GET' | 'POST' | 'PATCH' | 'DELETE'} Method */

/**
 * @param {ReturnType<typeof import('./session.js').createSession>} session
 * @param {(why: unknown) => void} onSignedOut the sign-in itself was over
 */
export function createCaller(session, onSignedOut) {
  const slot = byId('call-notice', HTMLElement);
  const task = createTask({ status: byId('call-progress', HTMLElement), cancel: byId('call-cancel', HTMLButtonElement) });

  return {
    slot,
    task,
    /** What the page would send, for other programs. @param {Method} method @param {string} path @param {unknown} [body] */
    request(method, path, body) {
      const now = session.current;
      return callRequest(now?.place ?? { host: '', database: '', version: 'vLatest' }, now?.session.token ?? '', method, path, body);
    },
    /**
     * The answer, or undefined where there is none; then it has been said why.
     *
     * @param {HTMLButtonElement} button @param {Method} method @param {string} path @param {unknown} [body]
     * @param {(code: string) => boolean} [expected] codes that are no error to the one who calls
     * @returns {Promise<import('../js-glue/index.js').DataApiReply | undefined>}
     */
    async send(button, method, path, body, expected = () => false) {
      const now = session.current;
      if (!now || task.running) return undefined;
      slot.replaceChildren();
      const began = performance.now();
      const took = () => task.say(renewed ? 'answeredAnew' : 'answeredIn', { ms: Math.round(performance.now() - began) });
      let renewed = false;
      const work = async (/** @type {AbortSignal} */ signal) => {
        try {
          return await now.session.call(method, path, body, { signal });
        } catch (error) {
          if (explain(error).code !== 'fm_session_expired' || !session.current) throw error;
        }
        // It was refused at the door, so nothing was done yet.
        const fresh = await session.renew(now, signal);
        renewed = true;
        return fresh.call(method, path, body, { signal });
      };
      try {
        const reply = await task.run(button, 'calling', work, { method, path });
        took();
        return reply;
      } catch (error) {
        const { code } = explain(error);
        if (isAborted(error)) task.say('cancelled');
        else if (!session.current) onSignedOut(error);
        else if (expected(code)) took();
        else {
          const request = () => callRequest(now.place, session.current?.session.token ?? '', method, path, body);
          showHostError(slot, error, { relayed: relayedBy(now), idToken: session.idToken, request });
        }
        return undefined;
      } finally {
        session.touch();
      }
    },
    reset() {
      slot.replaceChildren();
      task.say('');
    },
  };
}
