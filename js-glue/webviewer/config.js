// @ts-check
// What FileMaker tells the page: texts with JSON. What is misspelt is said, not ignored.
import { InputError } from '../errors.js';

/**
 * @typedef {object} Config
 * @property {string} script the FileMaker script that gets the answers
 * @property {number} [option] of PerformScriptWithOption: what becomes of a script that runs at the moment, 0 to 5
 * @property {number} [maxParameterLength] of one script parameter, in characters; longer answers come in parts
 * @property {boolean} [interactive] false: nothing is shown and nobody asked
 * @property {string} [refreshToken] from an earlier answer: nobody need sign in
 * @property {import('../index.js').Device} [device] from an earlier answer
 * @property {string} [username] to begin with
 * @property {string} [language] of the form
 * @property {boolean} [keepFresh] send new tokens before the old ones run out
 * @property {string} [userPoolId]
 * @property {string} [clientId]
 * @property {string} [endpoint]
 * @property {string} [id] comes back with the answer
 *
 * @typedef {Pick<Config, 'id' | 'script' | 'option'>} Request
 */

/** @type {Record<string, (value: any) => boolean>} */
const IS = {
  text: (value) => typeof value === 'string',
  flag: (value) => typeof value === 'boolean',
  option: (value) => Number.isInteger(value) && value >= 0 && value <= 5,
  // Shorter ones would be all wrapping: a part's own JSON takes a hundred characters.
  length: (value) => Number.isInteger(value) && value >= 500,
  device: (value) => ['key', 'groupKey', 'password'].every((name) => typeof value?.[name] === 'string'),
};

const REQUEST = { script: IS.text, option: IS.option, id: IS.text };
const CONFIG = {
  ...REQUEST, maxParameterLength: IS.length, interactive: IS.flag, refreshToken: IS.text, device: IS.device, username: IS.text,
  language: IS.text, keepFresh: IS.flag, userPoolId: IS.text, clientId: IS.text, endpoint: IS.text,
};

/** @param {string} text @returns {Partial<Config>} @throws {InputError} `option_invalid`, which names the member */
export const readConfig = (text) => read(text, CONFIG);

/** @param {string} text @returns {Partial<Request>} @throws {InputError} */
export const readRequest = (text) => read(text, REQUEST);

/** @param {string | undefined} text empty: nothing special @param {Record<string, (value: any) => boolean>} members */
function read(text, members) {
  const value = parse(text || '{}');
  for (const [name, content] of Object.entries(value)) {
    if (!Object.hasOwn(members, name)) throw wrong(`${name} is no option here${meantBy(name, Object.keys(members))}`);
    if (!members[name](content)) throw wrong(name);
  }
  return value;
}

/** @param {string} name @param {string[]} known */
function meantBy(name, known) {
  const plain = (/** @type {string} */ text) => text.toLowerCase().replace(/[^a-z]/g, '');
  const meant = known.find((each) => plain(each) === plain(name));
  return meant ? `, but ${meant} is` : `; there are ${known.join(', ')}`;
}

/** What JSON.parse says quotes the text, in which there are tokens. @param {string} text @returns {Record<string, any>} */
function parse(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong('the settings are not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('the settings are no JSON object');
  return value;
}

/** @param {string} detail */
const wrong = (detail) => new InputError({ code: 'option_invalid', detail });
