// @ts-check
// The Data API's addresses: /fmi/data/{v1|v2|vLatest}/…
import { bearerOf, requireAccount } from './credentials.mjs';
import { cannotOpenFile, noPrivilege, unknownAddress } from './errors.mjs';
import * as records from './records.mjs';
import { inSession, openSession, requireSession } from './sessions.mjs';

/**
 * @typedef {import('../filemaker-host.mjs').HostContext} HostContext
 * @typedef {import('./demo-databases.mjs').Database} Database
 *
 * @typedef {object} Call a request, read
 * @property {string} method
 * @property {string[]} path decoded, after the API's version
 * @property {URLSearchParams} query
 * @property {string | undefined} authorization
 * @property {string} contentType
 * @property {Buffer} body
 * @property {any} json {} when there was no body
 *
 * @typedef {Call & {params: Record<string, string>, database: Database}} OpenCall in a session
 *
 * @typedef {object} Answer
 * @property {object} response
 * @property {Record<string, string>} [headers]
 */

const LAYOUT = 'databases/:database/layouts/:layout';

/** What needs a session. @type {[string, string, (call: OpenCall) => object][]} */
const routes = [
  ['GET', 'databases/:database/layouts', records.listLayouts],
  ['GET', 'databases/:database/scripts', records.listScripts],
  ['PATCH', 'databases/:database/globals', () => ({})], // accepted, not kept
  ['GET', LAYOUT, records.describeLayout],
  ['GET', `${LAYOUT}/records`, records.listRecords],
  ['POST', `${LAYOUT}/records`, records.createRecord],
  ['GET', `${LAYOUT}/records/:record`, records.getRecord],
  ['PATCH', `${LAYOUT}/records/:record`, records.editRecord],
  ['DELETE', `${LAYOUT}/records/:record`, records.deleteRecord],
  ['POST', `${LAYOUT}/records/:record/containers/:field`, records.uploadToContainer],
  ['POST', `${LAYOUT}/records/:record/containers/:field/:repetition`, records.uploadToContainer],
  ['POST', `${LAYOUT}/_find`, records.findRecords],
  ['GET', `${LAYOUT}/script/:script`, records.runScript],
];

/** @param {HostContext} host @param {Call} call @returns {Answer} */
export function answerDataApi(host, call) {
  const { method, path, authorization } = call;
  const [first, , third, token] = path;
  const at = `${method} ${first}`;
  if (at === 'GET productInfo' && path.length === 1) return { response: { productInfo: productInfo(host) } };
  if (at === 'GET databases' && path.length === 1) return listDatabases(host, authorization);
  if (at === 'GET validateSession' && path.length === 1) return validateSession(host, authorization);
  if (at === 'POST databases' && third === 'sessions' && path.length === 3) return logIn(host, call);
  if (at === 'DELETE databases' && third === 'sessions' && path.length === 4) return logOut(host, token);

  for (const [routeMethod, pattern, work] of routes) {
    const params = routeMethod === method ? match(pattern, path) : undefined;
    if (!params) continue;
    const database = host.databases.find(({ name }) => name === withoutExtension(params.database));
    const session = requireSession(host, bearerOf(authorization), database?.name ?? '');
    return {
      response: inSession(host, session, () => work({ ...call, params, database: /** @type {Database} */ (database) })),
    };
  }
  throw unknownAddress();
}

/** POST …/sessions. @param {HostContext} host @param {Call} call @returns {Answer} */
function logIn(host, { path, authorization }) {
  const account = requireAccount(host, authorization);
  const name = withoutExtension(path[1]);
  const database = host.databases.find((each) => each.name === name);
  if (!database || database.state === 'closed') throw cannotOpenFile();
  if (database.state === 'no-privilege') throw noPrivilege(); // no fmrest in the privilege set
  const token = openSession(host, { database: name, account });
  return {
    // FileMaker Cloud's documented answer has the token in the header only (DOMAIN §8.5).
    response: host.options.tokenInBody ? { token } : {},
    headers: { 'X-FM-Data-Access-Token': token },
  };
}

/**
 * fm-data-api-client sends no Authorization here: the token in the address is enough.
 *
 * @param {HostContext} host
 * @param {string} token
 * @returns {Answer}
 */
function logOut(host, token) {
  requireSession(host, token);
  host.sessions.delete(token);
  return { response: {} };
}

/**
 * isSessionInUse says whether an operation is still going on (Claris's Data API guide, "Validate a
 * database session"), not whether the token is good: a bad one is code 952. Here every call is done
 * when it is answered.
 *
 * @param {HostContext} host @param {string | undefined} authorization @returns {Answer}
 */
function validateSession(host, authorization) {
  const session = requireSession(host, bearerOf(authorization));
  return { response: inSession(host, session, () => ({ isSessionInUse: false })) };
}

/**
 * With credentials it is their databases, without them those that are open.
 *
 * @param {HostContext} host
 * @param {string | undefined} authorization
 * @returns {Answer}
 */
function listDatabases(host, authorization) {
  if (authorization !== undefined) requireAccount(host, authorization);
  const open = host.databases.filter(({ state }) => state !== 'closed');
  return { response: { databases: open.map(({ name }) => ({ name })) } };
}

/** @param {HostContext} host */
function productInfo(host) {
  return {
    name: 'FileMaker Data API Engine',
    buildDate: '01/15/2024',
    version: '20.3.2.205',
    dateFormat: 'MM/dd/yyyy',
    timeFormat: 'HH:mm:ss',
    timeStampFormat: 'MM/dd/yyyy HH:mm:ss',
    serverTime: new Date(host.clock.now()).toISOString(),
  };
}

/** @param {string} pattern @param {string[]} path @returns {Record<string, string> | undefined} */
function match(pattern, path) {
  const parts = pattern.split('/');
  if (parts.length !== path.length) return undefined;
  /** @type {Record<string, string>} */
  const params = {};
  for (const [index, part] of parts.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = path[index];
    else if (part !== path[index]) return undefined;
  }
  return params;
}

/** @param {string} name */
const withoutExtension = (name) => name.replace(/\.fmp12$/i, '');
