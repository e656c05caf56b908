// @ts-check
// The Web Viewer page: fmid, its form and the bridge, started with what the page has in itself (scripts/lib/webviewer.mjs).
import '../element/index.js';
import { embedMessages } from '../element/texts.js';
import { createBridge } from './bridge.js';
import { createFileMaker } from './filemaker.js';
import { inflate } from './inflate.js';

/** What the classic script of stubs.js left. @typedef {{ fmidCalls?: [keyof ReturnType<typeof createBridge>, string][] }} EarlyCalls */

const MISSED =
  'FileMaker does not answer. In the Web Viewer’s settings, switch on “Allow JavaScript to perform FileMaker scripts”. (This page is made for a Web Viewer in FileMaker; in a browser it has nobody to give the tokens to.)';

const WAITING = 'This page waits for its settings: FileMaker puts them into it, or calls fmidStart.';

/** @typedef {{ data: string, size: number }} Packed raw DEFLATE in base64, and how many bytes it was before */

/** Settings may come in base64: then no text of theirs ends the element that they stand in. @param {string} settings */
function plain(settings) {
  if (settings.startsWith('{')) return settings;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(settings), (character) => character.charCodeAt(0)));
  } catch {
    return settings; // what it is not will be said
  }
}

/** @param {Packed} packed */
const unpack = ({ data, size }) => inflate(Uint8Array.from(atob(data), (character) => character.charCodeAt(0)), size);

/** @param {{ wasm: Packed, messages: Packed }} contents `messages`: JSON of the element's catalogues besides the English one, by language */
export function run({ wasm, messages }) {
  const catalogues = JSON.parse(new TextDecoder().decode(unpack(messages)));
  for (const [language, catalogue] of Object.entries(catalogues)) embedMessages(language, catalogue);

  const main = /** @type {HTMLElement} */ (document.querySelector('main'));
  const line = document.createElement('p');
  line.setAttribute('role', 'alert');
  /** @param {string} text */
  function say(text) {
    line.textContent = text;
    main.append(line);
  }

  const calls = createBridge({
    wasm: unpack(wasm),
    fileMaker: createFileMaker((missed) => say(missed ? MISSED : '')),
    say,
    showForm(client, { username = '', language }) {
      const element = document.createElement('fmid-sign-in');
      if (language) element.lang = language;
      element.username = username;
      element.client = client;
      main.append(element);
      return { ask: (reason) => element.showSignIn(reason), remove: () => element.remove() };
    },
  });

  const page = /** @type {Window & EarlyCalls} */ (window);
  const early = page.fmidCalls ?? [];
  Object.assign(window, calls);
  delete page.fmidCalls;

  const block = document.getElementById('fmid-config');
  const settings = block?.textContent?.trim() ?? '';
  if (block) block.textContent = ''; // a refresh token need not stand in the page
  if (/[^{}\s]/.test(settings)) calls.fmidStart(plain(settings));
  else say(WAITING);
  for (const [name, text] of early) calls[name](text);
}
