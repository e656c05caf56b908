// @ts-check
// Answers that go wrong on purpose: a test says which call, how often, in what way and when.
//
//   pool.faults.add({ operation: 'RespondToAuthChallenge', times: 2, kind: 'throttle', retryAfter: 3 });
//   host.faults.add({ operation: 'createRecord', kind: 'drop', when: 'after' }); // done, and never said
//   host.faults.add({ operation: 'getRecord', skip: 1, kind: 'end-session' });   // 952 in the middle
//   const held = pool.faults.add({ authFlow: 'REFRESH_TOKEN_AUTH', kind: 'hold' });
//   await held.taken; clock.advance(3_600_000); held.release();
import { isSelected } from './request-log.mjs';

/** @typedef {'before'|'after'|'midway'} When */

/**
 * Every kind, with the moments that it can have, the usual one first: before the work is done; after
 * it, so that only the answer is lost; midway, when half of the true answer has left.
 */
const MOMENTS = {
  /** The connection ends without an answer. */
  drop: ['before', 'after', 'midway'],
  /** The true answer, `delayMs` real milliseconds late. */
  slow: ['before', 'after', 'midway'],
  /** The true answer, once the test says release(). */
  hold: ['before', 'after', 'midway'],
  /** Too many requests: 429, the service's own words. */
  throttle: ['before', 'after'],
  /** The service's own words for "something went wrong": 500. */
  internal: ['before', 'after'],
  /** What `error` says, in the service's form. */
  error: ['before', 'after'],
  /** 500 with an empty body, as a proxy may say. */
  http500: ['before', 'after'],
  /** A web server's page: 503, or another `status`. */
  html: ['before', 'after'],
  'not-json': ['before', 'after'],
  empty: ['before', 'after'],
  huge: ['before', 'after'],
  deep: ['before', 'after'],
  /** Exactly `reply`. */
  reply: ['before', 'after'],
  /** A refusal by a gateway that knows no CORS (pool), the true answer without CORS headers (host). */
  'no-cors': ['before', 'after'],
  /** The first half of the true answer, whole as HTTP goes. */
  truncated: ['after'],
  /** The true answer, with a string where a number was and the reverse. */
  'wrong-types': ['after'],
  /** host: the session that the call shows is over before the call is looked at, so it is code 952. */
  'end-session': ['before'],
};

/**
 * @typedef {keyof typeof MOMENTS} FaultKind
 *
 * @typedef {object} FaultSettings
 * @property {FaultKind} kind
 * @property {When} [when]
 * @property {number} [skip]      how many such calls go well first (0)
 * @property {number} [times]     how many it spoils then (1); Infinity until clear()
 * @property {number} [delayMs]   'slow' (1000)
 * @property {number} [status]    of an answer that is not the true one, instead of the usual
 * @property {number|string} [retryAfter] its Retry-After: seconds, or a date
 * @property {{name: string, message: string, status?: number}} [error] 'error'; a host's name is FileMaker's code
 * @property {{status?: number, headers?: Record<string, string>, body?: string}} [reply]
 *
 * @typedef {FaultSettings & import('./request-log.mjs').Selector} Fault
 *
 * @typedef {FaultSettings & {when: When, which: import('./request-log.mjs').Selector, skip: number, left: number,
 *   onTaken: () => void, released: Promise<void>, release: () => void}} PlannedFault
 */

/** @param {FaultKind[]} [without] kinds that mean nothing to this server */
export function createFaults(without = []) {
  /** @type {PlannedFault[]} */
  let faults = [];
  return {
    /**
     * @param {Fault} fault
     * @returns {{taken: Promise<void>, release: () => void}} taken: the first call that it spoils has
     *   come; release: for those that 'hold' keeps, now and later
     */
    add({ operation, authFlow, challenge, method, path, ...settings }) {
      const [kind, moments] = [settings.kind, MOMENTS[settings.kind]];
      const when = settings.when ?? /** @type {When} */ (moments?.[0]);
      // A fault that does nothing would make a test pass that tests nothing.
      if (!moments?.includes(when) || without.includes(kind)) throw new TypeError(`No fault "${kind}", ${when}`);
      const [taken, onTaken] = signal();
      const [released, release] = signal();
      const which = { operation, authFlow, challenge, method, path };
      const { skip = 0, times = 1 } = settings;
      faults.push({ ...settings, when, which, skip, left: times, onTaken, released, release });
      return { taken, release };
    },

    /** What is held goes on. */
    clear() {
      for (const { release } of faults) release();
      faults = [];
    },

    /**
     * The fault for this call, if any; counts it.
     *
     * @param {object} call as the request log has it
     * @returns {PlannedFault | undefined}
     */
    take(call) {
      for (const fault of faults) {
        if (fault.left === 0 || !isSelected(fault.which, call)) continue;
        if (fault.skip > 0) {
          fault.skip -= 1;
          continue;
        }
        fault.left -= 1;
        fault.onTaken();
        return fault;
      }
      return undefined;
    },
  };
}

/** @returns {[Promise<void>, () => void]} a promise, and what fulfils it */
function signal() {
  /** @type {() => void} */
  let fulfil = () => {};
  const promise = new Promise((/** @type {(value: void) => void} */ resolve) => {
    fulfil = () => resolve();
  });
  return [promise, fulfil];
}
