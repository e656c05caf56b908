// @ts-check
// How this page makes the fields of a question (fmid/element/questions.js): with its own classes, and with texts that change language.
import { copyButton } from './copy.js';
import { el, field as labelled, hiddenText, toggleShown } from './dom.js';
import { hasText } from './language.js';

/** @typedef {import('../js-glue/element/questions.js').Builder} Builder */

/** What the element calls a part is a class here. @param {import('../js-glue/element/questions.js').Attributes} attributes */
const withClass = ({ part, ...attributes }) => ({ class: part, ...attributes });

/** @param {import('../js-glue/element/questions.js').Said} text */
const asNode = (text) => (typeof text === 'string' ? document.createTextNode(text) : text);

/** @type {Builder['field']} */
function field(label, attributes, hint) {
  const input = el('input', { required: true, ...withClass(attributes) });
  const style = input.classList.contains('code') ? 'narrow' : '';
  return { input, root: labelled(asNode(label), input, { style, hint: hint && asNode(hint) }) };
}

/** @type {Builder['passwordField']} */
function passwordField(key, attributes) {
  const input = el('input', { type: 'password', required: true, ...attributes });
  const word = el('span', { t: 'show' });
  const show = el('button', { type: 'button', class: 'quiet', on: { click: () => toggleShown(input, word) } }, word, ' ', hiddenText(key));
  return { input, root: el('div', { class: 'field' }, el('label', { for: input.id, t: key }), el('div', { class: 'joined' }, input, show)) };
}

/** @type {Builder} */
export const builder = {
  make: (tag, attributes, ...children) => el(tag, withClass(attributes), ...children),
  say: (key, values = {}) =>
    el('span', { t: key, vars: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, el('strong', {}, value)])) }),
  has: hasText,
  field,
  passwordField,
  secret: (secretCode, grouped) =>
    el(
      'div',
      {},
      el('p', { class: 'secret-groups' }, el('span', { class: 'label', t: 'setup.secret' }), el('code', {}, grouped)),
      copyButton('secretWord', () => secretCode),
    ),
};
