// @ts-check
// The compiled module as JavaScript likes it: texts instead of addresses. No decisions are made here.

import { decoder, encoder } from './json.js';

/** @typedef {import('./exports.js').Address} Address */
/** @typedef {import('./exports.js').Exports} Exports */
/** @typedef {import('./index.js').Pool} Pool */

/**
 * @typedef {object} CoreError
 * @property {number} code ErrorCode of fmid/error_codes.def, from 0
 * @property {number} kind ErrorKind of fmid/error.h, from 0
 * @property {string} [detail]
 * @property {string} [serviceError]
 * @property {string} [serviceMessage]
 * @property {string} [fileMakerCode]
 * @property {number} [httpStatus]
 * @property {number} [retryAfterMs]
 *
 * @typedef {Omit<import('./index.js').Challenge, 'previousError'> & { previousError?: CoreError }} CoreChallenge
 * @typedef {{ type: 'done', error?: undefined, tokens?: import('./index.js').Tokens, sessionToken?: string, pool?: Pool }} CoreDone
 * @typedef {{ type?: undefined, error: CoreError } | { type: 'send', error?: undefined } | { type: 'wait', error?: undefined, milliseconds: number }
 *   | { type: 'ask', error?: undefined, challenge: CoreChallenge } | CoreDone} CoreStep
 */

/** TransportFailure of fmid/http.h, in its order. */
const FAILURES = /** @type {const} */ (['', 'network_failed', 'offline', 'cors_refused', 'timeout', 'aborted', 'response_too_large']);

/** Operation of bindings/flow_handle.h, in its order; the arguments are listed there. */
const OPERATIONS = /** @type {const} */ (['signIn', 'refresh', 'revoke', 'globalSignOut', 'discover', 'openSession', 'call', 'closeSession']);

/** Access, Stage and Need of fmid/token_policy.h, in their order. */
const ACCESSES = /** @type {const} */ (['session', 'idToken']);
const STAGES = /** @type {const} */ (['refresh', 'openSession', 'call']);
const NEEDS = /** @type {const} */ (['nothing', 'session', 'idToken', 'person']);

/** The bit of an Attempt that says that the ID token was refreshed for this call. */
export const REFRESHED = 4;

/**
 * @typedef {(typeof ACCESSES)[number]} Access
 * @typedef {(typeof STAGES)[number]} Stage
 * @typedef {{ sessionUsedAt?: number, idTokenBeganAt: number, idTokenExpiresAt: number, hasRefreshToken: boolean }} Holdings 0: there is none
 */

/**
 * @typedef {Awaited<ReturnType<typeof instantiateCore>>} Core
 * @typedef {ReturnType<Core['flow']>} CoreFlow
 */

/**
 * @param {WebAssembly.Module} module
 * @param {(target: Uint8Array) => void} getRandomValues
 */
