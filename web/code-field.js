// @ts-check
// The field for a one-time code: digits come up on a phone, and what arrived by message is offered.
import { el, freshId } from './dom.js';

/** @param {string} label */
export function codeField(label) {
  const id = freshId('code');
  const input = el('input', {
    id,
    type: 'text',
    class: 'code',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    // As fmid takes it: 4 to 10 digits, spaces and hyphens do not matter.
    pattern: '[\\s\\-]*([0-9][\\s\\-]*){4,10}',
    title: 'The digits of the code, usually six',
    required: true,
  });
  return { input, root: el('div', { class: 'field narrow' }, el('label', { for: id }, label), input) };
}
