// @ts-check
// One person's tokens: kept, refreshed once for everybody who waits for them, stored where the caller asked, shared between tabs.
import { EnvironmentError, InputError, numberOf } from './errors.js';
import { openTabs } from './tabs.js';
import { pause } from './waiting.js';

/** @typedef {import('./errors.js').FmidError} FmidError */
/** @typedef {import('./index.js').CallOptions} CallOptions */
/** @typedef {import('./index.js').Tokens} Tokens */
/** @typedef {{ refreshToken?: string, device?: import('./index.js').Device, tokens?: Tokens }} Held what is known of the person */
/** @typedef {ReturnType<typeof createKeeper>} Keeper */

/** How often the clock is looked at. A timer that slept through the night fires when the machine wakes. */
const TICK_MS = 30_000;

/**
 * @param {import('./core.js').Core} core
 * @param {object} options
 * @param {string} options.name of the pool and client
 * @param {import('./index.js').TokenStorage} options.store
 * @param {(held: Held, call: CallOptions) => Promise<Tokens>} options.refresh asks the pool
 * @param {(type: import('./index.js').ClientEventType, detail?: unknown) => void} options.emit
 * @param {() => number} options.now
 * @param {boolean} options.keepFresh
 */
export function createKeeper(core, { name, store, refresh: askPool, emit, now, keepFresh }) {
  /** Replaced as a whole, so that who waited sees whether it changed. @type {Readonly<Held>} */
  let held = {};
  /** Counts the people: who began something for one does not end it for another. */
  let person = 0;
  /** What may have a session open. @type {Set<{ close(call?: CallOptions): Promise<void> }>} */
  const hosts = new Set();
  /** @type {Promise<Tokens> | undefined} */
  let refreshing;
  /** The tokens that `expiring` was said of. @type {Tokens | undefined} */
  let expiring;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  const tabs = openTabs(store.name ?? name, store.name !== undefined, hear);

  /** Takes up what was stored. What cannot be read is nobody's. */
  async function load() {
    held = await read();
    watch();
  }

  /**
   * @param {Tokens} tokens
   * @param {'signedin' | 'refreshed'} event
   */
  async function keep(tokens, event) {
    take(tokens, event);
    tabs.tell({ type: event, tokens });
    const { refreshToken, device } = held;
    await storing(() => store.save({ version: 1, refreshToken: /** @type {string} */ (refreshToken), device }));
    emit(event, tokens);
  }

  /** The person is signed out here and in the other tabs, whatever the servers say to it. */
  async function forget() {
    lose();
    tabs.tell({ type: 'signedout' });
    await storing(() => store.clear());
    emit('signedout');
  }

  /**
   * Good ID and access tokens. Any number of callers cost one request, in all tabs together; the first one's time limit counts.
   * @param {CallOptions} [call]
   */
  function refresh({ timeoutMs } = {}) {
    refreshing ??= refreshOnce({ timeoutMs }).finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  /** @param {CallOptions} call */
  async function refreshOnce(call) {
    const before = held;
    return tabs.exclusively(async () => {
      // While this one waited for its turn, another tab may have refreshed or signed out.
      if (held !== before && held.tokens) return held.tokens;
      if (tabs.shared && held === before) await readAgain();
      const tokens = await exchange(call);
      // Over before they were read, as on a machine that slept meanwhile: once more.
      return tokens.expiresAt > now() ? tokens : exchange(call);
    });
  }

  /** New tokens, which are kept. @param {CallOptions} call @returns {Promise<Tokens>} */
  async function exchange(call) {
    const used = held;
    const whose = person;
    if (!used.refreshToken) throw new InputError({ code: 'sign_in_required' });
    let tokens;
    try {
      tokens = await askPool(used, call);
    } catch (cause) {
      const error = /** @type {FmidError} */ (cause);
      if (!tabs.shared || error.code !== 'refresh_token_reused') return onRefusal(error, used);
      // Without Web Locks another tab may have been faster: what it tells or stores in a moment is good, and not this one's to remove.
      for (const milliseconds of [0, 100, 400]) {
        if (held !== used) break;
        await pause(milliseconds);
        await readAgain();
      }
      if (held === used || person !== whose) throw error;
      return held.tokens ?? exchange(call);
    }
    // Signed out, or in as somebody else, meanwhile: these tokens are no longer wanted.
    if (person !== whose) throw new InputError({ code: 'sign_in_required' });
    await keep(tokens, 'refreshed');
    return tokens;
  }

  /** What is stored; nothing where that fails. @returns {Promise<Held>} */
  async function read() {
    let saved;
    await storing(async () => {
      saved = await store.load();
    });
    return readSaved(saved);
  }

  /** A rotated refresh token that another tab stored is newer than the one held here. */
  async function readAgain() {
    const saved = await read();
    if (saved.refreshToken && saved.refreshToken !== held.refreshToken) held = saved;
  }

  /**
   * Where the pool says that the refresh token is over, it is dropped. The ID token lives on until it ends.
   * @param {FmidError} error
   * @param {Held} used
   * @returns {Promise<never>}
   */
  async function onRefusal(error, used) {
    if (held === used && core.judge('idToken', 'refresh', numberOf(error.code), holdings(), 0, now()).dropRefreshToken) {
      held = { tokens: used.tokens, device: used.device };
      await storing(() => store.clear());
      if (need() === 'person') await forget();
    }
    throw error;
  }

  /** What OData would need now, or anybody else who has no session. */
  function need() {
    return core.nextNeed('idToken', holdings(), 0, now());
  }

  /** As the core's decision wants it. @returns {import('./core.js').Holdings} */
  function holdings() {
    const { tokens, refreshToken } = held;
    return {
      idTokenBeganAt: tokens ? tokens.expiresAt - tokens.expiresIn * 1000 : 0,
      idTokenExpiresAt: tokens?.expiresAt ?? 0,
      hasRefreshToken: refreshToken !== undefined,
    };
  }

  /**
   * @param {Tokens} tokens
   * @param {string} event
   */
  function take(tokens, event) {
    if (event === 'signedin') changePerson();
    // A sign-in says which device it made; a refresh says nothing of it.
    const device = event === 'signedin' ? tokens.device : held.device;
    held = Object.freeze({ refreshToken: tokens.refreshToken, device, tokens });
    watch();
  }

  function lose() {
    changePerson();
    held = {};
    unwatch();
  }

  /** Sessions are the last person's. */
  function changePerson() {
    person += 1;
    for (const host of hosts) host.close().catch(() => {});
  }

  function watch() {
    if (timer || !held.refreshToken) return;
    timer = setInterval(tick, TICK_MS);
    /** @type {{ unref?: () => void }} */ (/** @type {unknown} */ (timer)).unref?.(); // Node may end
  }

  function unwatch() {
    clearInterval(timer);
    timer = undefined;
  }

  function tick() {
    const { tokens } = held;
    if (!tokens || need() !== 'idToken') return;
    if (expiring !== tokens) emit('expiring', tokens);
    expiring = tokens;
    if (keepFresh) refresh().catch((error) => emit('error', error));
  }

  /** @param {any} message from another tab of this origin */
  function hear(message) {
    if (message?.type === 'signedout') {
      lose();
      emit('signedout');
    } else if (message?.tokens?.refreshToken) {
      take(message.tokens, message.type);
      emit(message.type, message.tokens);
    }
  }

  /** Storing is a service, not a condition: what went wrong is said, and the tokens are there. @param {() => unknown} work */
  async function storing(work) {
    try {
      await work();
    } catch (cause) {
      emit('error', new EnvironmentError({ code: 'storage_failed', detail: /** @type {Error} */ (cause)?.name }));
    }
  }

  return {
    hosts,
    load,
    keep,
    forget,
    refresh,
    need,
    holdings,
    held: () => held,
    person: () => person,
    stop() {
      unwatch();
      tabs.close();
    },
  };
}

/** @param {unknown} saved @returns {Held} */
function readSaved(saved) {
  const { version, refreshToken, device } = /** @type {Partial<import('./index.js').SavedSignIn>} */ (saved ?? {});
  if (version !== 1 || typeof refreshToken !== 'string' || !/^[!-~]+$/.test(refreshToken)) return {};
  const isDevice = device && [device.key, device.groupKey, device.password].every((part) => typeof part === 'string');
  return { refreshToken, device: isDevice ? device : undefined };
}