export async function instantiateCore(module, getRandomValues) {
  /** @type {Exports} */
  let exports;
  /** @type {(address: Address, size: number) => Uint8Array} until the memory grows */
  const bytesAt = (address, size) => new Uint8Array(exports.memory.buffer, address, size);
  const { exports: given } = await WebAssembly.instantiate(module, {
    wasi_snapshot_preview1: {
      /** @type {(address: Address, size: number) => number} errno: 0, or 29 (EIO) */
      random_get(address, size) {
        try {
          getRandomValues(bytesAt(address, size));
          return 0;
        } catch {
          return 29;
        }
      },
      proc_exit() {}, // abort() calls it and then traps
    },
    env: { emscripten_notify_memory_growth() {} },
  });
  exports = /** @type {any} */ (given);
  exports._initialize();

  /** A flow of the core; delete() wipes and frees it. */
  function flow() {
    const address = exports.fmid_new();

    /**
     * Writes the arguments of the next call into memory that the core wipes: a password never is a string on the other side.
     * @param {(string | Uint8Array)[]} texts
     */
    function push(texts) {
      for (const text of texts) {
        const bytes = typeof text === 'string' ? encoder.encode(text) : text;
        bytesAt(exports.fmid_argument(address, bytes.length), bytes.length).set(bytes);
        if (typeof text === 'string') bytes.fill(0);
      }
    }

    /** What the last call gave, from JSON. */
    function output() {
      return JSON.parse(decoder.decode(bytesAt(exports.fmid_output(address), exports.fmid_output_size(address))));
    }

    return {
      address,
      push,
      output,

      /**
       * @param {(typeof OPERATIONS)[number]} operation
       * @param {(string | Uint8Array)[]} texts
       * @param {number} now
       * @returns {CoreStep}
       */
      open(operation, texts, now) {
        push(texts);
        exports.fmid_open(address, OPERATIONS.indexOf(operation), now);
        return output();
      },

      /**
       * The request of step "send". The body is a copy, the caller's to wipe.
       * @returns {{ method: string, url: string, headers: Record<string, string>, body?: Uint8Array }}
       */
      request() {
        exports.fmid_describe_request(address);
        const request = output();
        const size = exports.fmid_body_size(address);
        return { ...request, body: size === 0 ? undefined : bytesAt(exports.fmid_body(address), size).slice() };
      },

      /**
       * @param {number} status
       * @param {Iterable<readonly [string, string]>} headers
       * @param {string | Uint8Array} body
       */
      setResponse(status, headers, body) {
        push([body, ...[...headers].flat()]);
        exports.fmid_set_response(address, status);
      },

      /** @param {(typeof FAILURES)[number]} name */
      setFailure: (name) => exports.fmid_set_failure(address, FAILURES.indexOf(name)),

      /**
       * @param {number} sentAt when the request was sent
       * @param {number} now
       * @returns {CoreStep}
       */
      resume(sentAt, now) {
        exports.fmid_resume(address, sentAt, now);
        return output();
      },

      /** @returns {CoreStep} */
      waitOver() {
        exports.fmid_wait_over(address);
        return output();
      },

      /**
       * @param {import('./index.js').Answer} answer
       * @returns {CoreStep}
       */
      answer({ code = '', newPassword = '', choice = '', deviceName = '', attributes = {} }) {
        push([code, newPassword, choice, deviceName, ...Object.entries(attributes).flat()]);
        exports.fmid_answer(address);
        return output();
      },

      delete: () => exports.fmid_delete(address),
    };
  }

  /**
   * @param {string[]} texts
   * @param {(flow: Address) => void} work
   */
  function once(texts, work) {
    const one = flow();
    try {
      one.push(texts);
      work(one.address);
      return one.output();
    } finally {
      one.delete();
    }
  }

  return {
    flow,

    /** One slice of work that can be done ahead of a sign-in; true when none is left. */
    prepare: () => exports.fmid_prepare() === 1,

    /**
     * @param {Access} access
     * @param {Holdings} holdings
     * @param {number} attempt 0 at the beginning of a call
     * @param {number} now
     */
    nextNeed(access, { sessionUsedAt = 0, idTokenBeganAt, idTokenExpiresAt, hasRefreshToken }, attempt, now) {
      const held = /** @type {const} */ ([sessionUsedAt, idTokenBeganAt, idTokenExpiresAt, Number(hasRefreshToken)]);
      return NEEDS[exports.fmid_next_need(ACCESSES.indexOf(access), ...held, attempt, now)];
    },

    /**
     * @param {Access} access
     * @param {Stage} stage
     * @param {number} code of the error
     * @param {Holdings} holdings
     * @param {number} attempt
     * @param {number} now
     */
    judge(access, stage, code, { idTokenExpiresAt }, attempt, now) {
      const bits = exports.fmid_judge(ACCESSES.indexOf(access), STAGES.indexOf(stage), code, idTokenExpiresAt, attempt, now);
      return { again: (bits & 1) !== 0, dropSession: (bits & 2) !== 0, dropRefreshToken: (bits & 4) !== 0, attempt: bits >> 4 };
    },

    /** @type {(ids: string[]) => Pool | { error: CoreError }} */
    checkPool: (ids) => once(ids, exports.fmid_check_pool),

    /** @type {(token: string) => { header: string, payload: string, expiresAtSeconds: number } | { error: CoreError }} */
    decodeUnverified: (token) => once([token], exports.fmid_decode_unverified),
  };
}
