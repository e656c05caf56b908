// @ts-check
// <fmid-sign-in> in Chromium as a person without a mouse meets it, under a policy that allows no inline style.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from '@playwright/test';
import { headlessShell } from '../../scripts/lib/chromium.mjs';
import { createKeyPair, startSandbox, totp } from '../../scripts/sandbox/index.mjs';
import { startSite } from './site.mjs';

const keyPair = await createKeyPair();
/** @type {import('@playwright/test').Browser} */
let browser;
before(async () => void (browser = await chromium.launch(headlessShell)));
after(() => browser.close());

/** @param {import('node:test').TestContext} t @param {object} [hostOptions] of the FileMaker host */
async function opened(t, hostOptions = { cors: true }, before = async (/** @type {import('@playwright/test').Page} */ _page) => {}) {
  const sandbox = await startSandbox({ keyPair, hostOptions });
  const { pool, host, clock } = sandbox;
  const site = await startSite({ pool: { userPoolId: pool.userPoolId, clientId: pool.clientId, endpoint: pool.url }, host: host.url });
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  page.setDefaultTimeout(40_000);
  /** @type {string[]} */
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => /Content Security Policy|Uncaught/.test(message.text()) && complaints.push(message.text()));
  t.after(async () => {
    await page.context().close();
    await Promise.all([site.close(), sandbox.close()]);
  });
  await before(page);
  await page.goto(`http://127.0.0.1:${site.port}/pages/elements.html`);
  /** @param {string} kind */
  const account = (kind) => /** @type {import('../../scripts/sandbox/demo-accounts.mjs').Account} */ (sandbox.accounts.find((each) => each.kind === kind));
  const element = (id = 'first') => page.locator(`#${id}`);
  return {
    page, account, element, pool, clock, complaints,
    /** @returns {Promise<string[][]>} */
    heard: () => page.evaluate(() => /** @type {any} */ (self).heard),
    /** @param {string} kind */
    async enter(kind, id = 'first', password = account(kind).password) {
      await element(id).locator('#username').fill(account(kind).username);
      await page.keyboard.press('Tab');
      await page.keyboard.insertText(password);
      await page.keyboard.press('Enter');
    },
    signedIn: (id = 'first') => element(id).locator('[part=who]').waitFor(),
  };
}

/** @typedef {Awaited<ReturnType<typeof opened>>} Opened */

/** What a person does after the password. @type {Record<string, (opened: Opened) => Promise<void>>} */
const AFTER = {
  none: async () => {},
  sms: async (at) => typeCode(at, '123456'),
  totp: async (at) => typeCode(at, totp(at.account('totp').totpSecret ?? '', at.clock.now())),
  email: async (at) => {
    await typeCode(at, '123456');
    await at.page.keyboard.press('Enter'); // a code by e-mail may be longer than six digits
  },
  choice: async (at) => {
    await at.element().getByRole('radio', { name: 'Your authenticator app' }).focus();
    await at.page.keyboard.press('Space');
    await at.page.keyboard.press('Enter');
    await typeCode(at, totp(at.account('choice').totpSecret ?? '', at.clock.now()));
  },
  'new-password': async (at) => {
    await focused(at, '#new-password');
    await at.page.keyboard.insertText('A-New-Pass-1');
    await at.element().locator('#new-password-again').fill('A-New-Pass-1');
    await at.element().getByLabel('Full name').fill('Jane Example');
    await at.page.keyboard.press('Enter');
  },
  'mfa-setup': async (at) => {
    await at.element().getByRole('img', { name: /QR code/ }).waitFor();
    const secret = (await at.element().locator('[part=secret]').textContent()) ?? '';
    await typeCode(at, totp(secret.replaceAll(' ', ''), at.clock.now()));
    await at.page.keyboard.press('Tab'); // it waits for the name
    await at.page.keyboard.type('My phone');
    await at.page.keyboard.press('Enter');
  },
};

/** @param {Opened} at @param {string} selector */
const focused = ({ element }, selector) => element().locator(`${selector}:focus`).waitFor();

/** @param {Opened} at @param {string} code */
async function typeCode(at, code) {
  await focused(at, '#code');
  assert.equal(await at.element().locator('#code').getAttribute('autocomplete'), 'one-time-code');
  await at.page.keyboard.type(code);
}

for (const [kind, does] of Object.entries(AFTER)) {
  test(`"${kind}" signs in by keyboard, and every screen is fit for screen readers`, { timeout: 120_000 }, async (t) => {
    const at = await opened(t);
    await at.enter(kind);
    if (kind !== 'none') {
      await at.element().locator('form:not(:has(#username))').waitFor();
      assert.deepEqual((await new AxeBuilder({ page: at.page }).include('#first').analyze()).violations.map(({ id }) => id), []);
    }
    await does(at);
    await at.signedIn();
    assert.deepEqual(await at.heard(), [['first', 'fmid-tokens']]);
    assert.deepEqual(at.complaints, []);
    assert.equal(await at.element().evaluate((element) => getComputedStyle(element).display), 'block');
  });
}

