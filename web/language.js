// @ts-check
// The words of the page. English stands in index.html (`data-t` names each text), in messages/en.json and, for what the element says as
// well, in the library's element/messages/en.js; another language is two such files, fetched when it is wanted. A text remembers what
// it says, so that the language can change while somebody is signed in.
import { recall, remember } from './remembered.js';

/** Each by its own name: who looks for it may not read the others. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', fr: 'Français', ja: '日本語' };
/** @typedef {keyof typeof LANGUAGES} Language */
/** @typedef {Record<string, string | number | Node>} Vars what stands for `{name}` in a text; numbers as the language writes them */

/** @type {Map<string, string>} */
const english = new Map();
/** @type {Map<string, string>} */
let catalogue = new Map();
/** @type {WeakMap<Element, { key: string, vars: Vars }>} */
const written = new WeakMap();
/** @type {WeakMap<Element, { key: string, vars: Vars }>} */
const labelled = new WeakMap();

/** The text; a key that nobody wrote a text for is shown as it is. @param {string} key @param {Vars} [vars] */
export const t = (key, vars = {}) => pieces(key, vars).map((each) => (each instanceof Node ? each.textContent : each)).join('');

/** Whether there is a text. @param {string} key */
export const hasText = (key) => catalogue.has(key) || english.has(key);

/** Puts a text into an element, also after the language has changed. @param {Element} element @param {string} key @param {Vars} [vars] */
export function write(element, key, vars = {}) {
  written.set(element, { key, vars });
  element.setAttribute('data-t', key);
  element.replaceChildren(...pieces(key, vars));
}

/** The same for its name (aria-label). @param {Element} element @param {string} key @param {Vars} [vars] */
export function label(element, key, vars = {}) {
  labelled.set(element, { key, vars });
  element.setAttribute('data-t-label', key);
  element.setAttribute('aria-label', t(key, vars));
}

/** @param {Element} element */
export function unwrite(element) {
  written.delete(element);
  element.removeAttribute('data-t');
  element.replaceChildren();
}

/** Texts that come with their English, such as those of errors. @param {string} key @param {string} text */
export function learn(key, text) {
  english.set(key, text);
}

/** @returns {Language} */
export const language = () => /** @type {Language} */ (document.documentElement.lang);

/** @param {number} value */
export const formatNumber = (value) => value.toLocaleString(language());

/** The chosen one, else the browser's first that there is. @returns {Language} */
function preferred() {
  const wanted = [recall('language'), ...navigator.languages].map((tag) => String(tag ?? '').slice(0, 2));
  return /** @type {Language} */ (wanted.find((tag) => Object.hasOwn(LANGUAGES, tag)) ?? 'en');
}

/** Reads the page's own texts, and fetches what the person's language needs. */
export async function startLanguage() {
  for (const element of document.querySelectorAll('[data-t]')) readEnglish(element);
  for (const element of document.querySelectorAll('[data-t-label]')) {
    const key = element.getAttribute('data-t-label') ?? '';
    learn(key, element.getAttribute('aria-label') ?? '');
    labelled.set(element, { key, vars: {} });
  }
  for (const [key, text] of await fetchTexts('en')) learn(key, text);
  if (preferred() !== 'en') await show(preferred());
}

/** The person's choice, which is remembered: it was asked for. @param {Language} tag */
export async function chooseLanguage(tag) {
  remember('language', tag);
  await show(tag);
}

/** @param {Language} tag */
async function show(tag) {
  catalogue = tag === 'en' ? new Map() : await fetchTexts(tag);
  document.documentElement.lang = tag;
  for (const element of document.querySelectorAll('[data-t]')) {
    const said = written.get(element);
    if (said) element.replaceChildren(...pieces(said.key, said.vars));
  }
  for (const element of document.querySelectorAll('[data-t-label]')) {
    const said = labelled.get(element);
    if (said) element.setAttribute('aria-label', t(said.key, said.vars));
  }
}

/** What Cognito asks and what goes wrong is in the library's catalogue, the rest in the page's. @param {string} tag */
async function fetchTexts(tag) {
  const shared = import(`./fmid/element/messages/${tag}.js`).then((module) => module.default);
  const own = fetch(`./messages/${tag}.json`).then((response) => response.json());
  // A file that does not come leaves the page in English.
  const [sharedTexts, ownTexts] = await Promise.all([shared, own].map((texts) => texts.catch(() => ({}))));
  return new Map(Object.entries({ ...sharedTexts, ...ownTexts }));
}

/** What stands in index.html; its child elements are {0}, {1}, … @param {Element} element */
function readEnglish(element) {
  const key = element.getAttribute('data-t') ?? '';
  /** @type {Vars} */
  const vars = {};
  let text = '';
  for (const node of element.childNodes) {
    if (node instanceof Element) {
      const name = Object.keys(vars).length;
      vars[name] = node;
      text += `{${name}}`;
    } else text += (node.textContent ?? '').replace(/\s+/g, ' ');
  }
  learn(key, text);
  written.set(element, { key, vars });
}

/** @param {string} key @param {Vars} vars @returns {(string | Node)[]} */
function pieces(key, vars) {
  const text = catalogue.get(key) ?? english.get(key) ?? key;
  const at = text.split(/\{(\w+)\}/);
  return at.map((piece, index) => (index % 2 === 0 ? piece : asPiece(vars[piece])));
}

/** Names come from elsewhere: their direction of writing ends with them. @param {string | number | Node | undefined} value */
function asPiece(value) {
  if (value instanceof Node) return value;
  if (typeof value === 'number') return formatNumber(value);
  const isolated = document.createElement('bdi');
  isolated.textContent = value ?? '';
  return isolated;
}
