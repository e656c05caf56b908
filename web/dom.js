// @ts-check
// The little that the page needs to build itself. Text is always text: nothing here takes HTML.
import { label, write } from './language.js';

/**
 * An element with its attributes, listeners and children.
 *
 *   el('button', { type: 'button', on: { click: copy }, t: 'copy' })
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, any>} [attributes] `on`: listeners; `t`, `vars`: its text (language.js) in place of children; `tLabel`: its
 *   name; false and undefined are left out, true is ''
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(name, { on = {}, t, tLabel, vars, ...attributes } = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) element.setAttribute(key, value === true ? '' : String(value));
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  if (t) write(element, t, vars);
  else element.append(...children);
  if (tLabel) label(element, tLabel, vars);
  return element;
}

/**
 * The element of index.html with this id. That it is there and of this kind is the page's own affair: throws if not.
 *
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function byId(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`index.html has no ${type.name} "${id}"`);
  return element;
}

/** The submit button of a form. @param {HTMLFormElement} form */
export function submitButton(form) {
  return /** @type {HTMLButtonElement} */ (form.querySelector('button[type=submit]'));
}

/** What screen readers say and nobody sees. @param {string} key @param {import('./language.js').Vars} [vars] */
export const hiddenText = (key, vars) => el('span', { class: 'hidden-text', t: key, vars });

/** A button that is no submit button. @param {string} key @param {() => void} click @param {string} [style] its class */
export const button = (key, click, style) => el('button', { type: 'button', class: style, on: { click }, t: key });

let lastId = 0;
/** For a label and its field. @param {string} name */
export const freshId = (name) => `${name}-${(lastId += 1)}`;

/**
 * A field under its label.
 *
 * @param {string | Node} label its key, or what is there already
 * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} input gets an id if it has none
 * @param {{ style?: string, hint?: string | Node }} [more] `hint`: the small print below
 */
export function field(label, input, { style = '', hint } = {}) {
  input.id ||= freshId('field');
  const small = hint ? [el('p', { id: `${input.id}-hint`, class: 'fine' }, said(hint))] : [];
  if (small[0]) input.setAttribute('aria-describedby', small[0].id);
  return el('div', { class: `field ${style}` }, el('label', { for: input.id }, said(label)), input, ...small);
}

/** @param {string | Node} text a key, or what is there already */
const said = (text) => (typeof text === 'string' ? el('span', { t: text }) : text);

/** Makes every `<button data-shows="ID">` show and hide what was typed. @param {ParentNode} root */
export function wireShowButtons(root) {
  for (const button of root.querySelectorAll('button[data-shows]')) {
    const input = byId(/** @type {HTMLElement} */ (button).dataset.shows ?? '', HTMLInputElement);
    button.addEventListener('click', () => toggleShown(input, /** @type {Element} */ (button.firstElementChild)));
  }
}

/** Shows what was typed, or hides it; the button's word says what it will do next. @param {HTMLInputElement} input @param {Element} word */
export function toggleShown(input, word) {
  input.type = input.type === 'password' ? 'text' : 'password';
  write(word, input.type === 'password' ? 'show' : 'hide');
}

/** Hides what was shown, before the field is emptied or left. @param {HTMLInputElement} input */
export function maskAgain(input) {
  input.type = 'password';
  const word = document.querySelector(`button[data-shows="${input.id}"]`)?.firstElementChild;
  if (word) write(word, 'show');
}
