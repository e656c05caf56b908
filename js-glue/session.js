// @ts-check
// A Data API session: its token, its clock, its calls.
import { drive } from './drive.js';
import { FileMakerError, InputError } from './errors.js';

/** @typedef {import('./index.js').CallOptions} CallOptions */
/** @typedef {import('./drive.js').DriveOptions} DriveOptions */
/** @typedef {(options?: CallOptions) => DriveOptions} Context */
/** @typedef {[address: string, database: string, version: string]} Target as the core wants it */
/** @typedef {import('./index.js').DataApiSession} DataApiSession */

/** Fifteen minutes after its last use (Data API Guide). */
const LIFETIME_MS = 15 * 60 * 1000;

/**
 * @param {import('./index.js').HostOptions & { database?: string }} options
 * @returns {Target}
 */
export function targetOf({ host, relay, database = '-', version = 'vLatest' }) {
  if (typeof host !== 'string' || host === '') throw new InputError({ code: 'address_invalid', detail: 'host' });
  // A relay's path names the host without its scheme; the relay's own allow list decides which.
  const address = relay ? `${relay.replace(/\/+$/, '')}/${host.replace(/^https?:\/\//i, '').replace(/\/+$/, '')}` : host;
  return [address, database, version];
}

/**
 * @param {Target} target
 * @param {string} token
 * @param {{ method: string, path: string, body?: unknown }} call
 * @param {DriveOptions} context
 * @returns {Promise<import('./index.js').DataApiReply>}
 */
export async function callDataApi(target, token, { method, path, body }, context) {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const { body: answer } = await drive('call', [...target, token, method, path, text ?? ''], context);
  return JSON.parse(answer);
}

/** @implements {DataApiSession} */
export class Session {
  #target;
  #context;
  #lastUse;

  /**
   * @param {Target} target
   * @param {{ host: string, database: string, token: string }} facts
   * @param {Context} context
   * @param {number} openedAt
   */
  constructor(target, { host, database, token }, context, openedAt) {
    this.#target = target;
    this.#context = context;
    this.#lastUse = openedAt;
    this.host = host;
    this.database = database;
    this.token = token;
  }

  get expiresAt() {
    return this.#lastUse + LIFETIME_MS;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @param {CallOptions} [options]
   */
  async call(method, path, body, options) {
    // Without mayBeRefusedByCors: the host answered this page when the session was opened, so a failure now is not CORS.
    const context = this.#context(options);
    const usedAt = context.now();
    const reply = await callDataApi(this.#target, this.token, { method, path, body }, context);
    this.#lastUse = usedAt;
    return reply;
  }

  /** @param {CallOptions} [options] */
  async validate(options) {
    try {
      // The answer's isSessionInUse says whether a call is being worked on, not whether the session is good: code 0 says that.
      await this.call('GET', '/validateSession', undefined, options);
      return true;
    } catch (error) {
      if (error instanceof FileMakerError && (error.code === 'fm_session_expired' || error.code === 'fm_unauthorized')) return false;
      throw error;
    }
  }

  /** @param {CallOptions} [options] */
  async close(options) {
    await drive('closeSession', [...this.#target, this.token], this.#context(options));
  }
}
