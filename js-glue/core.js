// @ts-check
// The compiled module as JavaScript likes it: texts instead of addresses. No decisions are made here.
import createFmidCore from './fmid-core.js';

/** @typedef {import('./fmid-core.js').Address} Address */
/** @typedef {import('./fmid-core.js').Exports} Exports */
/** @typedef {import('./index.js').Pool} Pool */

/**
 * @typedef {object} CoreError
 * @property {import('./index.js').ErrorCode} code
 * @property {'input' | 'environment' | 'transport' | 'protocol' | 'server' | 'filemaker'} kind
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

/** The operations, each with what it is called in the module; arguments as flow_handle.h lists them. */
const OPERATIONS = /** @type {const} */ ({
  signIn: '_fmid_sign_in',
  refresh: '_fmid_refresh',
  revoke: '_fmid_revoke',
  globalSignOut: '_fmid_global_sign_out',
  discover: '_fmid_discover',
  openSession: '_fmid_open_session',
  call: '_fmid_call',
  closeSession: '_fmid_close_session',
});

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Core {
  /** @type {Map<Address, () => void>} */
  #fetching = new Map();

  /**
   * @param {WebAssembly.Module} module
   * @param {(target: Uint8Array) => void} getRandomValues
   */
  static async instantiate(module, getRandomValues) {
    const core = new Core();
    core.exports = await createFmidCore({
      getRandomValues,
      onFetched: (flow) => core.#fetching.get(flow)?.(),
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(module, imports).then((instance) => {
          core.memory = /** @type {WebAssembly.Memory} */ (Object.values(instance.exports).find((each) => each instanceof WebAssembly.Memory));
          done(instance);
        });
        return {}; // "asynchronously"
      },
    });
    return core;
  }

  /** @type {Exports} */
  exports = /** @type {any} */ (undefined);
  /** @type {WebAssembly.Memory} */
  memory = /** @type {any} */ (undefined);

  /** One slice of work that can be done ahead of a sign-in; true when none is left. */
  prepare() {
    return this.exports._fmid_prepare() === 1;
  }

  /**
   * @param {Pool} pool
   * @returns {Pool | { error: CoreError }}
   */
  checkPool({ userPoolId, clientId, endpoint }) {
    return this.#once([userPoolId, clientId, endpoint ?? ''], (flow) => this.exports._fmid_check_pool(flow));
  }

  /**
   * @param {string} token
   * @returns {{ header: string, payload: string, expiresAtSeconds: number } | { error: CoreError }}
   */
  decodeUnverified(token) {
    return this.#once([token], (flow) => this.exports._fmid_decode_unverified(flow));
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

  /**
   * @param {Address} flow
   * @param {() => void} done
   */
  onFetched(flow, done) {
    this.#fetching.set(flow, done);
  }

  /** @param {Address} flow */
  forget(flow) {
    this.#fetching.delete(flow);
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
    this.address = this.#exports._fmid_new();
  }

  /**
   * Writes the arguments of the next call into memory that the core wipes: a password never is a string on the other side.
   * @param {(string | Uint8Array)[]} texts
   */
  push(texts) {
    for (const text of texts) {
      const bytes = typeof text === 'string' ? encoder.encode(text) : text;
      const address = this.#exports._fmid_argument(this.address, bytes.length);
      this.#bytes(address, bytes.length).set(bytes);
      if (typeof text === 'string') bytes.fill(0);
    }
  }

  /**
   * @param {keyof typeof OPERATIONS} operation
   * @param {string[]} texts
   * @param {number} now
   * @returns {CoreStep}
   */
  open(operation, texts, now) {
    this.push(texts);
    this.#exports[OPERATIONS[operation]](this.address, now);
    return this.output();
  }

  /**
   * Step "send", by the module.
   * @param {number} timeoutMs
   * @returns {Promise<void>}
   */
  fetch(timeoutMs) {
    return new Promise((resolve) => {
      this.#core.onFetched(this.address, resolve);
      this.#exports._fmid_fetch(this.address, timeoutMs);
    });
  }

  abortFetch() {
    this.#exports._fmid_abort_fetch(this.address);
  }

  /**
   * The request of step "send", without its body.
   * @returns {{ method: string, url: string, headers: Record<string, string> }}
   */
  describeRequest() {
    this.#exports._fmid_describe_request(this.address);
    return this.output();
  }

  /**
   * Step "send", by JavaScript. The body is a copy, the caller's to wipe.
   * @returns {{ method: string, url: string, headers: Record<string, string>, body?: Uint8Array }}
   */
  request() {
    const request = this.describeRequest();
    const size = this.#exports._fmid_body_size(this.address);
    return { ...request, body: size === 0 ? undefined : this.#bytes(this.#exports._fmid_body(this.address), size).slice() };
  }

  /**
   * @param {number} status
   * @param {Iterable<readonly [string, string]>} headers
   * @param {string | Uint8Array} body
   */
  setResponse(status, headers, body) {
    this.push([body, ...[...headers].flat()]);
    this.#exports._fmid_set_response(this.address, status);
  }

  get failure() {
    return FAILURES[this.#exports._fmid_failure(this.address)];
  }

  /** @param {(typeof FAILURES)[number]} name */
  set failure(name) {
    this.#exports._fmid_set_failure(this.address, FAILURES.indexOf(name));
  }

  /**
   * @param {number} now
   * @returns {CoreStep}
   */
  resume(now) {
    this.#exports._fmid_resume(this.address, now);
    return this.output();
  }

  /** @returns {CoreStep} */
  waitOver() {
    this.#exports._fmid_wait_over(this.address);
    return this.output();
  }

  /**
   * @param {import('./index.js').Answer} answer
   * @returns {CoreStep}
   */
  answer({ code = '', newPassword = '', choice = '', deviceName = '', attributes = {} }) {
    this.push([code, newPassword, choice, deviceName, ...Object.entries(attributes).flat()]);
    this.#exports._fmid_answer(this.address);
    return this.output();
  }

  /** What the last call gave, from JSON. */
  output() {
    return JSON.parse(this.#text(this.#exports._fmid_output(this.address), this.#exports._fmid_output_size(this.address)));
  }

  /** The Data API's answer, as it came. */
  body() {
    return this.#text(this.#exports._fmid_body(this.address), this.#exports._fmid_body_size(this.address));
  }

  delete() {
    this.#core.forget(this.address);
    this.#exports._fmid_delete(this.address);
  }

  /**
   * @param {Address} address
   * @param {number} size
   */
  #bytes(address, size) {
    return new Uint8Array(this.#core.memory.buffer, address, size);
  }

  /**
   * @param {Address} address
   * @param {number} size
   */
  #text(address, size) {
    return decoder.decode(this.#bytes(address, size));
  }
}
