// @ts-check
// One person's tokens: kept, refreshed once for everybody who waits for them, stored where the caller asked, shared between tabs.
import { FIRST_ATTEMPT } from './core.js';
import { EnvironmentError, SignInRequiredError } from './errors.js';
import { isOfAnother, newId, readSaved } from './saved.js';
import { openTabs } from './tabs.js';
import { pause } from './waiting.js';

/** @typedef {import('./errors.js').FmidError} FmidError */
/** @typedef {import('./index.js').CallOptions} CallOptions */
/** @typedef {import('./index.js').Tokens} Tokens */
/**
 * @typedef {object} Held what is known of the person
 * @property {string} [id] of the sign-in: what another tab says or stored of a different one is not about this
 * @property {string} [refreshToken]
 * @property {import('./index.js').Device} [device]
 * @property {Tokens} [tokens]
 */
/** @typedef {ReturnType<typeof createKeeper>} Keeper */

/** How often the clock is looked at. A timer that slept through the night fires when the machine wakes. */
const TICK_MS = 30_000;

/**
 * @param {import('./core.js').Core} core
 * @param {object} options
 * @param {string} options.name of the pool and client
 * @param {import('./storage.js').Store} options.store
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
  /** @type {{ whose: number, tokens: Promise<Tokens> } | undefined} */
  let refreshing;
  /** Whether the sign-in that is held was seen in the storage: then it is over when it is there no more. */
  let stored = false;
  /** The tokens that `expiring` was said of. @type {Tokens | undefined} */
  let expiring;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  const { name: shared, copied = false } = store;
  const tabs = openTabs(shared ?? (copied ? `${name} copied` : undefined), (message) => void hear(message));

  /** Takes up what was stored. What cannot be read is nobody's. */
  async function load() {
    held = await read();
    stored = held.id !== undefined;
    watch();
  }

  /** Whoever signed in. The last one to be stored is the person of all tabs. @param {Tokens} tokens */
  async function begin(tokens) {
    await tabs.inTurn(async () => {
      take(tokens, newId());
      await save();
      if (!copied) tabs.tell({ type: 'signedin', id: held.id, tokens });
    });
    emit('signedin', tokens);
  }

  /**
   * New tokens of the same sign-in. One that ended here or in another tab meanwhile, or made room for the next, is not begun again by them.
   * @param {Tokens} tokens @param {Held} used
   */
  async function keep(tokens, used) {
    const wanted = await tabs.inTurn(async () => {
      if (held.id !== used.id) return false;
      if (shared !== undefined && (await endedElsewhere())) return false;
      take(tokens, used.id);
      await save();
      tabs.tell({ type: 'refreshed', id: used.id, tokens });
      return held.id === used.id;
    });
    if (!wanted) throw new SignInRequiredError();
    emit('refreshed', tokens);
  }

  /** The person is signed out here and in the other tabs, whatever the servers say to it. What another person stored stays. */
  async function forget() {
    const { id } = held;
    lose();
    tabs.tell({ type: 'signedout', id });
    await tabs.inTurn(() => clear(id));
    emit('signedout');
  }

  /** @param {string | undefined} id of what is not wanted any more */
  async function clear(id) {
    if (shared !== undefined && isOfAnother(await look(), id)) return;
    await storing(() => store.clear());
  }

  async function save() {
    const { id, refreshToken, device } = held;
    await storing(async () => {
      await store.save({ version: 1, id, refreshToken: /** @type {string} */ (refreshToken), device });
      stored = held.id === id;
    });
  }

  /** Another tab ended the sign-in, or signed somebody else in, and its message did not come. */
  async function endedElsewhere() {
    const found = await look();
    if (!found || !(isOfAnother(found, held.id) || (stored && !found.refreshToken))) return false;
    lose();
    emit('signedout');
    return true;
  }

  /**
   * Good ID and access tokens. Any number of callers cost one request, in all tabs together; the first one's time limit counts.
   * @param {CallOptions} [call]
   */
  function refresh({ timeoutMs } = {}) {
    if (refreshing?.whose !== person) {
      const tokens = refreshOnce({ timeoutMs }).finally(() => {
        if (refreshing === mine) refreshing = undefined;
      });
      const mine = { whose: person, tokens };
      refreshing = mine;
    }
    return refreshing.tokens;
  }

  /** @param {CallOptions} call */
  async function refreshOnce(call) {
    const before = held;
    const whose = person;
    // Tabs that each have their own wait for a copy of it alone.
    return tabs.exclusively(`refreshing ${copied ? before.id : ''}`, async () => {
      // While this one waited for its turn, another tab may have refreshed or signed out.
      if (person !== whose) throw new SignInRequiredError();
      if (held !== before && held.tokens) return held.tokens;
      if (shared !== undefined && held === before) await readAgain();
      const tokens = await exchange(call);
      // Over before they were read, as on a machine that slept meanwhile: once more.
      return tokens.expiresAt > now() ? tokens : exchange(call);
    });
  }

  /** New tokens, which are kept. @param {CallOptions} call @returns {Promise<Tokens>} */
  async function exchange(call) {
    const used = held;
    const whose = person;
    if (!used.refreshToken) throw new SignInRequiredError();
    let tokens;
    try {
      tokens = await askPool(used, call);
    } catch (cause) {
      const error = /** @type {FmidError} */ (cause);
      if ((shared === undefined && !copied) || error.code !== 'refresh_token_reused') return onRefusal(error, used);
      // Without Web Locks another tab may have been faster: what it tells or stores in a moment is good, and not this one's to remove.
      for (const milliseconds of [0, 100, 400]) {
        if (held !== used) break;
        await pause(milliseconds);
        await readAgain();
      }
      if (held === used || person !== whose) throw error;
      return held.tokens ?? exchange(call);
    }
    await keep(tokens, used);
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

  /** The same, where a failure is no news. @returns {Promise<Held | undefined>} undefined: it could not be read */
  async function look() {
    try {
      return readSaved(await store.load());
    } catch {
      return undefined;
    }
  }

  /** A rotated refresh token that another tab stored is newer than the one held here. */
  async function readAgain() {
    if (await endedElsewhere()) return;
    const found = await look();
    if (found?.refreshToken && found.refreshToken !== held.refreshToken) held = { ...found, id: held.id ?? found.id };
  }

  /**
   * Where the pool says that the refresh token is over, it is dropped. The ID token lives on until it ends.
   * @param {FmidError} error
   * @param {Held} used
   * @returns {Promise<never>}
   */
  async function onRefusal(error, used) {
    const left = holdings().idTokenExpiresAt - now();
    if (held === used && core.judge('idToken', 'refresh', error.code, left, FIRST_ATTEMPT).dropRefreshToken) {
      held = { id: used.id, tokens: used.tokens, device: used.device };
      await tabs.inTurn(async () => {
        // A newer one of another tab is as good as before.
        if (shared !== undefined && (await look())?.refreshToken !== used.refreshToken) return;
        await storing(() => store.clear());
        stored = false;
      });
      if (held.id === used.id && need() === 'person') await forget();
    }
    throw error;
  }

  /** What OData would need now, or anybody else who has no session. */
  function need() {
    return core.nextNeed('idToken', holdings(), FIRST_ATTEMPT, now());
  }

  /** As the core's decision wants it; a session is its host's to add. @returns {import('./fmid-core.js').Holdings} */
  function holdings() {
    const { tokens, refreshToken } = held;
    return {
      sessionUsedAt: 0,
      idTokenBeganAt: tokens ? tokens.expiresAt - tokens.expiresIn * 1000 : 0,
      idTokenExpiresAt: tokens?.expiresAt ?? 0,
      hasRefreshToken: refreshToken !== undefined,
    };
  }

  /** @param {Tokens} tokens @param {string | undefined} id */
  function take(tokens, id) {
    const another = id !== held.id;
    if (another) changePerson();
    // A sign-in says which device it made; a refresh says nothing of it.
    const device = another ? tokens.device : held.device;
    held = Object.freeze({ id, refreshToken: tokens.refreshToken, device, tokens });
    watch();
  }

  function lose() {
    changePerson();
    held = {};
    stored = false;
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

  /** Messages may cross, and come late. @param {any} message from another tab of this origin */
  async function hear(message) {
    const { type, id, tokens } = message ?? {};
    if (type === 'signedin' && tokens?.refreshToken && !copied) {
      if (isOfAnother(await look(), id)) return; // the next one has signed in since
      take(tokens, id);
      stored = true;
      emit(type, tokens);
    } else if (id === undefined || id !== held.id) {
      // Of a sign-in that is over here, or never was.
    } else if (type === 'signedout') {
      lose();
      if (copied) await tabs.inTurn(() => clear(id));
      emit(type);
    } else if (type === 'refreshed' && tokens?.refreshToken && tokens.expiresAt >= (held.tokens?.expiresAt ?? 0)) {
      take(tokens, id);
      if (copied) await tabs.inTurn(save);
      emit(type, tokens);
    }
  }

  /** Storing is a service, not a condition: what went wrong is said, and the tokens are there. @param {() => unknown} work */
  async function storing(work) {
    try {
      await work();
    } catch (error) {
      // Its name and no more: what a caller's storage throws may quote the token that it was given.
      emit('error', new EnvironmentError({ code: 'storage_failed', detail: /** @type {Error} */ (error)?.name }));
    }
  }

  return {
    hosts,
    load,
    begin,
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
