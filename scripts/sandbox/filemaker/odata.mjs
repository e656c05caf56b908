// @ts-check
// OData: /fmi/odata/v4/…, credentials with every request and no session (docs/protocol.md §OData and Admin API). Only as much as
// shows that: tables, rows, and changes to them. The statuses are OData's (4.01 protocol, §11.4).
import { requireAccount } from './credentials.mjs';
import { badParameter, cannotOpenFile, missingLayout, missingRecord, noPrivilege } from './errors.mjs';
import { addRecord, checkedFields, touch } from './records.mjs';

/**
 * @typedef {import('./apis.mjs').HostContext} HostContext
 * @typedef {import('./apis.mjs').Call} Call
 * @typedef {import('./apis.mjs').Work} Work
 * @typedef {import('./demo-databases.mjs').Table} Table
 * @typedef {import('./demo-databases.mjs').FileMakerRecord} FileMakerRecord
 */

/** @type {import('./routes.mjs').Route<Work>[]} */
export const odataRoutes = [
  ['odata.listDatabases', 'GET', '', authorized(listDatabases)],
  ['odata.listTables', 'GET', ':database', authorized(listTables)],
  ['odata.read', 'GET', ':database/:table', authorized(read)],
  ['odata.create', 'POST', ':database/:table', authorized(create)],
  ['odata.update', 'PATCH', ':database/:table', authorized(update)],
  ['odata.delete', 'DELETE', ':database/:table', authorized(remove)],
];

/** @param {Work} work @returns {Work} */
function authorized(work) {
  return (host, call) => {
    requireAccount(host, call.authorization);
    return work(host, call);
  };
}

/** @type {Work} */
function listDatabases(host) {
  return { json: { value: host.databases.map(({ name }) => ({ name, kind: 'EntityContainer' })) } };
}

/** @type {Work} */
function listTables(host, call) {
  const value = [...tablesOf(host, call).keys()].map((name) => ({
    name,
    kind: 'EntitySet',
    url: encodeURIComponent(name),
  }));
  return { json: { '@odata.context': contextOf(host, call), value } };
}

/** A table, or with a key one row of it. @type {Work} */
function read(host, call) {
  const { table, key } = target(host, call);
  const context = { '@odata.context': `${contextOf(host, call)}#${encodeURIComponent(table.name)}` };
  if (key !== undefined) return { json: { ...context, ...row(host, call, table, recordOf(table, key)) } };
  const skip = Number(call.query.get('$skip') ?? 0);
  const top = Number(call.query.get('$top') ?? 1000);
  const value = table.records.slice(skip, skip + top).map((record) => row(host, call, table, record));
  return { json: { ...context, value } };
}

/** @type {Work} */
function create(host, call) {
  const { table, key } = target(host, call);
  if (key !== undefined) throw badParameter();
  const record = addRecord(table, checkedFields(table, call.json));
  return { status: 201, json: row(host, call, table, record) };
}

/** @type {Work} */
function update(host, call) {
  const { table, key } = target(host, call);
  const record = recordOf(table, key);
  Object.assign(record.fieldData, checkedFields(table, call.json));
  touch(record);
  return { status: 204 };
}

/** @type {Work} */
function remove(host, call) {
  const { table, key } = target(host, call);
  table.records.splice(table.records.indexOf(recordOf(table, key)), 1);
  return { status: 204 };
}

/** @param {HostContext} host @param {Call} call */
function tablesOf(host, { params }) {
  const database = host.databases.find(({ name }) => name === params.database);
  if (!database || database.state === 'closed') throw cannotOpenFile();
  if (database.state === 'no-privilege') throw noPrivilege(); // no fmodata in the privilege set
  return new Map([...database.layouts.values()].map((table) => [table.name, table]));
}

/** "Kunden" or "Kunden(12)". @param {HostContext} host @param {Call} call */
function target(host, call) {
  const [, name, key] = /^(.*?)(?:\((.*)\))?$/s.exec(call.params.table) ?? [];
  const table = tablesOf(host, call).get(name);
  if (!table) throw missingLayout();
  return { table, key };
}

/**
 * By record id: a real key is the table's primary key, and these tables have none [M].
 *
 * @param {Table} table @param {string | undefined} key @returns {FileMakerRecord}
 */
function recordOf(table, key) {
  const record = table.records.find(({ recordId }) => String(recordId) === key);
  if (!record) throw missingRecord();
  return record;
}

/** @param {HostContext} host @param {Call} call @param {Table} table @param {FileMakerRecord} record */
function row(host, call, table, { recordId, fieldData }) {
  return { '@odata.id': `${baseOf(host, call)}/${encodeURIComponent(table.name)}(${recordId})`, ...fieldData };
}

/** @param {HostContext} host @param {Call} call */
const baseOf = (host, { params }) => `${host.url}/fmi/odata/v4/${encodeURIComponent(params.database)}`;

/** @param {HostContext} host @param {Call} call */
const contextOf = (host, call) => `${baseOf(host, call)}/$metadata`;
