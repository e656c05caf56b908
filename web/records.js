// @ts-check
// A small record browser: a layout, its records a page at a time, and those that match a search.
import { answerBox } from './answer.js';
import { byId, button, el, field, submitButton } from './dom.js';
import { formatNumber, unwrite, write } from './language.js';
import { fieldsOf, recordTable } from './record-table.js';
import { segments } from './segments.js';

/** As many as fit on a screen. */
const PAGE = 20;

/**
 * @param {ReturnType<typeof import('./caller.js').createCaller>} caller
 * @param {(names: string[]) => void} onLayouts what there is to choose from
 */
export function createRecords(caller, onLayouts) {
  const list = byId('list-layouts', HTMLButtonElement);
  const layouts = byId('layouts', HTMLElement);
  const browser = byId('record-browser', HTMLElement);
  let layout = '';
  let offset = 1;
  let view = 'table';
  /** The search that is in force. @type {Record<string, string> | undefined} */
  let query;
  /** @type {import('../js-glue/index.js').DataApiReply | undefined} */
  let reply;

  const title = el('h3', {});
  const fieldName = el('select', {});
  const fieldValue = el('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' });
  const find = el('button', { type: 'submit', t: 'find' });
  const form = el(
    'form',
    { method: 'post', class: 'fields search', role: 'search' },
    field('inField', fieldName, { style: 'narrow' }),
    field('findWhat', fieldValue, { style: 'wide' }),
    el('div', { class: 'actions' }, find, button('showAll', showAll)),
  );
  const choose = segments('viewAs', ['table', 'json'], (chosen) => {
    view = chosen;
    show();
  });
  const range = el('p', { class: 'fine', role: 'status' });
  const previous = button('previous', () => page(previous, offset - PAGE), 'quiet');
  const next = button('next', () => page(next, offset + PAGE), 'quiet');
  const shown = el('div');
  browser.append(title, form, el('div', { class: 'browser-head' }, choose, range, el('div', { class: 'actions' }, previous, next)), shown);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (fieldValue.value.trim() === '') return showAll();
    query = { [fieldName.value]: fieldValue.value };
    page(submitButton(form), 1);
  });
  function showAll() {
    query = undefined;
    fieldValue.value = '';
    return page(submitButton(form), 1);
  }

  list.addEventListener('click', async () => {
    const answer = await caller.send(list, 'GET', 'layouts');
    if (!answer) return;
    const names = layoutNames(answer.response.layouts);
    const items = names.map((name) => el('li', {}, el('button', { type: 'button', class: 'quiet', on: { click: (/** @type {Event} */ event) => open(event, name) } }, name)));
    layouts.replaceChildren(
      el('h3', { t: 'layoutsTitle', vars: { count: formatNumber(names.length) } }),
      el('ul', { class: 'layouts', tLabel: 'layouts' }, ...items),
    );
    onLayouts(names);
  });

  /** @param {Event} event @param {string} name */
  async function open(event, name) {
    query = undefined;
    fieldValue.value = '';
    fieldName.replaceChildren();
    const chosen = /** @type {HTMLButtonElement} */ (event.currentTarget);
    for (const each of layouts.querySelectorAll('button')) each.removeAttribute('aria-current');
    layout = name;
    if (await page(chosen, 1)) chosen.setAttribute('aria-current', 'true');
  }

  /** @param {HTMLButtonElement} pressed @param {number} first */
  async function page(pressed, first) {
    const path = `layouts/${encodeURIComponent(layout)}`;
    const noMatch = (/** @type {string} */ code) => code === 'fm_no_records';
    const answer = query
      ? await caller.send(pressed, 'POST', `${path}/_find`, { query: [query], limit: PAGE, offset: first }, noMatch)
      : await caller.send(pressed, 'GET', `${path}/records?_limit=${PAGE}&_offset=${first}`, undefined, noMatch);
    // With an error there is something to read, and what was there stays.
    if (!answer && caller.slot.childElementCount > 0) return false;
    reply = answer;
    offset = first;
    show();
    return true;
  }

  function show() {
    browser.hidden = false;
    title.textContent = layout;
    const records = reply?.response.data ?? [];
    const found = reply?.response.dataInfo?.foundCount ?? 0;
    if (fieldName.childElementCount === 0) fieldName.replaceChildren(...fieldsOf(records).map((name) => el('option', {}, name)));
    const last = offset + records.length - 1;
    if (records.length === 0) write(range, 'noRecords');
    else write(range, 'rangeOf', { first: formatNumber(offset), last: formatNumber(last), found: formatNumber(found) });
    previous.disabled = offset <= 1;
    next.disabled = last >= found;
    // A button that goes off takes the keyboard's place with it.
    if (next.disabled && document.activeElement === next) previous.focus();
    if (previous.disabled && document.activeElement === previous) next.focus();
    choose.hidden = records.length === 0;
    if (records.length === 0) unwrite(shown);
    else shown.replaceChildren(view === 'table' ? recordTable(records, layout) : answerBox(reply));
  }

  return {
    reset() {
      layouts.replaceChildren();
      browser.hidden = true;
      shown.replaceChildren();
      reply = undefined;
    },
  };
}

/** Folders hold more (`folderLayoutNames`, Data API guide). @param {any} list @returns {string[]} */
function layoutNames(list) {
  if (!Array.isArray(list)) return [];
  return list.flatMap((each) => (each.isFolder ? layoutNames(each.folderLayoutNames) : [String(each.name)]));
}
