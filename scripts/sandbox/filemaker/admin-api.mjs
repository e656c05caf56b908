// @ts-check
// The Admin API, only as much as shows the sign-in. Claris's Admin API guide, "Authentication for
// FileMaker Cloud": FMID opens a session, whose token comes in the body of user/auth and in the header
// X-FM-Access-Token of any other call; with Bearer it lives 15 minutes after the last call.
import { bearerOf, isClarisId, requireAccount } from './credentials.mjs';
import { tooManyAdminSessions } from './errors.mjs';
import { ADMIN, countSessions, inSession, openSession, requireSession } from './sessions.mjs';

/**
 * @typedef {import('./apis.mjs').HostContext} HostContext
 * @typedef {import('./apis.mjs').Work} Work
 */

/** What the reading calls say is [M]. @type {import('./routes.mjs').Route<Work>[]} */
export const adminRoutes = [
  ['admin.logIn', 'POST', 'user/auth', logIn],
  ['admin.logOut', 'DELETE', 'user/auth/:token', logOut],
  ['admin.listDatabases', 'GET', 'databases', authorized(listDatabases)],
  ['admin.serverStatus', 'GET', 'server/status', authorized(() => ({ status: 'RUNNING' }))],
  ['admin.serverMetadata', 'GET', 'server/metadata', authorized(() => ({ serverVersion: '20.3.2.205' }))],
];

/** @type {Work} */
function logIn(host, { authorization }) {
  return { json: { token: open(host, authorization) } };
}

/** @type {Work} */
function logOut(host, { params }) {
  requireSession(host, params.token, ADMIN);
  host.sessions.delete(params.token);
  return { json: {} };
}

/** @param {(host: HostContext) => object} work @returns {Work} */
function authorized(work) {
  return (host, { authorization }) => {
    const opened = isClarisId(authorization) ? open(host, authorization) : undefined;
    const session = requireSession(host, opened ?? bearerOf(authorization), ADMIN);
    const json = inSession(host, session, () => work(host));
    return opened === undefined ? { json } : { json, headers: { 'X-FM-Access-Token': opened } };
  };
}

/** @param {HostContext} host @param {string | undefined} authorization */
function open(host, authorization) {
  const account = requireAccount(host, authorization);
  if (countSessions(host).admin >= host.options.maxAdminSessions) throw tooManyAdminSessions();
  return openSession(host, { database: ADMIN, account });
}

/** @param {HostContext} host */
function listDatabases(host) {
  return {
    databases: host.databases.map(({ name, state }, index) => ({
      id: String(index + 1),
      filename: `${name}.fmp12`,
      status: state === 'closed' ? 'CLOSED' : 'NORMAL',
    })),
  };
}
