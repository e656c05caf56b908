// @ts-check
// What went wrong, in the person's words: what happened, what to do, and the small print for whoever helps.
import { el } from './dom.js';

/**
 * What there is to say; an FmidError has all of it.
 *
 * @typedef {object} Trouble
 * @property {string} title what happened
 * @property {string} hint  what to do next
 * @property {string} [code]
 * @property {string} [detail]
 * @property {string} [serviceError]
 * @property {string} [serviceMessage]
 * @property {number} [httpStatus]
 * @property {string} [fileMakerCode]
 */

/** @param {unknown} error @returns {Trouble} */
export function explain(error) {
  if (typeof error === 'object' && error !== null && 'title' in error && 'hint' in error) return /** @type {any} */ (error);
  // A mistake of this page. Its message may quote what was typed, so only its name is shown.
  return {
    title: 'This page made a mistake.',
    hint: 'Reload it and try again; tokens that you did not copy are lost by that.',
    code: 'page_error',
    detail: error instanceof Error ? error.name : typeof error,
  };
}

/** Given up by the person, so nothing to complain about. @param {unknown} error */
export const isAborted = (error) => explain(error).code === 'aborted';

/** @param {Trouble} trouble @param {...(Node | string)} more what else can be done about it */
export function notice(trouble, ...more) {
  const { title, hint, code, detail, serviceError, serviceMessage, httpStatus, fileMakerCode } = trouble;
  const box = el('div', { class: 'notice bad', role: 'alert' }, el('p', {}, el('strong', {}, title)), el('p', {}, hint), ...more);
  const facts = Object.entries({
    'The service said': serviceMessage,
    'Its name for that': serviceError,
    'FileMaker code': fileMakerCode,
    'HTTP status': httpStatus || undefined,
  }).filter(([, value]) => value !== undefined && value !== '');
  const small = code && el('p', { class: 'fine' }, 'Code ', el('code', {}, detail ? `${code} (${detail})` : code));
  if (facts.length === 0) {
    if (small) box.append(small);
  } else {
    const list = el('dl', { class: 'facts' });
    for (const [name, value] of facts) list.append(el('div', {}, el('dt', {}, name), el('dd', {}, String(value))));
    box.append(el('details', { class: 'small' }, el('summary', {}, 'Details'), list, ...(small ? [small] : [])));
  }
  return box;
}

/** In place of what the slot showed. @param {HTMLElement} slot @param {unknown} error @param {...(Node | string)} more */
export function showError(slot, error, ...more) {
  slot.replaceChildren(notice(explain(error), ...more));
}
