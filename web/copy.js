// @ts-check
// To the clipboard, also where there is no navigator.clipboard: plain http, data: pages, old WebKit.
import { el } from './dom.js';
import { unwrite, write } from './language.js';

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
 * @param {string} what the key of what it copies, for the button's name: "ID token"
 * @param {() => string} text asked for when it is clicked, so that no copy of a secret is kept here
 * @param {{ key?: string, style?: string }} [looks]
 */
export function copyButton(what, text, { key = 'copy', style = 'quiet' } = {}) {
  const word = el('span', { t: key });
  const said = el('span', { class: 'hidden-text', role: 'status' });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const click = async () => {
    const copied = await copyText(text());
    write(word, copied ? 'copied' : 'notCopied');
    write(said, copied ? 'copiedSaid' : 'notCopiedSaid', { what: el('span', { t: what }) });
    clearTimeout(timer);
    timer = setTimeout(() => {
      write(word, key);
      unwrite(said);
    }, SAID_MS);
  };
  const name = el('span', { class: 'hidden-text' }, ' ', el('span', { t: what }));
  return el('span', { class: 'copy' }, el('button', { type: 'button', class: style, on: { click } }, word, name), said);
}
