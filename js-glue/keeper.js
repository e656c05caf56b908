// @ts-check
// One person's tokens: kept, refreshed once for everybody who waits for them, stored where the caller asked, shared between tabs.
import { EnvironmentError, InputError, numberOf } from './errors.js';
import { IN_MEMORY } from './storage.js';

/** @typedef {import('./errors.js').FmidError} FmidError */
/** @typedef {import('./index.js').CallOptions} CallOptions */
/** @typedef {import('./index.js').Tokens} Tokens */
/** @typedef {import('./index.js').SavedSignIn} SavedSignIn */
/** @typedef {{ refreshToken?: string, device?: import('./index.js').Device, tokens?: Tokens }} Held what is known of the person */

/** How often the clock is looked at. A timer that slept through the night fires when the machine wakes. */
const TICK_MS = 30_000;

export class Keeper {
  /** @type {Readonly<Held>} replaced as a whole, so that who waited sees whether it changed */
  held = {};
  /** Counts the people: who began something for one does not end it for another. */
  person = 0;
  /** The Data API and Admin API clients that may have a session open. @type {Set<{ close(): Promise<void> }>} */
  hosts = new Set();
  /** @type {Promise<Tokens> | undefined} */
  #refreshing;
  /** The tokens that `expiring` was said of. @type {Tokens | undefined} */
  #expiring;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #core;
  #store;
  #tabs;
  #options;

  /**
   * @param {import('./core.js').Core} core
   * @param {object} options
   * @param {import('./index.js').TokenStorage} options.store
   * @param {import('./tabs.js').Tabs} options.tabs
   * @param {(held: Held, call: CallOptions) => Promise<Tokens>} options.refresh asks the pool
   * @param {(type: import('./index.js').ClientEventType, detail?: unknown) => void} options.emit
   * @param {() => number} options.now
   * @param {boolean} options.keepFresh
   */
  constructor(core, options) {
    this.#core = core;
    this.#store = options.store;
    this.#tabs = options.tabs;
    this.#options = options;
    this.#tabs.onMessage = (message) => this.#hear(message);
  }

  /** Takes up what was stored. What cannot be read is nobody's. */
  async load() {
    this.held = readSaved(await this.#store.load());
    this.#watch();
  }

  /**
   * @param {Tokens} tokens
   * @param {'signedin' | 'refreshed'} event
   */
  async keep(tokens, event) {
    if (event === 'signedin') this.#changePerson();
    this.#take(tokens);
    this.#tabs.tell({ type: event, tokens });
    const { refreshToken, device } = tokens;
    await this.#try(() => this.#store.save({ version: 1, refreshToken, device }));
    this.#options.emit(event, tokens);
  }

  /** The person is signed out here and in the other tabs, whatever the servers say to it. */
  async forget() {
    this.#lose();
    this.#tabs.tell({ type: 'signedout' });
    await this.#try(() => this.#store.clear());
    this.#options.emit('signedout');
  }

  /**
   * Good ID and access tokens. Any number of callers cost one request, in all tabs together; the first one's time limit counts.
   * @param {CallOptions} [call]
   */
  refresh({ timeoutMs } = {}) {
    this.#refreshing ??= this.#refreshOnce({ timeoutMs }).finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** @param {CallOptions} call */
  async #refreshOnce(call) {
    const before = this.held;
    return this.#tabs.exclusively(async () => {
      // While this one waited for its turn, another tab may have refreshed or signed out.
      if (this.held !== before && this.held.tokens) return this.held.tokens;
      if (this.#tabs.shared && this.held === before) await this.#readAgain();
      const used = this.held;
      if (!used.refreshToken) throw new InputError({ code: 'sign_in_required' });
      const tokens = await this.#options.refresh(used, call).catch((error) => this.#onRefusal(error, used));
      // Signed out, or in as somebody else, meanwhile: these tokens are no longer wanted.
      if (this.held !== used) throw new InputError({ code: 'sign_in_required' });
      await this.keep(tokens, 'refreshed');
      return tokens;
    });
  }

  /** A rotated refresh token that another tab stored is newer than the one held here. */
  async #readAgain() {
    const saved = readSaved(await this.#store.load());
    if (saved.refreshToken && saved.refreshToken !== this.held.refreshToken) this.held = saved;
  }

  /**
   * Where the pool says that the refresh token is over, it is dropped. The ID token lives on until it ends.
   * @param {FmidError} error
   * @param {Held} used
   * @returns {Promise<never>}
   */
  async #onRefusal(error, used) {
    if (this.held === used && this.#core.judge('idToken', 'refresh', numberOf(error.code), 0).dropRefreshToken) {
      this.held = { tokens: used.tokens };
      await this.#try(() => this.#store.clear());
      if (this.need() === 'person') await this.forget();
    }
    throw error;
  }

  /** What OData would need now, or anybody else who has no session. */
  need(attempt = 0) {
    return this.#core.nextNeed('idToken', this.holdings(), attempt, this.#options.now());
  }

  /** As the core's decision wants it. @returns {import('./core.js').Holdings} */
  holdings() {
    const { tokens, refreshToken } = this.held;
    return {
      idTokenReceivedAt: tokens ? tokens.expiresAt - tokens.expiresIn * 1000 : 0,
      idTokenExpiresAt: tokens?.expiresAt ?? 0,
      hasRefreshToken: refreshToken !== undefined,
    };
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#tabs.close();
  }

  /** @param {Tokens} tokens */
  #take(tokens) {
    const { refreshToken, device } = tokens;
    this.held = Object.freeze({ refreshToken, device, tokens });
    this.#watch();
  }

  #lose() {
    this.#changePerson();
    this.held = {};
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Sessions are the last person's. */
  #changePerson() {
    this.person += 1;
    for (const host of this.hosts) host.close().catch(() => {});
  }

  #watch() {
    if (this.#timer || !this.held.refreshToken) return;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    /** @type {{ unref?: () => void }} */ (/** @type {unknown} */ (this.#timer)).unref?.(); // Node may end
  }

  #tick() {
    const { tokens } = this.held;
    if (!tokens || this.need() !== 'idToken') return;
    if (this.#expiring !== tokens) this.#options.emit('expiring', tokens);
    this.#expiring = tokens;
    if (this.#options.keepFresh) this.refresh().catch((error) => this.#options.emit('error', error));
  }

  /** @param {any} message from another tab of this origin */
  #hear(message) {
    if (message?.type === 'signedout') {
      this.#lose();
      this.#options.emit('signedout');
    } else if (message?.tokens?.refreshToken) {
      if (message.type === 'signedin') this.#changePerson();
      this.#take(message.tokens);
      this.#options.emit(message.type, message.tokens);
    }
  }

  /** Storing is a service, not a condition: what went wrong is said, and the tokens are there. @param {() => unknown} work */
  async #try(work) {
    if (this.#store === IN_MEMORY) return;
    try {
      await work();
    } catch (cause) {
      this.#options.emit('error', new EnvironmentError({ code: 'storage_failed', detail: /** @type {Error} */ (cause)?.name }));
    }
  }
}

/** @param {unknown} saved @returns {Held} */
function readSaved(saved) {
  const { version, refreshToken, device } = /** @type {Partial<SavedSignIn>} */ (saved ?? {});
  if (version !== 1 || typeof refreshToken !== 'string' || refreshToken === '') return {};
  const isDevice = device && [device.key, device.groupKey, device.password].every((part) => typeof part === 'string');
  return { refreshToken, device: isDevice ? device : undefined };
}
