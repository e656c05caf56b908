// @ts-check
// JSON as it came, to read and to copy.
import { copyButton } from './copy.js';
import { el } from './dom.js';

/** @param {unknown} json @param {...Node} more */
export function answerBox(json, ...more) {
  const text = JSON.stringify(json, null, 2) ?? '';
  return el(
    'div',
    { class: 'answer' },
    el('div', { class: 'token-head' }, el('h3', { t: 'answer' }), copyButton('answerWord', () => text)),
    el('pre', { tabindex: '0', role: 'group', tLabel: 'answer' }, text),
    ...more,
  );
}
