// @ts-check
// Records as a table: a column for each field, as FileMaker gives them.
import { el } from './dom.js';

/**
 * @typedef {import('../js-glue/index.js').FileMakerRecord} FileMakerRecord
 * @typedef {{ fieldName: string, sortOrder: 'ascend' | 'descend' }} Order
 *
 * @typedef {object} TableOptions
 * @property {string} name key
 * @property {import('./language.js').Vars} vars of the name
 * @property {Order} [order] how they are sorted
 * @property {(fieldName: string) => void} [onSort] its heading was chosen
 * @property {(record: FileMakerRecord) => void} [onOpen] the record was chosen
 */

/** @param {readonly FileMakerRecord[]} records @param {TableOptions} options */
export function dataTable(records, { name, vars, order, onSort, onOpen }) {
  const fields = fieldsOf(records);
  const heading = (/** @type {string} */ field) => {
    const sorted = field === order?.fieldName && (order.sortOrder === 'ascend' ? 'ascending' : 'descending');
    const content = onSort ? el('button', { type: 'button', class: 'heading', 'data-field': field, on: { click: () => onSort(field) } }, field) : field;
    return el('th', { scope: 'col', 'aria-sort': sorted }, content);
  };
  const row = (/** @type {FileMakerRecord} */ record) => {
    const click = () => onOpen?.(record);
    const id = onOpen ? el('button', { type: 'button', class: 'link', 'data-record': record.recordId, on: { click } }, record.recordId) : record.recordId;
    return el('tr', {}, el('th', { scope: 'row' }, id), ...fields.map((field) => el('td', { dir: 'auto' }, asText(record.fieldData[field]))));
  };
  return el(
    'div',
    { class: 'scroller', tabindex: '0', role: 'group', tLabel: name, vars },
    el(
      'table',
      { class: 'records' },
      el('caption', { class: 'hidden-text', t: name, vars }),
      el('thead', {}, el('tr', {}, el('th', { scope: 'col', t: 'recordId' }), ...fields.map(heading))),
      el('tbody', {}, ...records.map(row)),
    ),
  );
}

/** @param {readonly FileMakerRecord[]} records */
export const fieldsOf = (records) => [...new Set(records.flatMap(({ fieldData }) => Object.keys(fieldData)))];

/** @param {unknown} value */
export const asText = (value) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? ''));
