// @ts-check
// Data API sessions for programs that ask for one each time they need it: opened once, found again, kept alive while somebody still asks,
// and logged out in the end. The host allows few. None is given out for longer than the ID token that opened it is good: whoever has a
// token that is over, or was revoked meanwhile, gets nothing by it.
import { createHash } from 'node:crypto';
import { SESSION_LIFE_MS } from '../../host.js';
import { Refusal } from './problems.js';

/** A session ends 15 minutes after its last use; looked at once a minute, it is used before that. */
const USE_AFTER_MS = 10 * 60_000;
/** Nobody asked for it any more. */
const FORGET_AFTER_MS = 60 * 60_000;
/** For whoever works with a session whose ID token is over. */
const LEAVE_AFTER_MS = 15 * 60_000;
const CLOSE_WITHIN_MS = 5000;
const MAX_SESSIONS = 500;

/** @typedef {import('../../index.js').DataApiSession} DataApiSession */
/** @typedef {{ host: string, database: string, version?: 'v1' | 'v2' | 'vLatest', idToken?: string, refreshToken?: string, deviceKey?: string }} Wanted */
/** @typedef {{ session: DataApiSession, goodUntil: number, refreshToken?: string }} Opened goodUntil: when the ID token ends */
/** @typedef {{ opened: Promise<Opened>, askedAt: number }} Kept */

/**
 * @param {object} options
 * @param {() => Promise<import('../../index.js').Client>} options.newClient for the pool
 * @param {() => Promise<import('../../index.js').Client>} options.newHostClient whose requests go to allowed hosts only
 * @param {(host: string) => { origin: URL } | undefined} options.targetOf
 * @param {() => number} options.now
 * @param {number} [options.closeWithinMs] for all log-outs together when the service stops
 */
export function createKeptSessions({ newClient, newHostClient, targetOf, now, closeWithinMs = CLOSE_WITHIN_MS }) {
  /** Ends what is still being opened. */
  const controller = new AbortController();
  const { signal } = controller;
  /** By whose and where. @type {Map<string, Kept>} */
  const kept = new Map();
  /** No longer given out, to be logged out. @type {Set<Opened>} */
  const leaving = new Set();

  /** @param {Wanted} wanted @returns {Promise<{ session: DataApiSession, reused: boolean, refreshToken?: string }>} */
  async function open(wanted) {
    const target = targetOf(wanted.host.replace(/^https?:\/\//i, '').replace(/\/+$/, ''));
    if (!target) {
      throw new Refusal(403, 'host_not_allowed', 'This service was not told to call that host.', 'Whoever runs it names the hosts: fmid serve --allow NAME.account.filemaker-cloud.com');
    }
    const { idToken, refreshToken } = wanted;
    if (!idToken === !refreshToken) throw new Refusal(422, 'token_required', 'A session needs one token to be opened with.', 'Give idToken or refreshToken, not both.');
    const where = { host: target.origin.origin, database: wanted.database, version: wanted.version };
    // A digest: the map of a service that runs for months is no place for tokens that are over.
    const key = createHash('sha256').update(JSON.stringify([where, idToken, refreshToken])).digest('base64');

    const found = kept.get(key);
    if (found) {
      found.askedAt = now();
      const held = await found.opened;
      const isOver = now() >= held.goodUntil;
      if (!isOver && (await held.session.validate())) return { ...held, reused: true };
      if (kept.get(key) === found) kept.delete(key);
      if (isOver) leaving.add(held);
    }
    if (!kept.has(key) && kept.size + leaving.size >= MAX_SESSIONS) {
      throw new Refusal(503, 'busy', 'Too many Data API sessions are kept.', 'Try again in a few minutes.', { 'retry-after': '60' });
    }
    const entry = kept.get(key) ?? { opened: openNew(where, wanted), askedAt: now() };
    kept.set(key, entry);
    entry.opened.catch(() => kept.get(key) === entry && kept.delete(key));
    return { ...(await entry.opened), reused: false };
  }

  /**
   * @param {{ host: string, database: string, version?: Wanted['version'] }} where
   * @param {Wanted} wanted
   * @returns {Promise<Opened>}
   */
  async function openNew(where, { idToken = '', refreshToken, deviceKey }) {
    /** @type {string | undefined} */
    let renewed;
    if (refreshToken) {
      const client = await newClient();
      const tokens = await client.refresh({ refreshToken, deviceKey, signal }).finally(() => client.stop());
      idToken = tokens.idToken;
      if (tokens.refreshToken !== refreshToken) renewed = tokens.refreshToken; // the pool rotates them: the caller needs the new one
    }
    const client = await newHostClient();
    const session = await client.openSession({ ...where, idToken, signal });
    return { session, goodUntil: endOf(idToken, client), refreshToken: renewed };
  }

  /** Once a minute: uses the sessions that would end, closes those that nobody asks for or that nobody is given any more. */
  async function tend() {
    const late = [...leaving].filter(({ goodUntil }) => now() - goodUntil > LEAVE_AFTER_MS);
    await Promise.all([...late.map(leave), ...[...kept].map(async ([key, { opened, askedAt }]) => {
      const held = await opened.catch(() => undefined);
      if (!held) return;
      if (now() - askedAt > FORGET_AFTER_MS || now() - held.goodUntil > LEAVE_AFTER_MS) {
        kept.delete(key);
        await leave(held);
      } else if (now() < held.goodUntil && held.session.expiresAt - now() <= SESSION_LIFE_MS - USE_AFTER_MS) {
        // Where the host did not answer, the next minute tries again.
        if ((await held.session.validate().catch(() => true)) === false) kept.delete(key);
      }
    })]);
  }

  /** @param {Opened} held */
  async function leave(held) {
    leaving.delete(held);
    await held.session.close({ timeoutMs: CLOSE_WITHIN_MS }).catch(() => {});
  }

  /**
   * Logs all of them out, those that are being opened too. What a host does not answer in time is given up, so that it does not keep the process
   * from ending: such a session ends by itself.
   */
  async function close() {
    const all = [...[...kept.values()].map(({ opened }) => opened), ...leaving];
    kept.clear();
    leaving.clear();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const enough = new Promise((resolve) => {
      timer = setTimeout(resolve, closeWithinMs);
    });
    await Promise.race([enough, Promise.allSettled(all.map(async (held) => leave(await held)))]);
    clearTimeout(timer);
    controller.abort();
  }

  return { open, tend, close, get size() { return kept.size + leaving.size; } };
}

/**
 * Of an ID token that the host has just taken. One that cannot be read opens a session for this once.
 * @param {string} idToken
 * @param {import('../../index.js').Client} client
 */
function endOf(idToken, client) {
  try {
    return client.decodeUnverified(idToken).expiresAt ?? 0;
  } catch {
    return 0;
  }
}
