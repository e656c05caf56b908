// @ts-check
// What to search for: one or more fields, each with a criterion; all of them must match. FileMaker's operators work: "=", "*", ">", "…".
import { button, el, field, submitButton } from './dom.js';

/** @typedef {{ select: HTMLSelectElement, input: HTMLInputElement, root: HTMLElement }} Row */

/**
 * @param {object} parts
 * @param {(query: Record<string, string>, pressed: HTMLButtonElement) => void} parts.onFind
 * @param {(pressed: HTMLButtonElement) => void} parts.onShowAll also for a search for nothing
 */
export function createCriteria({ onFind, onShowAll }) {
  /** @type {string[]} */
  let fields = [];
  /** @type {Row[]} */
  let rows = [];

  const list = el('div', { class: 'stack' });
  const add = button('addCriterion', () => addRow().input.focus(), 'quiet');
  const showAll = button('showAll', () => {
    reset();
    onShowAll(showAll);
  });
  const find = el('button', { type: 'submit', t: 'find' });
  const form = el('form', { method: 'post', class: 'stack', role: 'search' }, list, el('div', { class: 'actions' }, find, showAll, add));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const given = rows.filter(({ input }) => input.value.trim() !== '').map(({ select, input }) => [select.value, input.value]);
    if (given.length === 0) onShowAll(submitButton(form));
    else onFind(Object.fromEntries(given), submitButton(form));
  });

  function addRow() {
    const chosen = rows.map(({ select }) => select.value);
    const next = fields.find((name) => !chosen.includes(name)) ?? fields[0];
    const select = el('select', { on: { change: update } }, ...fields.map((name) => el('option', { selected: name === next }, name)));
    const input = el('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' });
    const root = el('div', { class: 'fields search' }, field('inField', select, { style: 'narrow' }), field('findWhat', input, { style: 'wide' }));
    /** @type {Row} */
    const row = { select, input, root };
    if (rows.length > 0) root.append(button('removeCriterion', () => remove(row), 'quiet'));
    rows.push(row);
    list.append(root);
    update();
    return row;
  }

  /** @param {Row} row */
  function remove(row) {
    rows = rows.filter((each) => each !== row);
    row.root.remove();
    update();
    rows[rows.length - 1].input.focus();
  }

  /** A request of FileMaker's has each field once. */
  function update() {
    const chosen = rows.map(({ select }) => select.value);
    for (const { select } of rows) {
      for (const option of select.options) option.disabled = option.value !== select.value && chosen.includes(option.value);
    }
    add.hidden = rows.length >= fields.length;
  }

  function reset() {
    rows = [];
    list.replaceChildren();
    if (fields.length > 0) addRow();
  }

  return {
    form,
    /** Those of another layout; what was typed is gone. @param {string[]} names */
    offer(names) {
      fields = names;
      reset();
    },
  };
}
