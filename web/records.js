// @ts-check
// A small record browser: a layout, its records a page at a time, sorted, those that match a search, and one of them by itself.
import { answerBox } from './answer.js';
import { createCriteria } from './criteria.js';
import { byId, button, el } from './dom.js';
import { unwrite, write } from './language.js';
import { dataTable, fieldsOf } from './record-table.js';
import { recordView } from './record-view.js';
import { segments } from './segments.js';

/** As many as fit on a screen. */
const PAGE = 20;

/**
 * @typedef {import('../js-glue/index.js').FileMakerRecord} FileMakerRecord
 *
 * @typedef {object} Asked what the records that are shown were asked for with
 * @property {string} layout
 * @property {number} offset of the first, from 1
 * @property {Record<string, string>} [query]
 * @property {import('./record-table.js').Order} [order]
 */

/**
 * @param {ReturnType<typeof import('./caller.js').createCaller>} caller
 * @param {(names: string[]) => void} onLayouts what there is to choose from
 */
export function createRecords(caller, onLayouts) {
  const list = byId('list-layouts', HTMLButtonElement);
  const layouts = byId('layouts', HTMLElement);
  const browser = byId('record-browser', HTMLElement);
  let view = 'table';
  /** @type {Asked} */
  let asked = { layout: '', offset: 1 };
  /** @type {import('../js-glue/index.js').DataApiReply | undefined} */
  let reply;
  /** The one that is looked at by itself. @type {FileMakerRecord | undefined} */
  let opened;

  const title = el('h3', {});
  const criteria = createCriteria({
    onFind: (query, pressed) => load(pressed, { ...asked, query, offset: 1 }),
    onShowAll: (pressed) => load(pressed, { ...asked, query: undefined, offset: 1 }),
  });
  const choose = segments('viewAs', ['table', 'json'], (chosen) => {
    view = chosen;
    show();
  });
  const range = el('p', { class: 'fine', role: 'status' });
  const previous = button('previous', () => load(previous, { ...asked, offset: asked.offset - PAGE }), 'quiet');
  const next = button('next', () => load(next, { ...asked, offset: asked.offset + PAGE }), 'quiet');
  const shown = el('div');
  browser.append(title, criteria.form, el('div', { class: 'browser-head' }, choose, range, el('div', { class: 'actions' }, previous, next)), shown);

  list.addEventListener('click', async () => {
    const answer = await caller.send(list, 'GET', 'layouts');
    if (!answer) return;
    const names = layoutNames(answer.response.layouts);
    const items = names.map((name) => el('li', {}, el('button', { type: 'button', class: 'quiet', on: { click: (/** @type {Event} */ event) => open(event, name) } }, name)));
    layouts.replaceChildren(
      el('h3', { t: 'layoutsTitle', vars: { count: names.length } }),
      el('ul', { class: 'layouts', tLabel: 'layouts' }, ...items),
    );
    onLayouts(names);
  });

  /** @param {Event} event @param {string} name */
  async function open(event, name) {
    const chosen = /** @type {HTMLButtonElement} */ (event.currentTarget);
    if (!(await load(chosen, { layout: name, offset: 1 }))) return;
    for (const each of layouts.querySelectorAll('button')) each.removeAttribute('aria-current');
    chosen.setAttribute('aria-current', 'true');
    criteria.offer(fieldsOf(reply?.response.data ?? []));
    title.scrollIntoView(); // what was asked for may be below the window
  }

  /** @param {HTMLButtonElement} pressed @param {Asked} wanted */
  async function load(pressed, wanted) {
    const { layout, offset, query, order } = wanted;
    const path = `layouts/${encodeURIComponent(layout)}`;
    const sort = order && [order];
    // A search without a match, and a table without a record.
    const noMatch = (/** @type {string} */ code) => code === (query ? 'fm_no_records' : 'fm_record_missing');
    const parameters = `_limit=${PAGE}&_offset=${offset}${sort ? `&_sort=${encodeURIComponent(JSON.stringify(sort))}` : ''}`;
    const answer = query
      ? await caller.send(pressed, 'POST', `${path}/_find`, { query: [query], limit: PAGE, offset, sort }, noMatch)
      : await caller.send(pressed, 'GET', `${path}/records?${parameters}`, undefined, noMatch);
    // With an error there is something to read, and what was there stays.
    if (!answer && caller.slot.childElementCount > 0) return false;
    reply = answer;
    asked = wanted;
    opened = undefined;
    show();
    return true;
  }

  /** @param {string} fieldName */
  async function sortBy(fieldName) {
    const { order } = asked;
    const sortOrder = fieldName === order?.fieldName && order.sortOrder === 'ascend' ? 'descend' : 'ascend';
    const heading = () => /** @type {HTMLButtonElement} */ (shown.querySelector(`[data-field="${CSS.escape(fieldName)}"]`));
    if (await load(heading(), { ...asked, offset: 1, order: { fieldName, sortOrder } })) heading().focus();
  }

  /** @param {FileMakerRecord | undefined} record none: all of the page again */
  function look(record) {
    const from = opened?.recordId;
    opened = record;
    show();
    if (from) /** @type {HTMLElement | null} */ (shown.querySelector(`[data-record="${CSS.escape(from)}"]`))?.focus();
  }

  function show() {
    browser.hidden = false;
    title.textContent = asked.layout;
    const records = reply?.response.data ?? [];
    showRange(records.length);
    choose.hidden = records.length === 0;
    if (records.length === 0) return unwrite(shown);
    if (view === 'json') return shown.replaceChildren(answerBox(opened ?? reply));
    if (!opened) {
      const { layout, order } = asked;
      return shown.replaceChildren(dataTable(records, { name: 'recordsOf', vars: { layout }, order, onSort: sortBy, onOpen: look }));
    }
    const { root, focus } = recordView(opened, () => look(undefined));
    shown.replaceChildren(root);
    focus();
  }

  /** @param {number} count */
  function showRange(count) {
    const { offset } = asked;
    const found = reply?.response.dataInfo?.foundCount ?? 0;
    const last = offset + count - 1;
    if (count === 0) write(range, 'noRecords');
    else write(range, 'rangeOf', { first: offset, last, found });
    previous.disabled = offset <= 1;
    next.disabled = last >= found;
    // A button that goes off takes the keyboard's place with it.
    if (next.disabled && document.activeElement === next) previous.focus();
    if (previous.disabled && document.activeElement === previous) next.focus();
  }

  return {
    reset() {
      layouts.replaceChildren();
      browser.hidden = true;
      unwrite(shown);
      reply = opened = undefined;
    },
  };
}

/** Folders hold more (`folderLayoutNames`, Data API guide). @param {any} list @returns {string[]} */
function layoutNames(list) {
  if (!Array.isArray(list)) return [];
  return list.flatMap((each) => (each.isFolder ? layoutNames(each.folderLayoutNames) : [String(each.name)]));
}
