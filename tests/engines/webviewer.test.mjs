// @ts-check
// The Web Viewer page around its bridge, in Chromium: calls that come too early, a FileMaker that never comes, what stays in the page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from '@playwright/test';
import { createClient } from '../../dist/fmid/index.js';
import { headlessShell } from '../../scripts/lib/chromium.mjs';
import { startSandbox } from '../../scripts/sandbox/index.mjs';
import { inFile, webViewerPage } from './places.mjs';

/** @type {Awaited<ReturnType<typeof startSandbox>>} */
let sandbox;
/** @type {import('@playwright/test').Browser} */
let browser;
/** @type {Record<string, unknown>} */
let settings;
before(async () => {
  sandbox = await startSandbox();
  const { userPoolId, clientId, url: endpoint } = sandbox.pool;
  const fmid = await createClient({ pool: { userPoolId, clientId, endpoint } });
  const { refreshToken } = await fmid.signIn(sandbox.accounts[0]);
  settings = { userPoolId, clientId, endpoint, script: 'Take', refreshToken, interactive: false };
  browser = await chromium.launch(headlessShell);
});
after(() => Promise.all([browser.close(), sandbox.close()]));

/** @param {import('node:test').TestContext} t @param {string} html @param {{ frozen?: boolean }} [options] */
async function opened(t, html, { frozen = false } = {}) {
  const page = await (await browser.newContext()).newPage();
  t.after(() => page.context().close());
  page.setDefaultTimeout(40_000);
  if (frozen) await page.clock.install();
  await page.goto(await inFile('webviewer-page.html', html));
  return page;
}

/** FileMaker comes, and counts what it runs. @param {import('@playwright/test').Page} page */
const comes = (page) =>
  page.evaluate(() => {
    const ran = /** @type {any[]} */ ([]);
    Object.assign(window, { ran, FileMaker: { PerformScript: (/** @type {string} */ name, /** @type {string} */ parameter) => ran.push([name, JSON.parse(parameter).id]) } });
  });

test('calls that come before the page is ready are done in their order', async (t) => {
  const early = `<script>fmidStart(${JSON.stringify(JSON.stringify({ ...settings, id: '1' }))}); fmidToken('{"id":"2"}')</script>`;
  const page = await opened(t, (await webViewerPage({})).replace('</head>', () => `${early}</head>`));
  await comes(page);
  await page.waitForFunction(() => /** @type {any} */ (window).ran.length === 2);
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).ran), [['Take', '1'], ['Take', '2']]);
});

test('where FileMaker does not come the page says so before anybody has signed in, and takes it back when it comes', async (t) => {
  const page = await opened(t, await webViewerPage({ ...settings, refreshToken: undefined, interactive: true }), { frozen: true });
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await page.clock.runFor(6000);
  assert.match((await page.getByRole('alert').last().textContent()) ?? '', /Allow JavaScript to perform FileMaker scripts/);
  await comes(page);
  await page.clock.runFor(100);
  assert.equal(await page.getByText('Allow JavaScript to perform').count(), 0);
});

test('where FileMaker does not come the page says what to switch on, and still waits for it', async (t) => {
  const page = await opened(t, await webViewerPage(settings), { frozen: true });
  await page.waitForFunction(() => !('fmidCalls' in window));
  for (let looks = 0; looks < 20 && !(await page.getByRole('alert').textContent()); looks += 1) await page.clock.runFor(1000);
  assert.match((await page.getByRole('alert').textContent()) ?? '', /Allow JavaScript to perform FileMaker scripts/);
  await comes(page);
  await page.clock.runFor(100);
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).ran.map((/** @type {any} */ [name]) => name)), ['Take']);
});

test('the settings do not stay in the page, and without settings it says that it waits for them', async (t) => {
  const page = await opened(t, await webViewerPage(settings));
  await comes(page);
  await page.waitForFunction(() => /** @type {any} */ (window).ran.length === 1);
  assert.ok(!(await page.content()).includes(String(settings.refreshToken)));
  const bare = await opened(t, await webViewerPage({}));
  await bare.getByText('waits for its settings').waitFor();
});

test('settings in base64 cannot end the element that they stand in', async (t) => {
  const given = { ...settings, refreshToken: undefined, interactive: true, username: '</script><script>self.broken = true</script>ä' };
  const html = (await webViewerPage({})).replace('"fmid-config">{}', () => `"fmid-config">${Buffer.from(JSON.stringify(given)).toString('base64')}`);
  const page = await opened(t, html);
  assert.equal(await page.locator('fmid-sign-in #username').inputValue(), given.username);
  assert.equal(await page.evaluate(() => 'broken' in window), false);
});

test('with a form it is fit for screen readers', async (t) => {
  const page = await opened(t, await webViewerPage({ ...settings, refreshToken: undefined, interactive: true, language: 'de' }));
  await page.getByRole('button', { name: 'Anmelden' }).waitFor();
  assert.deepEqual((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0].html]), []);
});
