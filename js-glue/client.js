// @ts-check
// One user pool and what can be done with it.
import { drive } from './drive.js';
import { InputError, fromCore } from './errors.js';
import { prepareWhenIdle } from './load.js';
import { Session, callDataApi, targetOf } from './session.js';

/** @typedef {import('./index.js').CallOptions} CallOptions */
/** @typedef {import('./drive.js').DriveOptions} DriveOptions */
/** @typedef {import('./index.js').Client} Client */

/** @implements {Client} */
export class FmidClient {
  #core;
  #settings;

  /**
   * @param {import('./core.js').Core} core
   * @param {import('./index.js').Pool} pool
   * @param {Pick<DriveOptions, 'now' | 'transport' | 'timeoutMs'>} settings
   */
  constructor(core, pool, settings) {
    this.#core = core;
    this.#settings = settings;
    this.pool = Object.freeze({ ...pool });
  }

  /** @param {import('./index.js').SignInOptions & CallOptions} options */
  async signIn({ username, password, device, answer, ...call }) {
    text(username, 'username');
    text(password, 'password');
    const proof = device ? [device.key, device.groupKey, device.password] : [];
    for (const each of proof) text(each, 'device');
    const context = { ...this.#context(call), answer };
    try {
      const { tokens } = await drive('signIn', [...this.#ids, username, password, ...proof], context);
      return /** @type {import('./index.js').Tokens} */ (tokens);
    } finally {
      prepareWhenIdle(this.#core); // the next a and A: each pair is used once
    }
  }

  /** @param {{ refreshToken: string, deviceKey?: string } & CallOptions} options */
  async refresh({ refreshToken, deviceKey = '', ...call }) {
    text(refreshToken, 'refreshToken');
    const { tokens } = await drive('refresh', [...this.#ids, refreshToken, deviceKey], this.#context(call));
    return /** @type {import('./index.js').Tokens} */ (tokens);
  }

  /** @param {{ refreshToken: string } & CallOptions} options */
  async revoke({ refreshToken, ...call }) {
    text(refreshToken, 'refreshToken');
    await drive('revoke', [...this.#ids, refreshToken], this.#context(call));
  }

  /** @param {{ accessToken: string } & CallOptions} options */
  async signOutEverywhere({ accessToken, ...call }) {
    text(accessToken, 'accessToken');
    await drive('globalSignOut', [...this.#ids, accessToken], this.#context(call));
  }

  /** @param {{ url?: string } & CallOptions} [options] */
  async discoverPool({ url = '', ...call } = {}) {
    const context = { ...this.#context(call), mayBeRefusedByCors: true };
    const { pool } = await drive('discover', [url], context);
    return /** @type {import('./index.js').Pool} */ (pool);
  }

  /** @param {import('./index.js').OpenSessionOptions & CallOptions} options */
  async openSession({ host, relay, version, database, idToken, dataSources = [], signal, timeoutMs }) {
    text(idToken, 'idToken');
    text(database, 'database');
    const target = targetOf({ host, relay, version, database });
    const context = { ...this.#context({ signal, timeoutMs }), mayBeRefusedByCors: true };
    const openedAt = context.now();
    const files = dataSources.flatMap((source) => [source.database, source.username, source.password]);
    const { sessionToken } = await drive('openSession', [...target, idToken, ...files], context);
    const token = /** @type {string} */ (sessionToken);
    return new Session(target, { host, database, token }, (options) => this.#context(options), openedAt);
  }

  /** @param {import('./index.js').HostOptions & CallOptions} options */
  async productInfo({ host, relay, version, signal, timeoutMs }) {
    const context = { ...this.#context({ signal, timeoutMs }), mayBeRefusedByCors: true };
    return callDataApi(targetOf({ host, relay, version }), '', { method: 'GET', path: '/productInfo' }, context);
  }

  /** @param {string} token */
  decodeUnverified(token) {
    text(token, 'token');
    const decoded = this.#core.decodeUnverified(token);
    if ('error' in decoded) throw fromCore(decoded.error);
    const { header, payload, expiresAtSeconds } = decoded;
    return {
      verified: /** @type {const} */ (false),
      header: JSON.parse(header),
      claims: JSON.parse(payload),
      expiresAt: expiresAtSeconds ? expiresAtSeconds * 1000 : undefined,
    };
  }

  /** The arguments that name the pool. */
  get #ids() {
    const { userPoolId, clientId, endpoint } = this.pool;
    return [userPoolId, clientId, endpoint];
  }

  /**
   * @param {CallOptions} [call]
   * @returns {DriveOptions}
   */
  #context({ signal, timeoutMs = this.#settings.timeoutMs } = {}) {
    return { ...this.#settings, core: this.#core, signal, timeoutMs };
  }
}

/**
 * A caller who passes something else made a mistake and hears so: what is no string would become one unnoticed ("undefined").
 * @param {unknown} value
 * @param {string} name
 */
function text(value, name) {
  if (typeof value !== 'string') throw new InputError({ code: 'option_invalid', detail: `${name} must be a string` });
}
