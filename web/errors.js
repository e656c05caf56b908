// @ts-check
// What went wrong, in the person's words and language: what happened, what to do, where more is said, and the small print for whoever helps.
import { el } from './dom.js';
import { helpLink } from './help.js';
import { learn, t } from './language.js';

/**
 * What there is to say; an FmidError has all of it.
 *
 * @typedef {object} Trouble
 * @property {string} code
 * @property {string} [title] what happened, in English; the page's own are in its messages
 * @property {string} [hint]  what to do next
 * @property {string} [detail]
 * @property {string} [serviceError]
 * @property {string} [serviceMessage]
 * @property {number} [httpStatus]
 * @property {string} [fileMakerCode]
 */

/** @param {unknown} error @returns {Trouble} */
export function explain(error) {
  if (typeof error === 'object' && error !== null && 'code' in error) return /** @type {any} */ (error);
  // A mistake of this page. Its message may quote what was typed, so only its name is shown.
  return { code: 'page_error', detail: error instanceof Error ? error.name : typeof error };
}

/** Given up by the person, so nothing to complain about. @param {unknown} error */
export const isAborted = (error) => explain(error).code === 'aborted';

/** @param {Trouble} trouble @param {...(Node | string)} more what else can be done about it */
export function notice(trouble, ...more) {
  const { title, hint, code, detail, serviceError, serviceMessage, httpStatus, fileMakerCode } = trouble;
  if (title) learn(`error.${code}.title`, title);
  if (hint) learn(`error.${code}.hint`, hint);
  const box = el(
    'div',
    { class: 'notice bad', role: 'alert' },
    el('p', {}, el('strong', { t: `error.${code}.title` })),
    el('p', { t: `error.${code}.hint` }),
    ...helpLink(code),
    ...more,
  );
  const facts = Object.entries({
    serviceSaid: serviceMessage,
    serviceName: serviceError,
    fileMakerCode,
    httpStatus: httpStatus || undefined,
  }).filter(([, value]) => value !== undefined && value !== '');
  const small = el('p', { class: 'fine' }, `${t('code')} `, el('code', {}, detail ? `${code} (${detail})` : code));
  if (facts.length === 0) {
    box.append(small);
  } else {
    const list = el('dl', { class: 'facts' });
    for (const [key, value] of facts) list.append(el('div', {}, el('dt', { t: key }), el('dd', {}, String(value))));
    box.append(el('details', { class: 'small' }, el('summary', { t: 'details' }), list, small));
  }
  return box;
}

/** In place of what the slot showed. @param {HTMLElement} slot @param {unknown} error @param {...(Node | string)} more */
export function showError(slot, error, ...more) {
  slot.replaceChildren(notice(explain(error), ...more));
}
