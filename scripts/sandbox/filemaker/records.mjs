// @ts-check
// The Data API's calls on a layout: its fields and its records.
import { badParameter, missingLayout, missingRecord, otherModId } from './errors.mjs';
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
  const { fields, records, portals } = tableOf(call);
  const result = (/** @type {string} */ name) =>
    name === 'Photo' ? 'container' : typeof records[0]?.fieldData[name] === 'number' ? 'number' : 'text';
  return {
    fieldMetaData: fields.map((name) => ({ name, type: 'normal', displayType: 'editText', result: result(name) })),
    portalMetaData: Object.fromEntries(
      portals.map(({ table }) => [table.name, table.fields.map((name) => ({ name: `${table.name}::${name}`, type: 'normal', result: 'text' }))]),
    ),
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
  const { recordId } = addRecord(table, checkedFields(table, call.json.fieldData));
  return { recordId: String(recordId), modId: '0' };
}

/** @param {OpenCall} call */
export function duplicateRecord(call) {
  const table = tableOf(call);
  const original = recordOf(call, table);
  const copy = addRecord(table, original.fieldData);
  copy.files = new Map(original.files);
  return { recordId: String(copy.recordId), modId: '0' };
}

/** @param {OpenCall} call */
export function getRecord(call) {
  const table = tableOf(call);
  return { dataInfo: dataInfo(call, table, 1, 1), data: [written(recordOf(call, table), call, table)] };
}

/** @param {OpenCall} call */
export function editRecord(call) {
  const table = tableOf(call);
  const record = recordOf(call, table);
  const fieldData = checkedFields(table, call.json.fieldData);
  requireModId(record, call.json.modId);
  Object.assign(record.fieldData, fieldData);
  return touch(record);
}

/** @param {OpenCall} call */
export function deleteRecord(call) {
  const table = tableOf(call);
  table.records.splice(table.records.indexOf(recordOf(call, table)), 1);
  return {};
}

/** @param {Table} table @param {Record<string, string | number>} fieldData @returns {FileMakerRecord} */
export function addRecord(table, fieldData) {
  const empty = Object.fromEntries(table.fields.map((field) => [field, '']));
  table.lastRecordId += 1;
  const record = { recordId: table.lastRecordId, modId: 0, fieldData: { ...empty, ...fieldData }, files: new Map() };
  table.records.push(record);
  return record;
}

/** @param {OpenCall} call @returns {Table} */
export function tableOf({ database, params }) {
  const table = database.layouts.get(params.layout);
  if (!table) throw missingLayout();
  return table;
}

/** @param {OpenCall} call @param {Table} table @returns {FileMakerRecord} */
export function recordOf({ params }, table) {
  const record = table.records.find(({ recordId }) => String(recordId) === params.record);
  if (!record) throw missingRecord();
  return record;
}

/** The caller means the version that it has seen. @param {FileMakerRecord} record @param {unknown} modId */
export function requireModId(record, modId) {
  if (modId !== undefined && String(modId) !== String(record.modId)) throw otherModId();
}

/** @param {FileMakerRecord} record */
export function touch(record) {
  record.modId += 1;
  return { modId: String(record.modId) };
}

/** @param {Table} table @param {unknown} given @returns {Record<string, string | number>} */
export function checkedFields(table, given) {
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
  const data = records.slice(from - 1, from - 1 + count).map((record) => written(record, call, table));
  // An offset beyond the last record is code 101, not an empty page [M].
  if (data.length === 0) throw missingRecord();
  return { dataInfo: dataInfo(call, table, records.length, data.length), data };
}

/** @param {OpenCall} call @param {Table} table @param {number} foundCount @param {number} returnedCount */
function dataInfo({ database, params }, table, foundCount, returnedCount) {
  const shared = { database: database.name, layout: params.layout, table: table.name };
  return { ...shared, totalRecordCount: table.records.length, foundCount, returnedCount };
}

/** The Data API's default for a portal. */
const PORTAL_ROWS = 50;

/** @param {FileMakerRecord} record @param {OpenCall} call @param {Table} table */
function written({ recordId, modId, fieldData }, { database, params }, { portals }) {
  /** @type {Record<string, object[]>} */
  const portalData = {};
  const portalDataInfo = portals.map(({ table, key }) => {
    const related = table.records.filter((each) => each.fieldData[key] === fieldData[key]);
    const rows = related.slice(0, PORTAL_ROWS);
    portalData[table.name] = rows.map((row) => ({
      recordId: String(row.recordId),
      ...Object.fromEntries(Object.entries(row.fieldData).map(([name, value]) => [`${table.name}::${name}`, value])),
      modId: String(row.modId),
    }));
    return { database: database.name, layout: params.layout, table: table.name, foundCount: related.length, returnedCount: rows.length };
  });
  return { fieldData: { ...fieldData }, portalData, recordId: String(recordId), modId: String(modId), ...(portals.length > 0 && { portalDataInfo }) };
}

/** @param {string} text @returns {unknown} */
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw badParameter();
  }
}
