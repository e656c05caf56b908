// @ts-check
// One user pool and what can be done with it.
import { drive } from './drive.js';
import { InputError, fromCore } from './errors.js';
import { withSecrets } from './secret.js';
import { Session, callDataApi, targetOf } from './session.js';

/** @typedef {import('./index.js').CallOptions} CallOptions */
/** @typedef {import('./drive.js').DriveOptions} DriveOptions */
/** @typedef {import('./index.js').Client} Client */

/** @implements {Client} */
export class FmidClient {
  #core;
  #settings;

  /**
   * @param {import('./fmid-core.js').CoreModule} core
   * @param {import('./index.js').Pool} pool
   * @param {Pick<DriveOptions, 'now' | 'transport' | 'timeoutMs'>} settings
   */
  constructor(core, pool, settings) {
    this.#core = core;
    this.#settings = settings;
    this.pool = Object.freeze({ ...pool });
  }

  /** @param {import('./index.js').SignInOptions & CallOptions} options */
  async signIn({ username, password, answer, ...call }) {
    text(username, 'username');
    text(password, 'password');
    const context = { ...this.#context(call), answer };
    return this.#tokens(
      (flow) => withSecrets(this.#core, [password], (buffer) => flow.signIn(this.pool, username, buffer, context.now())),
      context,
    );
  }

  /** @param {{ refreshToken: string, deviceKey?: string } & CallOptions} options */
  async refresh({ refreshToken, deviceKey = '', ...call }) {
    text(refreshToken, 'refreshToken');
    const context = this.#context(call);
    return this.#tokens(
      (flow) => withSecrets(this.#core, [refreshToken], (buffer) => flow.refresh(this.pool, buffer, deviceKey, context.now())),
      context,
    );
  }

  /** @param {{ refreshToken: string } & CallOptions} options */
  async revoke({ refreshToken, ...call }) {
    text(refreshToken, 'refreshToken');
    const context = this.#context(call);
    await drive((flow) => withSecrets(this.#core, [refreshToken], (buffer) => flow.revoke(this.pool, buffer, context.now())), context);
  }

  /** @param {{ accessToken: string } & CallOptions} options */
  async signOutEverywhere({ accessToken, ...call }) {
    text(accessToken, 'accessToken');
    const context = this.#context(call);
    await drive((flow) => withSecrets(this.#core, [accessToken], (buffer) => flow.globalSignOut(this.pool, buffer, context.now())), context);
  }

  /** @param {{ url?: string } & CallOptions} [options] */
  async discoverPool({ url = '', ...call } = {}) {
    const context = { ...this.#context(call), mayBeRefusedByCors: true };
    const { pool } = await drive((flow) => flow.discover(url, context.now()), context);
    return /** @type {import('./index.js').Pool} */ (pool);
  }

  /** @param {import('./index.js').OpenSessionOptions & CallOptions} options */
  async openSession({ host, relay, version, database, idToken, dataSources = [], signal, timeoutMs }) {
    text(idToken, 'idToken');
    text(database, 'database');
    const target = targetOf({ host, relay, version, database });
    const context = { ...this.#context({ signal, timeoutMs }), mayBeRefusedByCors: true };
    const openedAt = context.now();
    const { sessionToken } = await drive(
      (flow) => {
        for (const source of dataSources) {
          withSecrets(this.#core, [source.password], (buffer) => flow.addDataSource(source.database, source.username, buffer));
        }
        return withSecrets(this.#core, [idToken], (buffer) => flow.openSession(target, buffer, context.now()));
      },
      context,
    );
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

  /**
   * @param {(flow: import('./fmid-core.js').CoreFlow) => import('./fmid-core.js').CoreStep} open
   * @param {DriveOptions} context
   */
  async #tokens(open, context) {
    const { tokens } = await drive(open, context);
    return /** @type {import('./index.js').Tokens} */ (tokens);
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
 * Embind would turn anything into text; a caller who passes something else made a mistake and hears so.
 * @param {unknown} value
 * @param {string} name
 */
function text(value, name) {
  if (typeof value !== 'string') throw new InputError({ code: 'option_invalid', detail: `${name} must be a string` });
}
