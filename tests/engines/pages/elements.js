// @ts-check
// Two elements, and everything that they say.
import { addMessages } from '../fmid/element/index.js';
import { settings } from './probe.js';

addMessages('en', { 'signIn.submit': 'Enter' });
const { pool, host } = /** @type {any} */ (await settings());
/** @type {string[][]} */
const heard = [];
Object.assign(self, { heard });
/** @param {CustomEvent} event */
const codeOf = ({ detail }) => (detail?.code ? [detail.code] : []);
for (const id of ['first', 'second']) {
  const element = document.createElement('fmid-sign-in');
  Object.assign(element, { id, ...pool, lang: id === 'first' ? 'en' : 'de-CH', ...(id === 'second' && { host, database: 'Contacts' }) });
  for (const type of ['fmid-tokens', 'fmid-session', 'fmid-error', 'fmid-signed-out']) {
    element.addEventListener(type, (event) => heard.push([id, type, ...codeOf(/** @type {CustomEvent} */ (event))]));
  }
  document.body.append(element);
}
