// @ts-check
// Calls in an open session, for every part of the page that makes some: one at a time, timed, their errors in one place.
import { byId } from './dom.js';
import { explain, isAborted } from './errors.js';
import { callRequest } from './requests.js';
import { createTask } from './task.js';
import { showHostError } from './unreachable.js';

/** @typedef {'GET' | 'POST' | 'PATCH' | 'DELETE'} Method */

/** @param {ReturnType<typeof import('./session.js').createSession>} session */
export function createCaller(session) {
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
      const took = () => task.say('answeredIn', { ms: Math.round(performance.now() - began) });
      try {
        const reply = await task.run(button, 'calling', (signal) => now.session.call(method, path, body, { signal }), { method, path });
        took();
        return reply;
      } catch (error) {
        const { code } = explain(error);
        if (isAborted(error)) task.say('cancelled');
        else if (expected(code)) took();
        else {
          const more = code === 'fm_session_expired' ? [session.againButton()] : [];
          const request = () => callRequest(now.place, now.session.token, method, path, body);
          showHostError(slot, error, { relayed: now.relayed, idToken: session.idToken, request, more });
        }
        return undefined;
      } finally {
        if (session.current === now) session.touch();
      }
    },
    reset() {
      slot.replaceChildren();
      task.say('');
    },
  };
}
