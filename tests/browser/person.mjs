// @ts-check
// Somebody in front of the page: reads names of fields and buttons, types, and follows what is said.
import { expect } from '@playwright/test';

/** @typedef {import('../../scripts/sandbox/demo-accounts.mjs').Account} Account */

// More stops than any state of the page has.
const MOST_TABS = 120;

export class Person {
  /** @param {import('@playwright/test').Page} page */
  constructor(page) {
    this.page = page;
    const button = (/** @type {string} */ name) => page.getByRole('button', { name, exact: true });
    this.username = page.getByLabel('Claris ID (e-mail address)');
    this.password = page.getByLabel('Password', { exact: true });
    this.signInButton = button('Sign in');
    this.code = page.getByRole('textbox', { name: /code/i });
    this.alert = page.getByRole('alert');
    this.tokensTitle = page.getByRole('heading', { name: 'Tokens', exact: true });
    this.refreshButton = button('Refresh now');
    this.host = page.getByLabel('Host', { exact: true });
    this.database = page.getByLabel('Database', { exact: true });
    this.openButton = button('Open session');
    this.layoutsButton = button('List layouts');
    this.layouts = page.getByRole('list', { name: 'Layouts' });
    this.records = page.getByRole('table', { name: /^Records of/ });
  }

  /** @param {'Records' | 'Script' | 'Any call'} name */
  async choose(name) {
    await this.page.getByRole('radio', { name, exact: true }).check();
  }

  /** @param {{ url: string }} place */
  async open({ url }) {
    await this.page.goto(url);
    await expect(this.signInButton).toBeEnabled();
  }

  /** @param {Account} account @param {string} [password] */
  async enter({ username, password: own }, password = own) {
    await this.username.focus();
    await this.page.keyboard.insertText(username);
    await this.page.keyboard.press('Tab');
    await expect(this.password).toBeFocused();
    await this.page.keyboard.insertText(password);
    await this.page.keyboard.press('Enter');
  }

  /** By keyboard, where the page has put the focus. @param {string} code */
  async typeCode(code) {
    await expect(this.code.first()).toBeFocused();
    await this.page.keyboard.type(code);
    await this.page.keyboard.press('Enter');
  }

  /** As somebody without a mouse gets there. @param {import('@playwright/test').Locator} target */
  async tabTo(target) {
    await expect(target).toBeVisible();
    for (let at = 0; at < MOST_TABS; at += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press('Tab');
    }
    await expect(target, 'no way there by the Tab key').toBeFocused();
  }

  async hasTokens() {
    await expect(this.tokensTitle).toBeFocused();
  }

  /** The token as it stands there once revealed. @param {string} name "ID token" */
  async reveal(name) {
    await this.page.getByRole('button', { name: `Reveal ${name}`, exact: true }).click();
    const text = (await this.page.getByRole('group', { name, exact: true }).textContent()) ?? '';
    await this.page.getByRole('button', { name: `Hide ${name}`, exact: true }).click();
    return text;
  }

  /** @param {string} name @returns {Promise<string>} what is then in the clipboard */
  async copy(name) {
    await this.page.getByRole('button', { name: `Copy ${name}`, exact: true }).click();
    await expect(this.page.getByRole('button', { name: `Copied ${name}`, exact: true })).toBeVisible();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** In an hour or so, without waiting for it: the text of the alert is what to do. @param {RegExp} what */
  async isTold(what) {
    await expect(this.alert).toHaveCount(1);
    await expect(this.alert).toContainText(what);
    // What happened, and what to do about it.
    await expect(this.alert.locator('p')).not.toHaveCount(1);
  }

  /** The shortest way to the tokens. @param {{ url: string, accounts: Account[] }} place */
  async signIn(place) {
    await this.open(place);
    await this.enter(place.accounts[0]);
    await this.hasTokens();
  }

  /** @param {{ url: string, accounts: Account[] }} place */
  async signInAndOpenSession(place) {
    await this.signIn(place);
    await this.openButton.click();
    await expect(this.layoutsButton).toBeVisible();
  }
}
