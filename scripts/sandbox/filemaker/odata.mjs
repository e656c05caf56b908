// @ts-check
// OData: /fmi/odata/v4/…, credentials with every request and no session (docs/protocol.md §OData and Admin API). The
// basics: tables, rows, fields, filters, changes and metadata; fm-odata-client, which was written against real hosts, finds
// nothing odd. The statuses are OData's (4.01 protocol, §11.4), but PATCH answers with what has become of the row, as that
// client wants it.
import { requireAccount } from './credentials.mjs';
import { badParameter, cannotOpenFile, missingLayout, missingRecord, noPrivilege } from './errors.mjs';
import { requireField, sort } from './find.mjs';
import { parseFilter } from './odata-filter.mjs';
import { metadataJson, metadataXml } from './odata-metadata.mjs';
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
  ['odata.metadata', 'GET', ':database/$metadata', authorized(metadata)],
  ['odata.read', 'GET', ':database/:table', authorized(read)],
  ['odata.count', 'GET', ':database/:table/$count', authorized(count)],
  ['odata.readField', 'GET', ':database/:table/:field', authorized(readField)],
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
  const select = fieldsOf(table, call.query.get('$select'));
  if (key !== undefined) return { json: { ...context, ...row(host, call, table, recordOf(table, key), select) } };
  const found = sort(table, matching(table, call), orderOf(call.query.get('$orderby')));
  const skip = numberOf(call.query.get('$skip'), 0);
  const top = numberOf(call.query.get('$top'), 1000);
  const value = found.slice(skip, skip + top).map((record) => row(host, call, table, record, select));
  return { json: { ...context, ...(call.query.get('$count') === 'true' && { '@odata.count': found.length }), value } };
}

/** @type {Work} */
function count(host, call) {
  return { text: String(matching(target(host, call).table, call).length) };
}

/** @type {Work} */
function readField(host, call) {
  const { table, key } = target(host, call);
  const { field } = call.params;
  requireField(table, field);
  const context = `${contextOf(host, call)}#${encodeURIComponent(table.name)}`;
  return { json: { '@odata.context': context, value: recordOf(table, key).fieldData[field] } };
}

/** @type {Work} */
function metadata(host, call) {
  const tables = tablesOf(host, call).values();
  const { database } = call.params;
  const isJson = (call.query.get('$format') ?? call.accept).includes('json');
  return isJson ? { json: metadataJson(database, tables) } : { text: metadataXml(database, tables), type: 'application/xml' };
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
  const fields = checkedFields(table, call.json);
  const changed = key === undefined ? chosen(table, call) : [recordOf(table, key)];
  for (const record of changed) {
    Object.assign(record.fieldData, fields);
    touch(record);
  }
  const rows = changed.map((record) => row(host, call, table, record));
  return { json: key === undefined ? { '@odata.context': contextOf(host, call), value: rows } : rows[0] };
}

/** @type {Work} */
function remove(host, call) {
  const { table, key } = target(host, call);
  const gone = new Set(key === undefined ? chosen(table, call) : [recordOf(table, key)]);
  table.records.splice(0, table.records.length, ...table.records.filter((record) => !gone.has(record)));
  return { status: 204 };
}

/** @param {Table} table @param {Call} call */
function matching(table, { query }) {
  const unknown = [...query.keys()].find((name) => name.startsWith('$') && !OPTIONS.has(name));
  if (unknown) throw badParameter();
  const filter = query.get('$filter');
  const fits = filter === null ? () => true : parseFilter(table, filter);
  return table.records.filter(({ fieldData }) => fits(fieldData));
}

const OPTIONS = new Set(['$filter', '$orderby', '$select', '$skip', '$top', '$count', '$format']);

/** Of all rows at once only those of a filter are changed or deleted. @param {Table} table @param {Call} call */
function chosen(table, call) {
  if (!call.query.has('$filter')) throw badParameter();
  return matching(table, call);
}

/** @param {Table} table @param {string | null} list of $select */
function fieldsOf(table, list) {
  const fields = list?.split(',').map(plain);
  fields?.forEach((field) => requireField(table, field));
  return fields;
}

/** @param {string | null} list of $orderby */
function orderOf(list) {
  return list?.split(',').map((each) => {
    const [, field, direction = 'asc'] = /^\s*(.*?)(?:\s+(asc|desc))?\s*$/s.exec(each) ?? [];
    return { fieldName: plain(field), sortOrder: direction === 'desc' ? 'descend' : 'ascend' };
  });
}

/** Names with special characters are between quotation marks. @param {string} name */
const plain = (name) => name.trim().replace(/^"(.*)"$/s, '$1');

/** @param {string | null} text @param {number} otherwise */
function numberOf(text, otherwise) {
  if (text === null) return otherwise;
  if (!/^\d+$/.test(text)) throw badParameter();
  return Number(text);
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
 * A number is a record id; a real key is the table's primary key, which in these tables is the first field where it is a text [M].
 *
 * @param {Table} table @param {string | undefined} key @returns {FileMakerRecord}
 */
function recordOf(table, key = '') {
  const text = /^'(.*)'$/s.exec(key)?.[1].replaceAll("''", "'");
  const record = table.records.find(({ recordId, fieldData }) =>
    text === undefined ? String(recordId) === key : fieldData[table.fields[0]] === text,
  );
  if (!record) throw missingRecord();
  return record;
}

/** @param {HostContext} host @param {Call} call @param {Table} table @param {FileMakerRecord} record @param {string[]} [select] */
function row(host, call, table, { recordId, fieldData }, select = Object.keys(fieldData)) {
  const id = `${baseOf(host, call)}/${encodeURIComponent(table.name)}(${recordId})`;
  return { '@odata.id': id, ...Object.fromEntries(select.map((name) => [name, fieldData[name]])) };
}

/** @param {HostContext} host @param {Call} call */
const baseOf = (host, { params }) => `${host.url}/fmi/odata/v4/${encodeURIComponent(params.database)}`;

/** @param {HostContext} host @param {Call} call */
const contextOf = (host, call) => `${baseOf(host, call)}/$metadata`;
