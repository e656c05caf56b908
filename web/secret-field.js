// @ts-check
// A secret on the screen: masked until it is asked for, copied without being shown.
import { copyButton } from './copy.js';
import { el } from './dom.js';
import { label, write } from './language.js';

// Always as many, so that a masked token gives nothing away.
const DOTS = '•'.repeat(20);

/**
 * @param {string} what the key of its name: "ID token"
 * @param {...HTMLElement} more further buttons
 */
export function secretField(what, ...more) {
  let value = '';
  let shown = false;

  const text = el('code', { class: 'secret' });
  const length = el('span', { class: 'fine' });
  const word = el('span', { t: 'reveal' });
  const reveal = el('button', { type: 'button', class: 'quiet', on: { click: () => show(!shown) } }, word, el('span', { class: 'hidden-text' }, ' ', el('span', { t: what })));
  const root = el(
    'div',
    { class: 'secret-field' },
    text,
    el('div', { class: 'secret-buttons' }, length, reveal, copyButton(what, () => value), ...more),
  );

  /** @param {boolean} now */
  function show(now) {
    shown = now;
    write(word, shown ? 'hide' : 'reveal');
    text.textContent = shown ? value : DOTS;
    text.classList.toggle('shown', shown);
    // Masked it is a picture of dots. Shown it may scroll, and what scrolls must be reachable by keyboard.
    text.setAttribute('role', shown ? 'group' : 'img');
    label(text, shown ? what : 'hiddenSecret', { what: el('span', { t: what }) });
    if (shown) text.setAttribute('tabindex', '0');
    else text.removeAttribute('tabindex');
  }

  return {
    root,
    /** @param {string} secret */
    set(secret) {
      value = secret;
      write(length, 'characters', { count: secret.length });
      show(false);
    },
  };
}
