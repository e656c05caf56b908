// @ts-check
// The compiled module as JavaScript likes it: texts instead of addresses. No decisions are made here.

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
 * @typedef {{ sessionUsedAt?: number, idTokenReceivedAt: number, idTokenExpiresAt: number, hasRefreshToken: boolean }} Holdings 0: there is none
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const fatalDecoder = new TextDecoder('utf-8', { fatal: true });

/**
 * A value of JSON, told piece by piece; false as soon as the core has had enough.
 * @param {Exports} exports
 * @param {any} value
 * @returns {boolean}
 */
function tell(exports, value) {
  /** @param {string} text */
  const write = (text) => {
    const bytes = encoder.encode(text);
    new Uint8Array(exports.memory.buffer, exports.fmid_json_room(bytes.length), bytes.length).set(bytes);
  };
  if (typeof value === 'string') {
    write(value);
    return exports.fmid_json_text() === 1;
  }
  if (typeof value === 'number') return exports.fmid_json_number(value) === 1;
  if (typeof value === 'boolean') return exports.fmid_json_boolean() === 1;
  if (value === null) return exports.fmid_json_null() === 1;
  const array = Array.isArray(value);
  if (exports.fmid_json_open(Number(array)) === 0) return false;
  for (const [name, member] of Object.entries(value)) {
    if (!array) {
      write(name);
      if (exports.fmid_json_key() === 0) return false;
    }
    if (!tell(exports, member)) return false;
  }
  return exports.fmid_json_close() === 1;
}

export class Core {
  /**
   * @param {WebAssembly.Module} module
   * @param {(target: Uint8Array) => void} getRandomValues
   */
  static async instantiate(module, getRandomValues) {
    const { exports } = await WebAssembly.instantiate(module, {
      wasi_snapshot_preview1: {
        /** @type {(address: number, size: number) => number} errno: 0, or 29 (EIO) */
        random_get(address, size) {
          try {
            getRandomValues(new Uint8Array(core.exports.memory.buffer, address, size));
            return 0;
          } catch {
            return 29;
          }
        },
        proc_exit() {}, // abort() calls it and then traps
      },
      fmid: {
        /** @type {(address: number, size: number) => number} */
        read_json: (address, size) => {
          try {
            const json = fatalDecoder.decode(new Uint8Array(core.exports.memory.buffer, address, size));
            return Number(tell(core.exports, JSON.parse(json)));
          } catch {
            return 0;
          }
        },
      },
      env: { emscripten_notify_memory_growth() {} },
    });
    const core = new Core(/** @type {any} */ (exports));
    core.exports._initialize();
    return core;
  }

  /** @param {Exports} exports */
  constructor(exports) {
    this.exports = exports;
  }

  /** One slice of work that can be done ahead of a sign-in; true when none is left. */
  prepare() {
    return this.exports.fmid_prepare() === 1;
  }

  /**
   * @param {Access} access
   * @param {Holdings} holdings
   * @param {number} attempt 0 at the beginning of a call
   * @param {number} now
   */
  nextNeed(access, { sessionUsedAt = 0, idTokenReceivedAt, idTokenExpiresAt, hasRefreshToken }, attempt, now) {
    const need = this.exports.fmid_next_need(ACCESSES.indexOf(access), sessionUsedAt, idTokenReceivedAt, idTokenExpiresAt, Number(hasRefreshToken), attempt, now);
    return NEEDS[need];
  }

  /**
   * @param {Access} access
   * @param {Stage} stage
   * @param {number} code of the error
   * @param {number} attempt
   */
  judge(access, stage, code, attempt) {
    const bits = this.exports.fmid_judge(ACCESSES.indexOf(access), STAGES.indexOf(stage), code, attempt);
    return { again: (bits & 1) !== 0, dropSession: (bits & 2) !== 0, dropRefreshToken: (bits & 4) !== 0, attempt: bits >> 4 };
  }

