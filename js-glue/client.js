// @ts-check
// One user pool and one person: signing in, what can be done with the tokens, and the FileMaker hosts that want them.
import { Database } from './database.js';
import { drive, untilAborted } from './drive.js';
import { FmidError, InputError, fromCore } from './errors.js';
import { Host, callHost, targetOf } from './host.js';
import { Keeper } from './keeper.js';
import { prepareWhenIdle } from './load.js';
import { Session } from './session.js';

/** @typedef {import('./index.js').CallOptions} CallOptions */
/** @typedef {import('./drive.js').DriveOptions} DriveOptions */
/** @typedef {import('./index.js').Client} Client */
/** @typedef {import('./index.js').Tokens} Tokens */

/** What a client tells: `detail` is what is in index.d.ts. */
class ClientEvent extends Event {
  /** @param {string} type @param {unknown} detail */
  constructor(type, detail) {
    super(type);
    this.detail = detail;
  }
}

/** @implements {Client} */
export class FmidClient extends EventTarget {
  #core;
  #settings;
  #keeper;

  /**
   * @param {import('./core.js').Core} core
   * @param {import('./index.js').Pool} pool
   * @param {Pick<DriveOptions, 'now' | 'transport' | 'timeoutMs'>} settings
   * @param {{ store: import('./index.js').TokenStorage, tabs: import('./tabs.js').Tabs, keepFresh: boolean }} keeping
   */
  constructor(core, pool, settings, keeping) {
    super();
    this.#core = core;
    this.#settings = settings;
    this.pool = Object.freeze({ ...pool });
    this.#keeper = new Keeper(core, {
      ...keeping,
      now: settings.now,
      refresh: ({ refreshToken, device }, call) => this.#askForTokens(/** @type {string} */ (refreshToken), device?.key, call),
      emit: (type, detail) => this.dispatchEvent(new ClientEvent(type, detail)),
    });
  }

  /** Takes up what is stored. */
  load() {
    return this.#keeper.load();
  }

  get tokens() {
    return this.#keeper.held.tokens;
  }

  get signedIn() {
    return this.#keeper.need() !== 'person';
  }

  /** @param {import('./index.js').SignInOptions & CallOptions} options */
  async signIn({ username, password, answer, ...call }) {
    text(username, 'username');
    text(password, 'password');
    const context = { ...this.#context(call), answer };
    try {
      const { tokens } = await drive('signIn', [...this.#ids, username, password], context);
      return await this.#keep(tokens, 'signedin');
    } finally {
      prepareWhenIdle(this.#core); // the next a and A: each pair is used once
    }
  }

  /** @param {{ refreshToken?: string, deviceKey?: string } & CallOptions} [options] */
  async refresh({ refreshToken, deviceKey, ...call } = {}) {
    if (refreshToken === undefined || refreshToken === this.#keeper.held.refreshToken) {
      return untilAborted(call.signal, () => {}, this.#keeper.refresh(call));
    }
    text(refreshToken, 'refreshToken');
    return this.#keep(await this.#askForTokens(refreshToken, deviceKey, call), 'signedin');
  }

  /** @param {CallOptions} [call] */
  async idToken({ signal } = {}) {
    const need = this.#keeper.need();
    if (need === 'person') throw new InputError({ code: 'sign_in_required' });
    if (need === 'idToken') await untilAborted(signal, () => {}, this.#keeper.refresh());
    return /** @type {Tokens} */ (this.tokens).idToken;
  }

  /** @param {{ refreshToken?: string } & CallOptions} [options] */
  async revoke({ refreshToken = this.#keeper.held.refreshToken ?? '', ...call } = {}) {
    text(refreshToken, 'refreshToken');
    await drive('revoke', [...this.#ids, refreshToken], this.#context(call));
    if (refreshToken === this.#keeper.held.refreshToken) await this.#keeper.forget();
  }

  /** @param {{ accessToken?: string } & CallOptions} [options] */
  async signOutEverywhere({ accessToken, ...call } = {}) {
    const own = accessToken === undefined || accessToken === this.tokens?.accessToken;
    if (accessToken === undefined) {
      await this.idToken(call);
      accessToken = /** @type {Tokens} */ (this.tokens).accessToken;
    }
    text(accessToken, 'accessToken');
    await drive('globalSignOut', [...this.#ids, accessToken], this.#context(call));
    if (own) await this.#keeper.forget();
  }

  /** @param {CallOptions} [call] */
  async signOut(call) {
    const { refreshToken } = this.#keeper.held;
    await Promise.allSettled([...this.#keeper.hosts].map((host) => host.close()));
    await this.#keeper.forget();
    if (!refreshToken) return;
    try {
      await drive('revoke', [...this.#ids, refreshToken], this.#context(call));
    } catch (error) {
      // Over already, or a pool that cannot revoke: it is not the person's business.
      if (!(error instanceof FmidError && /^(refresh_token_|revoke_unsupported)/.test(error.code))) throw error;
    }
  }

  /** @param {import('./index.js').DatabaseOptions} options */
  database({ dataSources = [], closeOnPageHide = false, ...where }) {
    text(where.database, 'database');
    const database = new Database(targetOf('data', where), this.#person, [...dataSources]);
    if (closeOnPageHide) {
      globalThis.addEventListener?.('pagehide', () => {
        database.close({ keepalive: true }).catch(() => {});
      });
    }
    return database;
  }

  /** @param {import('./index.js').HostOptions & { database: string }} options */
  odata(options) {
    text(options.database, 'database');
    return new Host(targetOf('odata', options), this.#person);
  }

  /** @param {import('./index.js').HostOptions} options */
  admin(options) {
    return new Host(targetOf('admin', options), this.#person);
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
    const target = targetOf('data', { host, relay, version, database });
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
    return callHost(targetOf('data', { host, relay, version }), '', { method: 'GET', path: '/productInfo' }, context);
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

  stop() {
    this.#keeper.stop();
  }

  /**
   * @param {Tokens | undefined} tokens
   * @param {'signedin' | 'refreshed'} event
   */
  async #keep(tokens, event) {
    await this.#keeper.keep(/** @type {Tokens} */ (tokens), event);
    return /** @type {Tokens} */ (tokens);
  }

  /**
   * @param {string} refreshToken
   * @param {string | undefined} deviceKey
   * @param {CallOptions} call
   */
  async #askForTokens(refreshToken, deviceKey = '', call) {
    const { tokens } = await drive('refresh', [...this.#ids, refreshToken, deviceKey], this.#context(call));
    return /** @type {Tokens} */ (tokens);
  }

  get #person() {
    return { core: this.#core, keeper: this.#keeper, context: (/** @type {CallOptions | undefined} */ call) => this.#context(call) };
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
