// @ts-check
// Host, database and version as typed, the way to the host, and those that were asked to be remembered.
import { button, byId, el } from './dom.js';
import { recall, remember } from './remembered.js';

/**
 * @typedef {import('./requests.js').Place} Place
 * @typedef {import('./connection.js').Way} Way
 */

/** More would be no help to choose from. */
const MOST = 20;

/** @param {string | undefined} relay of the same origin, where there is one */
export function createPlaces(relay) {
  const host = byId('host', HTMLInputElement);
  const database = byId('database', HTMLInputElement);
  const version = byId('version', HTMLSelectElement);
  const way = byId('way', HTMLSelectElement);
  const relayInput = byId('relay', HTMLInputElement);
  const keep = byId('remember-place', HTMLInputElement);
  const list = byId('remembered-places', HTMLElement);
  /** @type {string[]} */
  let offered = [];
  relayInput.value = relay ?? '';

  /** @returns {{ host: string, database: string }[]} */
  const places = () => (Array.isArray(recall('places')) ? recall('places') : []);

  function show() {
    const known = places();
    const options = (/** @type {string[]} */ values) => [...new Set(values)].filter(Boolean).map((value) => el('option', { value }));
    byId('hosts', HTMLElement).replaceChildren(...options(known.map((each) => each.host)));
    const here = known.filter((each) => each.host === host.value.trim()).map((each) => each.database);
    byId('databases', HTMLElement).replaceChildren(...options([...here, ...offered]));
    list.hidden = known.length === 0;
    list.replaceChildren(
      ...known.map((each) => el('button', { type: 'button', class: 'quiet', on: { click: () => fill(each) } }, `${each.database} · ${each.host}`)),
      button('forgetPlaces', forget, 'link'),
    );
  }

  /** @param {{ host: string, database: string }} place */
  function fill(place) {
    host.value = place.host;
    database.value = place.database;
    host.dispatchEvent(new Event('change'));
  }

  function forget() {
    remember('places', undefined);
    keep.checked = false;
    show();
    host.focus();
  }

  host.addEventListener('change', show);
  show();
  return {
    host,
    database,
    /** What is known of the pool's hosts. @param {import('./config.js').PoolChoice} choice */
    suggest(choice) {
      const [last] = places();
      host.value ||= choice.host || (last?.host ?? '');
      database.value ||= choice.databases[0] ?? last?.database ?? '';
      offered = choice.databases;
      show();
    },
    /** After it was opened, and only if asked. @param {Place} place */
    keepIfAsked(place) {
      if (!keep.checked) return;
      const others = places().filter((each) => each.host !== place.host || each.database !== place.database);
      remember('places', [{ host: place.host, database: place.database }, ...others].slice(0, MOST));
      show();
    },
    /** @returns {Place} */
    read: () => ({ host: host.value.trim(), database: database.value.trim(), version: version.value }),
    /** To show what a request looks like before anything is typed. @returns {Place} */
    example: () => ({
      host: host.value.trim() || 'NAME.account.filemaker-cloud.com',
      database: database.value.trim() || 'DATABASE',
      version: version.value,
    }),
    /** @returns {{ way: Way, relay: string | undefined, host: string }} */
    connection: () => ({ way: /** @type {Way} */ (way.value), relay: relayInput.value.trim() || undefined, host: host.value.trim() }),
    /** @param {() => void} listener */
    onChange(listener) {
      for (const input of [host, database, version]) input.addEventListener('input', listener);
      host.addEventListener('change', listener);
    },
  };
}
