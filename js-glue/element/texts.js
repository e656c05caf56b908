// @ts-check
// The element's words in the person's language. A catalogue is flat, {key: text}; "{name}" in a text is filled in by the caller, and
// "error.<code>.title" and ".hint" are fmid's errors. What a language lacks is said in English.
import english from './messages/en.js';

/** @typedef {Record<string, string>} Catalogue */
/** @typedef {ReturnType<typeof textsOf>} Texts */

/** Each written out, so that bundlers take the files along. @type {Record<string, () => Promise<{ default: Catalogue }>>} */
const SHIPPED = {
  de: () => import('./messages/de.js'),
  fr: () => import('./messages/fr.js'),
  ja: () => import('./messages/ja.js'),
};

/** @type {Map<string, Catalogue>} */
const loaded = new Map([['en', english]]);
/** @type {Map<string, Catalogue>} */
const added = new Map();

/** Adds a language, or changes words of one that is there. @param {string} language @param {Catalogue} messages */
export function addMessages(language, messages) {
  added.set(language, { ...added.get(language), ...messages });
}

/** Takes the place of the module: for the page that is one file. @param {string} language @param {Catalogue} messages */
export function embedMessages(language, messages) {
  loaded.set(language, messages);
}

/**
 * The texts of the first language that is known, "de-CH" being German where there is nothing nearer.
 * @param {readonly string[]} wanted
 */
export async function loadTexts(wanted) {
  for (const language of new Set(wanted.flatMap((each) => [each, each.split('-')[0]]))) {
    if (Object.hasOwn(SHIPPED, language) && !loaded.has(language)) await load(language);
    const own = loaded.get(language);
    if (own || added.has(language)) return textsOf(language, { ...english, ...added.get('en'), ...own, ...added.get(language) });
  }
  return textsOf('en', { ...english, ...added.get('en') });
}

/** One that does not come, as where a newer version took its place, is no reason to keep a person out. @param {string} language */
async function load(language) {
  try {
    loaded.set(language, (await SHIPPED[language]()).default);
  } catch {
    // The next element tries again.
  }
}

/** Names come from elsewhere: their direction of writing ends with them (Unicode's FSI and PDI). @param {string} name */
const isolated = (name) => `\u2068${name}\u2069`;

/** @param {string} language @param {Catalogue} catalogue */
function textsOf(language, catalogue) {
  /** @param {string} key @param {Record<string, string | undefined>} [values] */
  const text = (key, values = {}) =>
    (catalogue[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => (values[name] === undefined ? whole : isolated(values[name])));
  return Object.assign(text, { language, has: (/** @type {string} */ key) => key in catalogue });
}
