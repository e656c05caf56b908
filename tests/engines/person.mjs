// @ts-check
// Somebody in front of the page in an engine that Playwright does not drive. What they see is found in the page (finder.js).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { until } from './until.mjs';

const require = createRequire(import.meta.url);
const TESTING_LIBRARY = readFileSync(require.resolve('@testing-library/dom/dist/@testing-library/dom.umd.min.js'), 'utf8');
const FINDER = readFileSync(new URL('finder.js', import.meta.url), 'utf8');

/** @typedef {import('../browser/states.mjs').Somebody} Somebody */

/** A call of the finder. @param {string} name @param {(string | undefined)[]} texts */
const call = (name, ...texts) => `finder.${name}(${texts.map((text) => JSON.stringify(text)).join(', ')})`;

/** @implements {Somebody} */
export class Person {
  /** @param {import('./drivers.mjs').Page} page */
  constructor(page) {
    this.page = page;
  }

  /** @param {{ url: string }} place */
  async open({ url }) {
    await this.page.open(url);
    await this.page.evaluate(`void (() => { ${TESTING_LIBRARY} }).call(self)`);
    await this.page.evaluate(`void (() => { ${FINDER} })()`);
    await this.sees('button', 'Sign in');
  }

  /** @param {string} expression */
  async #until(expression) {
    await until(this.page, `Boolean(${expression})`);
  }

  /** @type {Somebody['enter']} */
  async enter({ username, password: own }, password = own) {
    await this.fill('Claris ID (e-mail address)', username);
    await this.fill('Password', password);
    await this.pressEnter();
  }

  /** @param {string} code */
  async typeCode(code) {
    await this.#until('document.activeElement.matches("form.challenge [autocomplete=one-time-code]")');
    await this.page.type(code);
    await this.pressEnter();
  }

  async isAsked() {
    await this.#until('document.querySelector("form.challenge")?.getClientRects().length');
  }

  async hasTokens() {
    await this.#until(`${call('exactly', 'heading', 'Tokens')}?.matches(':focus')`);
  }

  /** @param {string} button */
  async press(button) {
    await this.#until(`finder.press(${call('exactly', 'button', button)})`);
  }

  async pressEnter() {
    await this.page.press('Enter');
  }

  /** @param {string} radio */
  async choose(radio) {
    await this.#until(`finder.press(${call('role', 'radio', radio)})`);
  }

  /** @param {string} label @param {string} text */
  async fill(label, text) {
    await this.#until(`finder.fill(${call('field', label)}, ${JSON.stringify(text)})`);
  }

  /** @param {string} label @param {string} option */
  async select(label, option) {
    await this.#until(`finder.select(${call('field', label)}, ${JSON.stringify(option)})`);
  }

  /** @param {string} part */
  async unfold(part) {
    await this.#until(`finder.press(${call('summary', part)})`);
  }

  /** @param {string} region */
  async unfoldAll(region) {
    await this.#until(call('role', 'region', region));
    await this.page.evaluate(`void ${call('role', 'region', region)}.querySelectorAll('summary').forEach(finder.press)`);
  }

  /** @param {string} text */
  async reads(text) {
    await this.#until(call('reads', text));
  }

  /** @type {Somebody['sees']} */
  async sees(role, name) {
    await this.#until(call('role', role, name));
  }

  /** @param {string} token */
  async reveal(token) {
    await this.press(`Reveal ${token}`);
    const text = await until(this.page, `${call('exactly', 'group', token)}?.textContent`);
    await this.press(`Hide ${token}`);
    return text;
  }

  /** As far as the page can tell. */
  async goOffline() {
    await this.page.evaluate(`void (Object.defineProperty(navigator, 'onLine', { get: () => false }), self.dispatchEvent(new Event('offline')))`);
  }

  /** @param {number} minutes */
  async wait(minutes) {
    await this.page.evaluate(`void ((now) => { Date.now = () => now() + ${minutes * 60_000}; })(Date.now)`);
  }
}
