// @ts-check
// Sessions of the Data API and of the Admin API: 15 minutes after the last good call they are gone
// (docs/protocol.md §Data API).
import { randomBytes } from 'node:crypto';
import { invalidToken } from './errors.mjs';

/**
 * @typedef {object} Session
 * @property {string} database ADMIN for one of the Admin API
 * @property {string} account
 * @property {number} lastUsed
 *
 * @typedef {import('../filemaker-host.mjs').HostContext} HostContext
 */

/** The Admin API's sessions live among the others under a name that no database has. */
export const ADMIN = '/admin';

/** @param {HostContext} host @param {{database: string, account: string}} of @returns {string} its token */
export function openSession(host, of) {
  const token = randomBytes(26).toString('hex'); // 52 hex digits, as in Claris's examples
  host.sessions.set(token, { ...of, lastUsed: host.now() });
  return token;
}

/** @param {HostContext} host @param {string} token @param {string} [database] @returns {Session} */
export function requireSession(host, token, database) {
  const session = host.sessions.get(token);
  if (!session || (database !== undefined && session.database !== database)) throw invalidToken();
  if (isOver(host, session)) {
    host.sessions.delete(token);
    throw invalidToken();
  }
  return session;
}

/**
 * Does `work` in the session; what succeeds starts the 15 minutes again.
 *
 * @template T
 * @param {HostContext} host @param {Session} session @param {() => T} work
 */
export function inSession(host, session, work) {
  const result = work();
  session.lastUsed = host.now();
  return result;
}

/** How many could still be used. @param {HostContext} host */
export function countSessions(host) {
  const open = [...host.sessions.values()].filter((session) => !isOver(host, session));
  const admin = open.filter(({ database }) => database === ADMIN).length;
  return { data: open.length - admin, admin };
}

/** @param {HostContext} host @param {Session} session */
const isOver = (host, { lastUsed }) => host.now() - lastUsed >= host.options.sessionMinutes * 60_000;
