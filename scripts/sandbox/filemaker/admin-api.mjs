// @ts-check
// The Admin API, only as much as shows the sign-in: FMID once, then Bearer (DOMAIN §1).
import { bearerOf, requireAccount } from './credentials.mjs';
import { unknownAddress } from './errors.mjs';
import { inSession, openSession, requireSession } from './sessions.mjs';

// Its sessions live among the others under a name that no database has.
const ADMIN = '/admin';

/**
 * /fmi/admin/api/v2/….
 *
 * @param {import('../filemaker-host.mjs').HostContext} host
 * @param {import('./data-api.mjs').Call} call
 */
export function answerAdminApi(host, { method, path, authorization }) {
  const at = `${method} ${path.slice(0, 2).join('/')}`;
  if (at === 'POST user/auth') {
    return { token: openSession(host, { database: ADMIN, account: requireAccount(host, authorization) }) };
  }
  if (at === 'DELETE user/auth' && path.length === 3) {
    requireSession(host, path[2], ADMIN);
    host.sessions.delete(path[2]);
    return {};
  }
  const session = requireSession(host, bearerOf(authorization), ADMIN);
  if (at !== 'GET databases') throw unknownAddress();
  return inSession(host, session, () => ({
    databases: host.databases.map(({ name, state }, index) => ({
      id: String(index + 1),
      filename: `${name}.fmp12`,
      status: state === 'closed' ? 'CLOSED' : 'NORMAL',
    })),
  }));
}
