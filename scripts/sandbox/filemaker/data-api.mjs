// @ts-check
// The Data API's addresses: /fmi/data/{v1|v2|vLatest}/…
import { bearerOf, requireAccount } from './credentials.mjs';
import { cannotOpenFile, noPrivilege } from './errors.mjs';
import * as records from './records.mjs';
import { listScripts, runScript, withScripts } from './scripts.mjs';
import { inSession, openSession, requireSession } from './sessions.mjs';
import { uploadToContainer } from './containers.mjs';

/**
 * @typedef {import('./apis.mjs').HostContext} HostContext
 * @typedef {import('./apis.mjs').Call} Call
 * @typedef {import('./apis.mjs').Work} Work
 * @typedef {import('./demo-databases.mjs').Database} Database
 * @typedef {Call & {database: Database}} OpenCall in a session
 */

const DATABASE = 'databases/:database';
const LAYOUT = `${DATABASE}/layouts/:layout`;
const RECORD = `${LAYOUT}/records/:record`;

/** @type {import('./routes.mjs').Route<Work>[]} */
export const dataRoutes = [
  ['productInfo', 'GET', 'productInfo', productInfo],
  ['listDatabases', 'GET', 'databases', listDatabases],
  ['validateSession', 'GET', 'validateSession', validateSession],
  ['logIn', 'POST', `${DATABASE}/sessions`, logIn],
  ['logOut', 'DELETE', `${DATABASE}/sessions/:token`, logOut],
  ['listLayouts', 'GET', `${DATABASE}/layouts`, authorized(records.listLayouts)],
  ['listScripts', 'GET', `${DATABASE}/scripts`, authorized(listScripts)],
  ['setGlobals', 'PATCH', `${DATABASE}/globals`, authorized(() => ({}))], // accepted, not kept
  ['describeLayout', 'GET', LAYOUT, authorized(records.describeLayout)],
  ['listRecords', 'GET', `${LAYOUT}/records`, authorized(withScripts(records.listRecords))],
  ['createRecord', 'POST', `${LAYOUT}/records`, authorized(withScripts(records.createRecord))],
  ['getRecord', 'GET', RECORD, authorized(withScripts(records.getRecord))],
  ['editRecord', 'PATCH', RECORD, authorized(withScripts(records.editRecord))],
  ['duplicateRecord', 'POST', RECORD, authorized(withScripts(records.duplicateRecord))],
  ['deleteRecord', 'DELETE', RECORD, authorized(withScripts(records.deleteRecord))],
  ['uploadToContainer', 'POST', `${RECORD}/containers/:field`, authorized(uploadToContainer)],
  ['uploadToContainer', 'POST', `${RECORD}/containers/:field/:repetition`, authorized(uploadToContainer)],
  ['findRecords', 'POST', `${LAYOUT}/_find`, authorized(withScripts(records.findRecords))],
  ['runScript', 'GET', `${LAYOUT}/script/:script`, authorized(runScript)],
];

/** What needs a session of its database. @param {(call: OpenCall) => object} work @returns {Work} */
function authorized(work) {
  return (host, call) => {
    const database = host.databases.find(({ name }) => name === withoutExtension(call.params.database));
    const session = requireSession(host, bearerOf(call.authorization), database?.name ?? '');
    return { json: inSession(host, session, () => work({ ...call, database: /** @type {Database} */ (database) })) };
  };
}

/** @type {Work} */
function logIn(host, { params, authorization }) {
  const account = requireAccount(host, authorization);
  const name = withoutExtension(params.database);
  const database = host.databases.find((each) => each.name === name);
  if (!database || database.state === 'closed') throw cannotOpenFile();
  if (database.state === 'no-privilege') throw noPrivilege(); // no fmrest in the privilege set
  const token = openSession(host, { database: name, account });
  return {
    // FileMaker Cloud's documented answer has the token in the header only (docs/protocol.md §Not known).
    json: host.options.tokenInBody ? { token } : {},
    headers: { 'X-FM-Data-Access-Token': token },
  };
}

/** fm-data-api-client sends no Authorization here: the token in the address is enough. @type {Work} */
function logOut(host, { params }) {
  requireSession(host, params.token);
  host.sessions.delete(params.token);
  return { json: {} };
}

/**
 * isSessionInUse says whether an operation is still going on (Claris's Data API guide, "Validate a
 * database session"), not whether the token is good: a bad one is code 952. Here every call is done
 * when it is answered.
 *
 * @type {Work}
 */
function validateSession(host, { authorization }) {
  const session = requireSession(host, bearerOf(authorization));
  return { json: inSession(host, session, () => ({ isSessionInUse: false })) };
}

/** With credentials it is their databases, without them those that are open. @type {Work} */
function listDatabases(host, { authorization }) {
  if (authorization !== undefined) requireAccount(host, authorization);
  const open = host.databases.filter(({ state }) => state !== 'closed');
  return { json: { databases: open.map(({ name }) => ({ name })) } };
}

/** @type {Work} */
function productInfo(host) {
  return {
    json: {
      productInfo: {
        name: 'FileMaker Data API Engine',
        buildDate: '01/15/2024',
        version: '20.3.2.205',
        dateFormat: 'MM/dd/yyyy',
        timeFormat: 'HH:mm:ss',
        timeStampFormat: 'MM/dd/yyyy HH:mm:ss',
        serverTime: new Date(host.now()).toISOString(),
      },
    },
  };
}

/** @param {string} name */
const withoutExtension = (name) => name.replace(/\.fmp12$/i, '');
