// @ts-check
// One user pool and one person: signing in, what can be done with the tokens, and the FileMaker hosts that want them.
import { createDatabase } from './database.js';
import { drive } from './drive.js';
import { FmidError, InputError, SignInRequiredError, fromCore } from './errors.js';
import { callHost, createHost, targetOf } from './host.js';
import { createKeeper } from './keeper.js';
import { prepareWhenIdle } from './load.js';
import { openSession } from './session.js';
import { throwIfAborted, untilAborted } from './waiting.js';

/** @typedef {import('./index.js').CallOptions} CallOptions */
/** @typedef {import('./drive.js').DriveOptions} DriveOptions */
/** @typedef {import('./index.js').Client} Client */
/** @typedef {import('./index.js').Tokens} Tokens */

/**
 * @param {import('./core.js').Core} core
 * @param {import('./index.js').Pool} pool
 * @param {string} clientSecret "" where the client has none
 * @param {Pick<DriveOptions, 'now' | 'transport' | 'observe' | 'timeoutMs'>} settings
 * @param {{ name: string, store: import('./index.js').TokenStorage, keepFresh: boolean }} keeping
 * @returns {Promise<Client>} with what was stored
 */
export async function openClient(core, pool, clientSecret, settings, keeping) {
  const withSecret = { ...pool, clientSecret };
  /** @param {CallOptions} [call] @returns {DriveOptions} */
  const context = ({ signal, timeoutMs = settings.timeoutMs } = {}) => ({ ...settings, core, signal, timeoutMs });
  const keeper = createKeeper(core, {
    ...keeping,
    now: settings.now,
    refresh: ({ refreshToken, device }, call) => askForTokens(/** @type {string} */ (refreshToken), device?.key, call),
    emit: (type, detail) => client.dispatchEvent(Object.assign(new Event(type), { detail })),
  });
  const person = { core, keeper, context };

  /**
   * @param {string} refreshToken
   * @param {string | undefined} deviceKey
   * @param {CallOptions} call
   */
  async function askForTokens(refreshToken, deviceKey, call) {
    const { tokens } = await drive('refresh', { pool: withSecret, refreshToken, deviceKey }, context(call));
    return /** @type {Tokens} */ (tokens);
  }

  /** @param {string} refreshToken @param {CallOptions} [call] */
  async function revokeIfPossible(refreshToken, call) {
    try {
      await drive('revoke', { pool: withSecret, refreshToken }, context(call));
    } catch (error) {
      // Over already, or a pool that cannot revoke: it is not the person's business.
      if (!(error instanceof FmidError && /^(refresh_token_|revoke_unsupported)/.test(error.code))) throw error;
    }
  }

  /** One session for each target, whoever asks for it. @type {Map<string, import('./index.js').Database>} */
  const databases = new Map();
  /** @type {Map<string, import('./index.js').Host>} */
  const admins = new Map();

  /** @type {Set<import('./index.js').Database>} */
  const closedWithPage = new Set();
  const onPageHide = () => closedWithPage.forEach((database) => database.close({ keepalive: true }).catch(() => {}));

  /** @param {import('./index.js').Database} database */
  function closeWithPage(database) {
    closedWithPage.add(database);
    globalThis.addEventListener?.('pagehide', onPageHide); // once, however often it is added
  }

  /** @param {CallOptions} [call] @returns {Promise<Tokens>} good ones */
  async function fresh(call = {}) {
    throwIfAborted(call.signal);
    const need = keeper.need();
    if (need === 'person') throw new SignInRequiredError();
    if (need === 'idToken') return untilAborted(call.signal, () => {}, keeper.refresh(call));
    return /** @type {Tokens} */ (keeper.held().tokens);
  }

  /** @type {Omit<Client, 'tokens' | 'signedIn' | keyof EventTarget>} */
  const calls = {
    pool: Object.freeze({ ...pool }),

    async signIn({ username, password, device = keeper.held().device, answer, ...call }) {
      text(username, 'username');
      text(password, 'password');
      if (device) for (const each of [device.key, device.groupKey, device.password]) text(each, 'device');
      try {
        const { tokens } = await drive('signIn', { pool: withSecret, username, password, device }, { ...context(call), answer });
        await keeper.begin(/** @type {Tokens} */ (tokens));
        return /** @type {Tokens} */ (tokens);
      } finally {
        prepareWhenIdle(core); // the next a and A: each pair is used once
      }
    },

    async refresh({ refreshToken, deviceKey, ...call } = {}) {
      throwIfAborted(call.signal);
      if (refreshToken === undefined || refreshToken === keeper.held().refreshToken) {
        return untilAborted(call.signal, () => {}, keeper.refresh(call));
      }
      text(refreshToken, 'refreshToken');
      const tokens = await askForTokens(refreshToken, deviceKey, call);
      await keeper.begin(tokens); // whoever's token it is
      return tokens;
    },

    async idToken(call) {
      return (await fresh(call)).idToken;
    },

    async revoke({ refreshToken = keeper.held().refreshToken ?? '', ...call } = {}) {
      text(refreshToken, 'refreshToken');
      await drive('revoke', { pool: withSecret, refreshToken }, context(call));
      if (refreshToken === keeper.held().refreshToken) await keeper.forget();
    },

    async signOutEverywhere({ accessToken, ...call } = {}) {
      const token = accessToken ?? (await fresh(call)).accessToken;
      text(token, 'accessToken');
      await drive('globalSignOut', { pool: withSecret, accessToken: token }, context(call));
      if (token === keeper.held().tokens?.accessToken) await keeper.forget();
    },

    async signOut(call) {
      const { refreshToken } = keeper.held();
      // The sessions are taken along, and nothing is waited for before the person is forgotten.
      const closing = [...keeper.hosts].map((host) => host.close(call));
      await keeper.forget();
      const revoking = refreshToken === undefined ? undefined : revokeIfPossible(refreshToken, call);
      await Promise.allSettled([...closing, revoking]);
      await revoking;
    },

    database({ dataSources = [], closeOnPageHide = false, ...where }) {
      text(where.database, 'database');
      const target = targetOf('data', where);
      const name = JSON.stringify([target, dataSources]);
      const database = databases.get(name) ?? createDatabase(target, person, dataSources);
      databases.set(name, database);
      if (closeOnPageHide) closeWithPage(database);
      return database;
    },

    odata(options) {
      text(options.database, 'database');
      return createHost(targetOf('odata', options), person);
    },

    admin(options) {
      const target = targetOf('admin', options);
      const name = JSON.stringify(target);
      const host = admins.get(name) ?? createHost(target, person);
      admins.set(name, host);
      return host;
    },

    async discoverPool({ url = '', ...call } = {}) {
      const { pool: found } = await drive('discover', { url }, { ...context(call), mayBeRefusedByCors: true });
      return /** @type {import('./index.js').Pool} */ (found);
    },

    async openSession(options) {
      text(options.idToken, 'idToken');
      text(options.database, 'database');
      return openSession(options, context);
    },

    async productInfo({ signal, timeoutMs, ...where }) {
      const options = { ...context({ signal, timeoutMs }), mayBeRefusedByCors: true };
      return callHost(targetOf('data', where), '', { method: 'GET', path: '/productInfo' }, options);
    },

    decodeUnverified(token) {
      text(token, 'token');
      const decoded = core.decodeUnverified(token);
      if ('error' in decoded) throw fromCore(decoded.error);
      const { header, payload, expiresAtSeconds } = decoded;
      return {
        verified: /** @type {const} */ (false),
        header: JSON.parse(header),
        claims: JSON.parse(payload),
        expiresAt: expiresAtSeconds ? expiresAtSeconds * 1000 : undefined,
      };
    },

    stop() {
      keeper.stop();
      globalThis.removeEventListener?.('pagehide', onPageHide);
    },
  };
  /** @type {Client} */
  const client = Object.defineProperties(Object.assign(new EventTarget(), /** @type {Omit<Client, keyof EventTarget>} */ (calls)), {
    tokens: { get: () => keeper.held().tokens },
    signedIn: { get: () => keeper.need() !== 'person' },
  });
  await keeper.load();
  return client;
}

/**
 * A caller who passes something else made a mistake and hears so: what is no string would become one unnoticed ("undefined").
 * @param {unknown} value
 * @param {string} name
 */
function text(value, name) {
  if (typeof value !== 'string') throw new InputError({ code: 'option_invalid', detail: `${name} must be a string` });
}
