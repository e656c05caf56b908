// @ts-check
// One record: its fields below each other, and the rows of its portals.
import { button, el } from './dom.js';
import { asText, dataTable } from './record-table.js';

/**
 * @param {import('../js-glue/index.js').FileMakerRecord} record
 * @param {() => void} onBack
 */
export function recordView(record, onBack) {
  const { recordId, modId, fieldData, portalData = {} } = record;
  const title = el('h4', { tabindex: '-1', t: 'recordTitle', vars: { id: recordId } });
  const rows = Object.entries(fieldData).map(([name, value]) => el('tr', {}, el('th', { scope: 'row' }, name), el('td', { dir: 'auto' }, asText(value))));
  const root = el(
    'div',
    { class: 'stack' },
    el('div', { class: 'browser-head' }, title, el('p', { class: 'fine', t: 'modification', vars: { id: modId } }), button('backToList', onBack, 'quiet')),
    el(
      'div',
      { class: 'scroller' },
      el(
        'table',
        { class: 'claims' },
        el('caption', { class: 'hidden-text', t: 'recordTitle', vars: { id: recordId } }),
        el('thead', { class: 'hidden-text' }, el('tr', {}, el('th', { scope: 'col', t: 'field' }), el('th', { scope: 'col', t: 'value' }))),
        el('tbody', {}, ...rows),
      ),
    ),
    ...Object.entries(portalData).flatMap(([name, related]) => [
      el('h4', { t: 'portal', vars: { name, count: related.length } }),
      ...(related.length > 0 ? [portalTable(name, related)] : []),
    ]),
  );
  return { root, focus: () => title.focus() };
}

/** @param {string} name @param {readonly Record<string, any>[]} related */
function portalTable(name, related) {
  const records = related.map(({ recordId, modId, ...fields }) => {
    // A portal that is no object with a name of its own is called like its table, which every field says again.
    const fieldData = Object.fromEntries(Object.entries(fields).map(([field, value]) => [field.replace(`${name}::`, ''), value]));
    return { recordId: String(recordId ?? ''), modId: String(modId ?? ''), fieldData, portalData: {} };
  });
  return dataTable(records, { name: 'portalRows', vars: { name } });
}
