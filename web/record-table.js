// @ts-check
// Records as a table: a column for each field, as FileMaker gives them.
import { el } from './dom.js';

/**
 * @param {readonly import('../js-glue/index.js').FileMakerRecord[]} records
 * @param {string} layout
 */
export function recordTable(records, layout) {
  const fields = fieldsOf(records);
  const row = (/** @type {import('../js-glue/index.js').FileMakerRecord} */ record) =>
    el('tr', {}, el('th', { scope: 'row' }, record.recordId), ...fields.map((name) => el('td', {}, asText(record.fieldData[name]))));
  return el(
    'div',
    { class: 'scroller', tabindex: '0', role: 'group', tLabel: 'recordsOf', vars: { layout } },
    el(
      'table',
      { class: 'records' },
      el('caption', { class: 'hidden-text', t: 'recordsOf', vars: { layout } }),
      el('thead', {}, el('tr', {}, el('th', { scope: 'col', t: 'recordId' }), ...fields.map((name) => el('th', { scope: 'col' }, name)))),
      el('tbody', {}, ...records.map(row)),
    ),
  );
}

/** @param {readonly import('../js-glue/index.js').FileMakerRecord[]} records */
export const fieldsOf = (records) => [...new Set(records.flatMap(({ fieldData }) => Object.keys(fieldData)))];

/** @param {unknown} value */
const asText = (value) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? ''));
