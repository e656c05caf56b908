// @ts-check
// To the clipboard, also where there is no navigator.clipboard: plain http, data: pages, old WebKit (BROWSERS §5).
import { el, hiddenText } from './dom.js';

/** @param {string} text @returns {Promise<boolean>} */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** Needs a click to be under way. @param {string} text */
function copyBySelection(text) {
  const focused = document.activeElement;
  const area = el('textarea', { class: 'hidden-text', 'aria-hidden': 'true', tabindex: '-1' });
  area.value = text;
  document.body.append(area);
  area.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}

/** How long "Copied" stands. */
const SAID_MS = 2500;

/**
 * A button that copies and says whether it did.
 *
 * @param {string} what for the button's name: "ID token"
 * @param {() => string} text asked for when it is clicked, so that no copy of a secret is kept here
 * @param {string} [label]
 */
export function copyButton(what, text, label = 'Copy') {
  const word = el('span', {}, label);
  const said = el('span', { class: 'hidden-text', role: 'status' });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const click = async () => {
    const copied = await copyText(text());
    word.textContent = copied ? 'Copied' : 'Not copied';
    said.textContent = copied ? `${what} copied` : `${what} could not be copied: reveal it, select it and copy it by hand`;
    clearTimeout(timer);
    timer = setTimeout(() => {
      word.textContent = label;
      said.textContent = '';
    }, SAID_MS);
  };
  const button = el('button', { type: 'button', class: 'quiet', on: { click } }, word, hiddenText(` ${what}`));
  return el('span', { class: 'copy' }, button, said);
}