test('who is quicker than the module gets in all the same', { timeout: 120_000 }, async (t) => {
  const at = await opened(t, undefined, async (page) => {
    // The module comes when the form was sent, not before.
    await page.route('**/*.wasm', async (route) => {
      await page.waitForFunction(() => document.querySelector('#first')?.shadowRoot?.querySelector('[data-busy]'));
      await route.continue();
    });
  });
  await at.enter('none');
  await at.signedIn();
  assert.deepEqual(await at.heard(), [['first', 'fmid-tokens']]);
});

test('light and dark are both readable', { timeout: 120_000 }, async (t) => {
  const at = await opened(t);
  await at.enter('sms', 'first', 'wrong');
  await at.element().locator('[part=notice]').waitFor();
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await at.page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page: at.page }).include('#first').include('#second').analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), [], colorScheme);
  }
});

test('errors come in the language of the element, what was typed stays, and the events have the code', { timeout: 120_000 }, async (t) => {
  const at = await opened(t);
  await at.element('first').getByRole('button', { name: 'Enter' }).waitFor(); // the page's own word
  await at.enter('sms', 'second', 'wrong');
  await at.element('second').getByText('Benutzername oder Passwort ist falsch.').waitFor();
  assert.equal(await at.element('second').locator('#password').inputValue(), 'wrong');
  assert.deepEqual(await at.heard(), [['second', 'fmid-error', 'wrong_credentials']]);
  assert.equal(await at.element('first').locator('[part=notice]').count(), 0);
});

test('a wrong code is asked for again, and a cancelled sign-in can be begun again', { timeout: 120_000 }, async (t) => {
  const at = await opened(t);
  await at.enter('sms');
  await typeCode(at, '999999');
  await at.element().locator('[part=notice]').waitFor();
  await focused(at, '#code');
  await at.page.keyboard.press('Enter'); // as who types the sixth digit does
  assert.equal(at.pool.count({ challenge: 'SMS_MFA' }), 1);
  await at.element().getByRole('button', { name: 'Cancel' }).click();
  await at.element().locator('#username').waitFor();
  assert.deepEqual(await at.heard(), []);
  await at.element().locator('#password').press('Enter');
  await typeCode(at, '123456');
  await at.signedIn();
});

test('a sign-in or sign-out by the page during a question ends the question, and the form works afterwards', { timeout: 120_000 }, async (t) => {
  const at = await opened(t);
  const { username, password } = at.account('none');
  /** @param {'signIn' | 'signOut'} what */
  const byPage = (what) => at.element().evaluate((element, given) => /** @type {any} */ (element).client[given.what](given), { what, username, password });
  await at.enter('sms');
  await focused(at, '#code');
  await byPage('signIn');
  await at.signedIn();
  await at.element().getByRole('button', { name: 'Sign out' }).click();
  await at.enter('sms');
  await focused(at, '#code');
  await byPage('signOut');
  await at.enter('sms');
  await typeCode(at, '123456');
  await at.signedIn();
  assert.deepEqual(at.complaints, []);
});

test('with a host and a database it opens the database, and says where the host does not let pages in', { timeout: 120_000 }, async (t) => {
  const at = await opened(t);
  await at.enter('none', 'second');
  await at.page.waitForFunction(() => /** @type {any} */ (self).heard.length === 2);
  assert.deepEqual(await at.heard(), [['second', 'fmid-tokens'], ['second', 'fmid-session']]);
  const names = await at.element('second').evaluate(async (element) => /** @type {any} */ (element).session.layouts().then((/** @type {any[]} */ all) => all.map(({ name }) => name)));
  assert.ok(names.includes('Contacts'));

  const closed = await opened(t, { cors: false });
  await closed.enter('none', 'second');
  await closed.element('second').getByText('(CORS)').waitFor();
  assert.deepEqual((await closed.heard()).at(-1), ['second', 'fmid-error', 'cors_refused']);
});

test('who is signed in stays so where the element is moved or its language changes, and signs out by its button', { timeout: 120_000 }, async (t) => {
  const at = await opened(t);
  await at.enter('none');
  await at.signedIn();
  await at.page.evaluate(() => document.body.append(/** @type {Element} */ (document.querySelector('#first'))));
  await at.element().evaluate((element) => element.setAttribute('lang', 'de'));
  await at.element().getByRole('button', { name: 'Abmelden' }).click();
  await at.element().locator('#username').waitFor();
  assert.deepEqual(await at.heard(), [['first', 'fmid-tokens'], ['first', 'fmid-signed-out']]);
  assert.equal(at.pool.count({ operation: 'RevokeToken' }), 1);
});
