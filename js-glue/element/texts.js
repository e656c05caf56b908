// @ts-check
// The element's words in the person's language. A catalogue is flat, {key: text}; "{name}" in a text is filled in by the caller, and
// "error.<code>.title" and ".hint" are fmid's errors. What a language lacks is said in English.
import { EnvironmentError } from '../errors.js';

/** @typedef {Record<string, string>} Catalogue */
/** @typedef {ReturnType<typeof textsOf>} Texts */

/** Languages that have a file here: messages/<language>.json. */
const SHIPPED = ['en', 'de', 'fr', 'ja'];

/** What is not loaded from there, because the page has it in itself. @type {Map<string, Promise<Catalogue> | Catalogue>} */
const loaded = new Map();
/** @type {Map<string, Catalogue>} */
const added = new Map();

/** Adds a language, or changes words of one that is there. @param {string} language @param {Catalogue} messages */
export function addMessages(language, messages) {
  added.set(language, { ...added.get(language), ...messages });
}

/** Takes the place of the file: for the page that is one file. @param {string} language @param {Catalogue} messages */
export function embedMessages(language, messages) {
  loaded.set(language, messages);
}

/**
 * The texts of the first language that is known, "de-CH" being German where there is nothing nearer.
 * @param {readonly string[]} wanted
 */
export async function loadTexts(wanted) {
  const candidates = [...wanted.flatMap((language) => [language, language.split('-')[0]]), 'en'];
  const language = /** @type {string} */ (candidates.find((each) => SHIPPED.includes(each) || loaded.has(each) || added.has(each)));
  const own = await load(language);
  return textsOf(language, { ...(await load('en')), ...added.get('en'), ...own, ...added.get(language) });
}

/** @param {string} language @returns {Promise<Catalogue> | Catalogue} */
function load(language) {
  if (!loaded.has(language)) loaded.set(language, SHIPPED.includes(language) ? fetchCatalogue(language) : {});
  return /** @type {Catalogue} */ (loaded.get(language));
}

/** A failure is not kept: the next element tries again. @param {string} language @returns {Promise<Catalogue>} */
async function fetchCatalogue(language) {
  try {
    // Written so that bundlers see which files are meant.
    const response = await fetch(new URL(`./messages/${language}.json`, import.meta.url));
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return await response.json();
  } catch {
    loaded.delete(language);
    throw new EnvironmentError({ code: 'wasm_load_failed', detail: `messages/${language}.json` });
  }
}

/** @param {string} language @param {Catalogue} catalogue */
function textsOf(language, catalogue) {
  /** @param {string} key @param {Record<string, string | undefined>} [values] */
  const text = (key, values = {}) => (catalogue[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  return Object.assign(text, { language, has: (/** @type {string} */ key) => key in catalogue });
}
