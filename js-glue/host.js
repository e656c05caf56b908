// @ts-check
// A FileMaker host as one database of it (or its Admin API) is used: calls are made, and whatever token each needs is there. What is
// needed, and what a failure means, the core decides (fmid/token_policy.h); this is the loop around it.
import { REFRESHED } from './core.js';
import { drive, throwIfAborted, untilAborted } from './drive.js';
import { FmidError, InputError, numberOf } from './errors.js';

/** @typedef {import('./index.js').CallOptions} CallOptions */
/** @typedef {import('./drive.js').DriveOptions} DriveOptions */
/** @typedef {(call?: CallOptions) => DriveOptions} Context */
/** @typedef {[api: 'data' | 'odata' | 'admin', address: string, database: string, version: string]} Target as the core wants it */
/** @typedef {import('./index.js').HostCall} HostCall */
/** @typedef {{ core: import('./core.js').Core, keeper: import('./keeper.js').Keeper, context: Context }} Person whose tokens are used */

/**
 * @param {Target[0]} api
 * @param {import('./index.js').HostOptions & { database?: string }} options
 * @returns {Target}
 */
export function targetOf(api, { host, relay, database = '-', version = 'vLatest' }) {
  if (typeof host !== 'string' || host === '') throw new InputError({ code: 'address_invalid', detail: 'host' });
  // A relay's path names the host without its scheme; the relay's own allow list decides which.
  const address = relay ? `${relay.replace(/\/+$/, '')}/${host.replace(/^https?:\/\//i, '').replace(/\/+$/, '')}` : host;
  return [api, address, database, version];
}

/**
 * One call with a token that is at hand.
 * @param {Target} target
 * @param {string} token
 * @param {HostCall} call
 * @param {DriveOptions} context
 * @returns {Promise<any>} the answer's JSON; undefined where it is empty
 */
export async function callHost(target, token, { method, path, body }, context) {
  const [contentType, content] = await encode(body);
  const { json } = await drive('call', [...target, token, method, path, contentType, content], { ...context, keepJson: true });
  return json;
}

/**
 * @param {unknown} body
 * @returns {Promise<[contentType: string, content: string | Uint8Array]>}
 */
async function encode(body) {
  if (body === undefined) return ['', ''];
  if (typeof body === 'string') return ['', body];
  if (!(body instanceof FormData)) return ['', JSON.stringify(body)];
  const form = new Response(body); // knows how to write one
  return [form.headers.get('content-type') ?? '', new Uint8Array(await form.arrayBuffer())];
}

/** @typedef {{ token: string, usedAt: number }} HostSession usedAt: when it was opened, or the last call that succeeded in it began */

export class Host {
  /** @type {HostSession | undefined} */
  #session;
  /** @type {Promise<HostSession> | undefined} */
  #opening;
  #target;
  #person;

  /**
   * @param {Target} target
   * @param {Person} person
   */
  constructor(target, person) {
    this.#target = target;
    this.#person = person;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @param {CallOptions} [options]
   */
  async call(method, path, body, options) {
    const { core, keeper, context } = this.#person;
    const signal = options?.signal;
    const access = this.#target[0] === 'odata' ? 'idToken' : 'session';
    const now = () => context().now();
    let attempt = 0;
    /** @type {unknown} */
    let failure = new InputError({ code: 'sign_in_required' });
    for (;;) {
      throwIfAborted(signal);
      const session = this.#session;
      const need = core.nextNeed(access, { ...keeper.holdings(), sessionUsedAt: session?.usedAt }, attempt, now());
      if (need === 'person') throw failure;
      try {
        if (need === 'idToken') {
          await untilAborted(signal, () => {}, keeper.refresh(options));
          attempt |= REFRESHED;
        } else if (need === 'session') {
          await untilAborted(signal, () => {}, this.#open());
        } else {
          const token = access === 'session' ? /** @type {HostSession} */ (session).token : /** @type {string} */ (keeper.held.tokens?.idToken);
          const began = now();
          // A host that let this page open a session lets it call; a failure then is the network's.
          const reply = await callHost(this.#target, token, { method, path, body }, { ...context(options), mayBeRefusedByCors: access === 'idToken' });
          if (session && session === this.#session) session.usedAt = Math.max(session.usedAt, began);
          return reply;
        }
      } catch (error) {
        if (!(error instanceof FmidError)) throw error;
        const stage = need === 'idToken' ? 'refresh' : need === 'session' ? 'openSession' : 'call';
        const verdict = core.judge(access, stage, numberOf(error.code), attempt);
        // Others may have brought a newer one meanwhile: only what this call used is dropped.
        if (verdict.dropSession && session === this.#session) this.#session = undefined;
        if (!verdict.again) throw error;
        attempt = verdict.attempt;
        failure = error;
      }
    }
  }

  /** Any number of callers cost one session. */
  #open() {
    this.#opening ??= this.#openOnce().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #openOnce() {
    const { keeper, context } = this.#person;
    const { person } = keeper;
    const usedAt = context().now();
    const options = { ...context(), mayBeRefusedByCors: true };
    const { sessionToken } = await drive('openSession', [...this.#target, /** @type {string} */ (keeper.held.tokens?.idToken), ...this.dataSources()], options);
    const session = { token: /** @type {string} */ (sessionToken), usedAt };
    // Whoever signed out, or in as somebody else, while it was being opened wants it closed.
    if (keeper.person !== person) {
      await this.#close(session);
      throw new InputError({ code: 'sign_in_required' });
    }
    this.#session = session;
    keeper.hosts.add(this);
    return session;
  }

  /** Of further files, as the core wants them. @returns {string[]} */
  dataSources() {
    return [];
  }

  /** When the session ends if nothing more is called; undefined where there is none. */
  get expiresAt() {
    return this.#session && this.#session.usedAt + 15 * 60_000;
  }

  /**
   * Ends the session on the host; the next call opens another.
   * @param {CallOptions & { keepalive?: boolean }} [options]
   */
  async close({ keepalive, ...options } = {}) {
    const session = this.#session ?? (await this.#opening?.catch(() => undefined));
    this.#session = undefined;
    this.#person.keeper.hosts.delete(this);
    if (session) await this.#close(session, { ...options, keepalive });
  }

  /**
   * @param {HostSession} session
   * @param {CallOptions & { keepalive?: boolean }} [options]
   */
  async #close({ token }, { keepalive, ...options } = {}) {
    await drive('closeSession', [...this.#target, token], { ...this.#person.context(options), keepalive });
  }
}
