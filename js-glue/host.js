// @ts-check
// A FileMaker host as one database of it (or its Admin API) is used: calls are made, and whatever token each needs is there. What is
// needed, and what a failure means, the core decides (fmid/token_policy.h); this is the loop around it.
import { FIRST_ATTEMPT } from './core.js';
import { drive } from './drive.js';
import { FmidError, InputError, SignInRequiredError } from './errors.js';
import { throwIfAborted, untilAborted } from './waiting.js';

/** @typedef {import('./index.js').CallOptions} CallOptions */
/** @typedef {import('./drive.js').DriveOptions} DriveOptions */
/** @typedef {(call?: CallOptions) => DriveOptions} Context */
/** @typedef {import('./fmid-core.js').Target} Target */
/** @typedef {import('./index.js').HostCall} HostCall */
/** @typedef {{ core: import('./core.js').Core, keeper: import('./keeper.js').Keeper, context: Context }} Person whose tokens are used */

/**
 * @param {Target['api']} api
 * @param {import('./index.js').HostOptions & { database?: string }} options
 * @returns {Target}
 */
export function targetOf(api, { host, relay, database = '-', version = 'vLatest' }) {
  if (typeof host !== 'string' || host === '') throw new InputError({ code: 'address_invalid', detail: 'host' });
  // A relay's path names the host without its scheme; the relay's own allow list decides which.
  const address = relay ? `${relay.replace(/\/+$/, '')}/${host.replace(/^https?:\/\//i, '').replace(/\/+$/, '')}` : host;
  return { api, address, database, version };
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
  const { json } = await drive('call', { target, token, method, path, contentType, body: content }, { ...context, keepJson: true });
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

/**
 * @param {Target} target
 * @param {string} idToken
 * @param {readonly import('./index.js').DataSource[]} dataSources
 * @param {DriveOptions} context
 * @returns {Promise<string>} the session's token
 */
export async function logIn(target, idToken, dataSources, context) {
  const { sessionToken } = await drive('openSession', { target, idToken, dataSources }, { ...context, mayBeRefusedByCors: true });
  return /** @type {string} */ (sessionToken);
}

/**
 * @param {Target} target
 * @param {string} token
 * @param {DriveOptions} context
 */
export async function logOut(target, token, context) {
  await drive('closeSession', { target, token }, { ...context, secretAddress: true });
}

/** Fifteen minutes after its last use: kSessionLifeMillis of fmid/token_policy.h. */
export const SESSION_LIFE_MS = 15 * 60_000;

/** @typedef {{ token: string, usedAt: number }} HostSession usedAt: when it was opened, or the last call that succeeded in it began */

/**
 * @param {Target} target
 * @param {Person} person
 * @param {readonly import('./index.js').DataSource[]} [dataSources]
 */
export function createHost(target, { core, keeper, context }, dataSources = []) {
  /** @type {HostSession | undefined} */
  let session;
  /** @type {{ whose: number, session: Promise<HostSession> } | undefined} */
  let opening;
  const access = target.api === 'odata' ? 'idToken' : 'session';
  const now = () => context().now();

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  async function call(method, path, body, options = {}) {
    const { signal } = options;
    const person = keeper.person();
    let attempt = FIRST_ATTEMPT;
    /** @type {unknown} */
    let failure = new SignInRequiredError();
    /** Of the failure. @type {import('./fmid-core.js').Stage | undefined} */
    let stage;
    for (;;) {
      throwIfAborted(signal);
      // What one person began is not done as another.
      if (keeper.person() !== person) throw stage === 'refresh' ? failure : new SignInRequiredError();
      const used = session;
      const need = core.nextNeed(access, { ...keeper.holdings(), sessionUsedAt: used?.usedAt ?? 0 }, attempt, now());
      if (need === 'person') throw failure;
      try {
        if (need === 'idToken') {
          await untilAborted(signal, () => {}, keeper.refresh(options));
          attempt = { ...attempt, refreshed: true };
        } else if (need === 'session') {
          await untilAborted(signal, () => {}, open(options));
        } else {
          const token = access === 'session' ? used?.token : keeper.held().tokens?.idToken;
          const began = now();
          // A host that let this page open a session lets it call; a failure then is the network's.
          const mayBeRefusedByCors = access === 'idToken';
          const reply = await callHost(target, token ?? '', { method, path, body }, { ...context(options), mayBeRefusedByCors });
          if (used) used.usedAt = Math.max(used.usedAt, began);
          return reply;
        }
      } catch (error) {
        if (!(error instanceof FmidError)) throw error;
        stage = need === 'idToken' ? 'refresh' : need === 'session' ? 'openSession' : 'call';
        const verdict = core.judge(access, stage, error.code, keeper.holdings().idTokenExpiresAt - now(), attempt);
        // Others may have opened a newer one meanwhile: only what this call used is dropped.
        if (verdict.dropSession && used === session) session = undefined;
        if (!verdict.again) throw error;
        attempt = verdict.attempt;
        failure = error;
      }
    }
  }

  /** Any number of one person's callers cost one session; the first one's time limit counts. @param {CallOptions} options */
  function open({ timeoutMs }) {
    const whose = keeper.person();
    if (opening?.whose !== whose) {
      const opened = openOnce({ timeoutMs }).finally(() => {
        if (opening === mine) opening = undefined;
      });
      const mine = { whose, session: opened };
      opening = mine;
    }
    return opening.session;
  }

  /** @param {CallOptions} options */
  async function openOnce(options) {
    const person = keeper.person();
    const usedAt = now();
    const opened = { token: await logIn(target, keeper.held().tokens?.idToken ?? '', dataSources, context(options)), usedAt };
    // Whoever signed out, or in as somebody else, while it was being opened wants it closed.
    if (keeper.person() !== person) {
      await logOut(target, opened.token, context());
      throw new SignInRequiredError();
    }
    // One that was doubted because the clock was set back may well be good: it is not left behind.
    if (session && usedAt < session.usedAt) await logOut(target, session.token, context()).catch(() => {});
    session = opened;
    keeper.hosts.add(host);
    return opened;
  }

  /**
   * @param {CallOptions & { keepalive?: boolean }} [options]
   */
  async function close({ keepalive, ...options } = {}) {
    const last = session ?? (await opening?.session.catch(() => undefined));
    session = undefined;
    keeper.hosts.delete(host);
    if (last) await logOut(target, last.token, { ...context(options), keepalive });
  }

  const host = {
    call,
    close,
    get expiresAt() {
      return session && session.usedAt + SESSION_LIFE_MS;
    },
  };
  return host;
}
