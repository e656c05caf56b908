// @ts-check
// A few views, one of them shown: radio buttons in a row, so that the keyboard and screen readers know them without help.
import { el, freshId } from './dom.js';

/**
 * @param {string} legend key
 * @param {readonly string[]} keys of the choices; the first is chosen
 * @param {(chosen: string) => void} onChoose
 */
export function segments(legend, keys, onChoose) {
  const name = freshId('segments');
  const root = el('fieldset', { class: 'segments' }, el('legend', { class: 'hidden-text', t: legend }));
  keys.forEach((key, at) => {
    const input = el('input', { type: 'radio', name, value: key, checked: at === 0, on: { change: () => onChoose(key) } });
    root.append(el('label', {}, input, el('span', { t: key })));
  });
  return root;
}
