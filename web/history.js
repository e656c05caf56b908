// @ts-check
// The requests of this visit, newest first: what was asked, how it went, how long it took.
import { byId, el } from './dom.js';
import { downloadJson } from './download.js';
import { toHar } from './har.js';
import { formatNumber, language, write } from './language.js';

/** @typedef {import('./recorder.js').Exchange} Exchange */

/** @param {() => ReturnType<typeof import('./recorder.js').createRecorder>} recorder */
export function createHistory(recorder) {
  const rows = byId('history-rows', HTMLElement);
  const count = byId('history-count', HTMLElement);
  const actions = byId('history-actions', HTMLElement);
  byId('history-clear', HTMLButtonElement).addEventListener('click', () => {
    recorder().clear();
    byId('history-summary', HTMLElement).focus();
  });
  byId('history-export', HTMLButtonElement).addEventListener('click', () => downloadJson('fmid.har', toHar(recorder().exchanges)));

  /** @param {Exchange} exchange */
  function row({ at, ms, method, url, operation, status, sent, received }) {
    const { host, pathname, search } = new URL(url);
    const what = operation ? el('strong', {}, operation) : el('span', {}, method, ' ', el('strong', {}, decodeSafely(pathname + search)));
    const state = status === 0 ? el('span', { class: 'status bad', t: 'noAnswer' }) : el('span', { class: `status ${status < 400 ? 'good' : 'bad'}` }, String(status));
    return el(
      'tr',
      {},
      el('td', {}, new Date(at).toLocaleTimeString(language())),
      el('td', {}, what, ' ', el('span', { class: 'fine' }, host)),
      el('td', {}, state),
      el('td', { class: 'number' }, `${formatNumber(Math.round(ms))} ms`),
      el('td', { class: 'number' }, `${formatNumber(sent)} / ${formatNumber(received)}`),
    );
  }

  return {
    /** @param {readonly Exchange[]} exchanges */
    show(exchanges) {
      write(count, 'requestCount', { count: exchanges.length });
      actions.hidden = exchanges.length === 0;
      byId('history-table', HTMLElement).hidden = exchanges.length === 0;
      rows.replaceChildren(...exchanges.map(row));
    },
  };
}

/** @param {string} path */
function decodeSafely(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
