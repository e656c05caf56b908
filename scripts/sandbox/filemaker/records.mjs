// @ts-check
// The Data API's calls on a layout: its fields, its records, and scripts.
import { badParameter, FileMakerError, missingLayout, missingRecord } from './errors.mjs';
import { find, requireField, sort } from './find.mjs';

/**
 * @typedef {import('./demo-databases.mjs').Table} Table
 * @typedef {import('./demo-databases.mjs').FileMakerRecord} FileMakerRecord
 * @typedef {import('./data-api.mjs').OpenCall} OpenCall
 */

/** @param {OpenCall} call */
export function listLayouts({ database }) {
  return { layouts: [...database.layouts].map(([name, { name: table }]) => ({ name, table })) };
}

/** @param {OpenCall} call */
export function describeLayout(call) {
  const { fields, records } = tableOf(call);
  const result = (/** @type {string} */ name) =>
    name === 'Photo' ? 'container' : typeof records[0]?.fieldData[name] === 'number' ? 'number' : 'text';
  return {
    fieldMetaData: fields.map((name) => ({ name, type: 'normal', displayType: 'editText', result: result(name) })),
    portalMetaData: {},
    valueLists: [],
  };
}

/** @param {OpenCall} call */
export function listRecords(call) {
  const table = tableOf(call);
  const { query } = call;
  const order = query.has('_sort') ? parseJson(query.get('_sort') ?? '') : undefined;
  const records = sort(table, table.records, order);
  return page(call, table, records, query.get('_offset') ?? '1', query.get('_limit') ?? '100');
}

/** @param {OpenCall} call */
export function findRecords(call) {
  const table = tableOf(call);
  const { query, sort: order, offset = '1', limit = '100' } = call.json;
  return page(call, table, sort(table, find(table, query), order), offset, limit);
}

/** @param {OpenCall} call */
export function createRecord(call) {
  const table = tableOf(call);
  const fieldData = checkedFields(table, call.json.fieldData);
  const empty = Object.fromEntries(table.fields.map((field) => [field, '']));
  table.lastRecordId += 1;
  table.records.push({ recordId: table.lastRecordId, modId: 0, fieldData: { ...empty, ...fieldData } });
  return { recordId: String(table.lastRecordId), modId: '0' };
}

/** @param {OpenCall} call */
export function getRecord(call) {
  const table = tableOf(call);
  return { dataInfo: dataInfo(call, table, 1, 1), data: [written(recordOf(call, table))] };
}

/** @param {OpenCall} call */
export function editRecord(call) {
  const table = tableOf(call);
  const record = recordOf(call, table);
  const fieldData = checkedFields(table, call.json.fieldData);
  if (call.json.modId !== undefined && String(call.json.modId) !== String(record.modId)) {
    throw new FileMakerError(500, 306, 'Record modification ID does not match');
  }
  Object.assign(record.fieldData, fieldData);
  return touch(record);
}

/** @param {OpenCall} call */
export function deleteRecord(call) {
  const table = tableOf(call);
  table.records.splice(table.records.indexOf(recordOf(call, table)), 1);
  return {};
}

/** Takes the file and keeps its name only. @param {OpenCall} call */
export function uploadToContainer(call) {
  const table = tableOf(call);
  const record = recordOf(call, table);
  requireField(table, call.params.field);
  if (!/^multipart\/form-data/i.test(call.contentType)) throw badParameter();
  const name = /filename="([^"]*)"/.exec(call.body.toString('utf8'))?.[1];
  if (name === undefined) throw badParameter();
  record.fieldData[call.params.field] = name;
  return touch(record);
}

export function listScripts() {
  return { scripts: ['Echo', 'Fail'].map((name) => ({ name, isFolder: false })) };
}

/** "Echo" returns its parameter, "Fail" fails. @param {OpenCall} call */
export function runScript(call) {
  tableOf(call);
  if (call.params.script === 'Echo') return { scriptResult: call.query.get('script.param') ?? '', scriptError: '0' };
  if (call.params.script === 'Fail') return { scriptError: '3' };
  return { scriptError: '104' }; // a missing script is an OK answer with this in it
}

/** @param {OpenCall} call @returns {Table} */
function tableOf({ database, params }) {
  const table = database.layouts.get(params.layout);
  if (!table) throw missingLayout();
  return table;
}

/** @param {OpenCall} call @param {Table} table @returns {FileMakerRecord} */
function recordOf({ params }, table) {
  const record = table.records.find(({ recordId }) => String(recordId) === params.record);
  if (!record) throw missingRecord();
  return record;
}

/** @param {FileMakerRecord} record */
function touch(record) {
  record.modId += 1;
  return { modId: String(record.modId) };
}

/** @param {Table} table @param {unknown} given @returns {Record<string, string | number>} */
function checkedFields(table, given) {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) throw badParameter();
  for (const field of Object.keys(given)) requireField(table, field);
  return /** @type {Record<string, string | number>} */ (given);
}

/**
 * @param {OpenCall} call @param {Table} table @param {FileMakerRecord[]} records
 * @param {unknown} offset 1 is the first @param {unknown} limit
 */
function page(call, table, records, offset, limit) {
  const [from, count] = [Number(offset), Number(limit)];
  if (!(Number.isInteger(from) && Number.isInteger(count) && from >= 1 && count >= 1)) throw badParameter();
  const data = records.slice(from - 1, from - 1 + count).map(written);
  // An offset beyond the last record is code 101, not an empty page [M].
  if (data.length === 0) throw missingRecord();
  return { dataInfo: dataInfo(call, table, records.length, data.length), data };
}

/** @param {OpenCall} call @param {Table} table @param {number} foundCount @param {number} returnedCount */
function dataInfo({ database, params }, table, foundCount, returnedCount) {
  const shared = { database: database.name, layout: params.layout, table: table.name };
  return { ...shared, totalRecordCount: table.records.length, foundCount, returnedCount };
}

/** @param {FileMakerRecord} record */
function written({ recordId, modId, fieldData }) {
  return { fieldData: { ...fieldData }, portalData: {}, recordId: String(recordId), modId: String(modId) };
}

/** @param {string} text @returns {unknown} */
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw badParameter();
  }
}
