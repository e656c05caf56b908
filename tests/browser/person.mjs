// @ts-check
// Somebody in front of the page: reads names of fields and buttons, types, and follows what is said.
import { expect } from '@playwright/test';

/** @typedef {import('../../scripts/sandbox/demo-accounts.mjs').Account} Account */
/** @typedef {import('./states.mjs').Somebody} Somebody */

// More stops than any state of the page has.
const MOST_TABS = 120;

/** A name or a text, by a part of it. @param {string} part */
const escaped = (part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** @implements {Somebody} */
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

  /** @param {string} radio */
  async choose(radio) {
    await this.page.getByRole('radio', { name: new RegExp(`^${escaped(radio)}`) }).check();
  }

  /** @param {string} button */
  async press(button) {
    await this.page.getByRole('button', { name: button, exact: true }).click();
  }

  async pressEnter() {
    await this.page.keyboard.press('Enter');
  }

  /** @param {string} label */
  field(label) {
    // A choice may have the name of a field that it leads to.
    return this.page.getByLabel(label, { exact: true }).and(this.page.locator('input:not([type=radio]), textarea, select'));
  }

  /** @param {string} label @param {string} text */
  async fill(label, text) {
    await this.field(label).fill(text);
  }

  /** @param {string} label @param {string} option */
  async select(label, option) {
    await this.field(label).selectOption(option);
  }

  /** @param {string} part */
  async unfold(part) {
    await this.page.locator('summary').filter({ hasText: new RegExp(escaped(part)), visible: true }).click();
  }

  /** @param {string} region */
  async unfoldAll(region) {
    for (const summary of await this.page.getByRole('region', { name: region }).locator('summary').all()) await summary.click();
  }

  /** @param {string} text */
  async reads(text) {
    await expect(this.page.getByText(text).filter({ visible: true }).first()).toBeVisible();
  }

  /** @type {Somebody['sees']} */
  async sees(role, name = '') {
    await expect(this.page.getByRole(role, { name: new RegExp(`^${escaped(name)}`) }).first()).toBeVisible();
  }

  async goOffline() {
    await this.page.context().setOffline(true);
  }

  /** @param {number} minutes */
  async wait(minutes) {
    await this.page.clock.setFixedTime(Date.now() + minutes * 60_000);
  }

  async isAsked() {
    await expect(this.page.locator('form.challenge')).toBeVisible();
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