  /**
   * @param {Pool} pool
   * @returns {Pool | { error: CoreError }}
   */
  checkPool({ userPoolId, clientId, endpoint }) {
    return this.#once([userPoolId, clientId, endpoint ?? ''], (flow) => this.exports.fmid_check_pool(flow));
  }

  /**
   * @param {string} token
   * @returns {{ header: string, payload: string, expiresAtSeconds: number } | { error: CoreError }}
   */
  decodeUnverified(token) {
    return this.#once([token], (flow) => this.exports.fmid_decode_unverified(flow));
  }

  /**
   * @param {string[]} texts
   * @param {(flow: Address) => void} work
   */
  #once(texts, work) {
    const flow = new CoreFlow(this);
    try {
      flow.push(texts);
      work(flow.address);
      return flow.output();
    } finally {
      flow.delete();
    }
  }
}

/** A flow of the core; delete() wipes and frees it. */
export class CoreFlow {
  #core;
  #exports;

  /** @param {Core} core */
  constructor(core) {
    this.#core = core;
    this.#exports = core.exports;
    this.address = this.#exports.fmid_new();
  }

  /**
   * Writes the arguments of the next call into memory that the core wipes: a password never is a string on the other side.
   * @param {(string | Uint8Array)[]} texts
   */
  push(texts) {
    for (const text of texts) {
      const bytes = typeof text === 'string' ? encoder.encode(text) : text;
      const address = this.#exports.fmid_argument(this.address, bytes.length);
      this.#bytes(address, bytes.length).set(bytes);
      if (typeof text === 'string') bytes.fill(0);
    }
  }

  /**
   * @param {(typeof OPERATIONS)[number]} operation
   * @param {(string | Uint8Array)[]} texts
   * @param {number} now
   * @returns {CoreStep}
   */
  open(operation, texts, now) {
    this.push(texts);
    this.#exports.fmid_open(this.address, OPERATIONS.indexOf(operation), now);
    return this.output();
  }

  /**
   * The request of step "send". The body is a copy, the caller's to wipe.
   * @returns {{ method: string, url: string, headers: Record<string, string>, body?: Uint8Array }}
   */
  request() {
    this.#exports.fmid_describe_request(this.address);
    const request = this.output();
    const size = this.#exports.fmid_body_size(this.address);
    return { ...request, body: size === 0 ? undefined : this.#bytes(this.#exports.fmid_body(this.address), size).slice() };
  }

  /**
   * @param {number} status
   * @param {Iterable<readonly [string, string]>} headers
   * @param {string | Uint8Array} body
   */
  setResponse(status, headers, body) {
    this.push([body, ...[...headers].flat()]);
    this.#exports.fmid_set_response(this.address, status);
  }

  /** @param {(typeof FAILURES)[number]} name */
  setFailure(name) {
    this.#exports.fmid_set_failure(this.address, FAILURES.indexOf(name));
  }

  /**
   * @param {number} now
   * @returns {CoreStep}
   */
  resume(now) {
    this.#exports.fmid_resume(this.address, now);
    return this.output();
  }

  /** @returns {CoreStep} */
  waitOver() {
    this.#exports.fmid_wait_over(this.address);
    return this.output();
  }

  /**
   * @param {import('./index.js').Answer} answer
   * @returns {CoreStep}
   */
  answer({ code = '', newPassword = '', choice = '', deviceName = '', attributes = {} }) {
    this.push([code, newPassword, choice, deviceName, ...Object.entries(attributes).flat()]);
    this.#exports.fmid_answer(this.address);
    return this.output();
  }

  /** What the last call gave, from JSON. */
  output() {
    return JSON.parse(this.#text(this.#exports.fmid_output(this.address), this.#exports.fmid_output_size(this.address)));
  }

  delete() {
    this.#exports.fmid_delete(this.address);
  }

  /**
   * @param {Address} address
   * @param {number} size
   */
  #bytes(address, size) {
    return new Uint8Array(this.#core.exports.memory.buffer, address, size);
  }

  /**
   * @param {Address} address
   * @param {number} size
   */
  #text(address, size) {
    return decoder.decode(this.#bytes(address, size));
  }
}
