// @ts-check
// Data API sessions: 15 minutes after the last good call they are gone (DOMAIN §4).
import { randomBytes } from 'node:crypto';
import { invalidToken } from './errors.mjs';

/**
 * @typedef {object} Session
 * @property {string} database
 * @property {string} account
 * @property {number} lastUsed
 *
 * @typedef {import('../filemaker-host.mjs').HostContext} HostContext
 */

/** @param {HostContext} host @param {{database: string, account: string}} of @returns {string} its token */
export function openSession(host, of) {
  const token = randomBytes(26).toString('hex'); // 52 hex digits, as in Claris's examples
  host.sessions.set(token, { ...of, lastUsed: host.clock.now() });
  return token;
}

/** @param {HostContext} host @param {string} token @param {string} [database] @returns {Session} */
export function requireSession(host, token, database) {
  const session = host.sessions.get(token);
  if (!session || (database !== undefined && session.database !== database)) throw invalidToken();
  if (host.clock.now() - session.lastUsed >= host.options.sessionMinutes * 60_000) {
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
  session.lastUsed = host.clock.now();
  return result;
}
