// @ts-check
// A Data API session that its caller opened and keeps: its token, its clock, its calls. Nothing is renewed here (database.js does that).
import { drive } from './drive.js';
import { FileMakerError } from './errors.js';
import { callHost } from './host.js';

/** @typedef {import('./index.js').CallOptions} CallOptions */
/** @typedef {import('./host.js').Context} Context */
/** @typedef {import('./host.js').Target} Target */
/** @typedef {import('./index.js').DataApiSession} DataApiSession */

/** Fifteen minutes after its last use (Data API Guide). */
const LIFETIME_MS = 15 * 60 * 1000;

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
    const reply = await callHost(this.#target, this.token, { method, path, body }, context);
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
