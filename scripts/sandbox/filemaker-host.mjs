// @ts-check
// startFileMakerHost: a stand-in for a FileMaker Cloud host, on loopback, that trusts one pool.
//
//   const host = await startFileMakerHost({ port: 0, clock, pool });
//   … POST `${host.url}/fmi/data/vLatest/databases/Contacts/sessions` with Authorization: FMID <id token> …
//   await host.close();
import { createClock } from './clock.mjs';
import { createFaults } from './faults.mjs';
import { createDatabases } from './filemaker/demo-databases.mjs';
import { createHostServer } from './filemaker/server.mjs';
import { countSessions } from './filemaker/sessions.mjs';
import { closeServer, listen } from './http.mjs';
import { createRequestLog } from './request-log.mjs';

const DEFAULT_OPTIONS = {
  /** Answers OPTIONS and sends CORS headers. The real one does not, says Claris (docs/protocol.md §Data API). */
  cors: false,
  /** Puts the session's token into the body too, as FileMaker Server does (docs/protocol.md §Not known). */
  tokenInBody: false,
  /** A session ends this long after its last good call. */
  sessionMinutes: 15,
  /** How many sessions the Admin API has at most: code 956 beyond (the number is not known). */
  maxAdminSessions: Infinity,
  /** The host's clock is this much ahead of `clock`: in its Date header, its checks and its sessions. */
  clockSkewMs: 0,
  /** A bad FMID is refused in HTML instead of with code 212. */
  html401: false,
};

/**
 * @typedef {typeof DEFAULT_OPTIONS} HostOptions
 *
 * @typedef {object} HostContext
 * @property {string} url
 * @property {HostOptions} options
 * @property {() => number} now the host's own clock
 * @property {import('./pool.mjs').Pool | undefined} pool without one, no FMID is good
 * @property {import('./filemaker/demo-databases.mjs').Database[]} databases
 * @property {Map<string, import('./filemaker/sessions.mjs').Session>} sessions by token
 * @property {ReturnType<typeof createFaults>} faults
 * @property {import('./filemaker/server.mjs').LoggedRequest[]} requests
 */

/**
 * @param {object} [settings]
 * @param {number} [settings.port]
 * @param {import('./clock.mjs').Clock} [settings.clock]
 * @param {import('./pool.mjs').Pool} [settings.pool]
 * @param {Partial<HostOptions>} [settings.options]
 */
export async function startFileMakerHost({ port = 0, clock = createClock(), pool, options: given = {} } = {}) {
  const options = { ...DEFAULT_OPTIONS, ...given };
  /** @type {ReturnType<typeof createRequestLog<import('./filemaker/server.mjs').LoggedRequest>>} */
  const log = createRequestLog();
  /** @type {HostContext} */
  const context = {
    url: '',
    options,
    now: () => clock.now() + options.clockSkewMs,
    pool,
    databases: createDatabases(),
    sessions: new Map(),
    faults: createFaults(),
    requests: log.requests,
  };
  const server = createHostServer(context);
  context.url = `http://127.0.0.1:${await listen(server, port)}`;
  const { url, databases, sessions, faults } = context;
  return {
    url,
    databases,
    sessions,
    faults,
    ...log,
    /** How many sessions could still be used, of the Data API and of the Admin API. */
    openSessions: () => countSessions(context),
    /** Every session is over, as after 15 quiet minutes: the next call gets code 952. */
    expireSessions: () => sessions.clear(),
    /** @param {Partial<HostOptions>} changes */
    setOptions: (changes) => void Object.assign(options, changes),
    close: () => closeServer(server),
  };
}
