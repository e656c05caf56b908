// @ts-check
// FileMaker's find requests, as much as clients need: a list of criteria joined by OR, each a set of
// fields joined by AND, some of them to omit; and sorting.
import { badParameter, missingField, noRecordsMatch } from './errors.mjs';

/**
 * @typedef {import('./demo-databases.mjs').Table} Table
 * @typedef {import('./demo-databases.mjs').FileMakerRecord} FileMakerRecord
 */

/** @param {Table} table @param {unknown} query @returns {FileMakerRecord[]} */
export function find(table, query) {
  if (!Array.isArray(query) || query.length === 0) throw badParameter();
  /** @type {Set<FileMakerRecord>} */
  let found = new Set();
  for (const { omit, ...criteria } of query) {
    for (const field of Object.keys(criteria)) requireField(table, field);
    const hits = table.records.filter(({ fieldData }) =>
      Object.entries(criteria).every(([field, wanted]) => matches(fieldData[field], String(wanted))),
    );
    if (String(omit) === 'true') for (const record of hits) found.delete(record);
    else found = new Set([...found, ...hits]);
  }
  if (found.size === 0) throw noRecordsMatch();
  return [...found];
}

/**
 * @param {Table} table
 * @param {FileMakerRecord[]} records
 * @param {unknown} order
 * @returns {FileMakerRecord[]}
 */
export function sort(table, records, order) {
  if (order === undefined) return records;
  if (!Array.isArray(order)) throw badParameter();
  const sorted = [...records];
  // The last key first: sorting is stable, so the first key wins.
  for (const { fieldName, sortOrder } of [...order].reverse()) {
    requireField(table, fieldName);
    const sign = sortOrder === 'descend' ? -1 : 1;
    sorted.sort((a, b) => sign * compare(a.fieldData[fieldName], b.fieldData[fieldName]));
  }
  return sorted;
}

/** @param {Table} table @param {string} field */
export function requireField(table, field) {
  if (!table.fields.includes(field)) throw missingField();
}

/** @param {string | number} value @param {string} wanted */
function matches(value, wanted) {
  const text = String(value).toLowerCase();
  const [, operator = '', rest = ''] = /^(==|=|>=|<=|>|<|\*)?(.*)$/s.exec(wanted.toLowerCase()) ?? [];
  switch (operator) {
    case '==':
      return text === rest;
    case '*':
      return text !== '';
    case '>':
      return Number(value) > Number(rest);
    case '<':
      return Number(value) < Number(rest);
    case '>=':
      return Number(value) >= Number(rest);
    case '<=':
      return Number(value) <= Number(rest);
    case '=': // a whole word
      return text.split(/\s+/).includes(rest);
    default: // the beginning of a word, or of the text
      return text.startsWith(rest) || text.split(/\s+/).some((word) => word.startsWith(rest));
  }
}

/** @param {string | number} a @param {string | number} b */
function compare(a, b) {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
}
