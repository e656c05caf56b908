// @ts-check
// The examples, as they are, in Chromium: bundled with their framework, and signed in to the sandbox.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import * as esbuild from 'esbuild';
import { headlessShell } from '../../scripts/lib/chromium.mjs';
import { startSandbox } from '../../scripts/sandbox/index.mjs';
import { startSite } from './site.mjs';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

/** @type {Awaited<ReturnType<typeof startSandbox>>} */
let sandbox;
/** @type {import('@playwright/test').Browser} */
let browser;
before(async () => {
  sandbox = await startSandbox();
  browser = await chromium.launch(headlessShell);
});
after(() => Promise.all([browser.close(), sandbox.close()]));

/**
 * fmid is a site's files here, not part of the bundle; config.js is the test's.
 * @param {string} name
 * @param {object} config
 */
async function bundled(name, config) {
  const lines = Object.entries(config).map(([key, value]) => `export const ${key} = ${JSON.stringify(value)};`);
  const { outputFiles } = await esbuild.build({
    entryPoints: [EXAMPLES + name],
    bundle: true, format: 'esm', jsx: 'automatic', write: false, logLevel: 'error', define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [{
      name: 'example',
      setup(build) {
        build.onResolve({ filter: /^fmid(\/element)?$/ }, ({ path }) => ({ path: `/${path}/index.js`, external: true }));
        build.onLoad({ filter: /examples\/config\.js$/ }, () => ({ contents: lines.join('\n') }));
      },
    }],
  });
  return outputFiles[0].text;
}

/** @param {import('node:test').TestContext} t @param {Record<string, string>} files by path @param {object} [config] */
async function served(t, files, config = {}) {
  const { userPoolId, clientId, url: endpoint } = sandbox.pool;
  const scripts = new Map();
  for (const [path, file] of Object.entries(files)) scripts.set(path, await bundled(file, { pool: { userPoolId, clientId, endpoint }, parentOrigin: '', frameAddress: '', ...config }));
  const site = await startSite({}, scripts);
  t.after(() => site.close());
  return `http://127.0.0.1:${site.port}`;
}

/** @param {import('node:test').TestContext} t @param {string} url */
async function opened(t, url) {
  const page = await browser.newPage();
  t.after(() => page.close());
  page.setDefaultTimeout(40_000);
  await page.goto(url);
  return page;
}

/** @param {Pick<import('@playwright/test').Page, 'locator'>} where */
async function signIn(where) {
  const { username, password } = /** @type {{ username: string, password: string }} */ (sandbox.accounts.find(({ kind }) => kind === 'sms'));
  await where.locator('[autocomplete=username]').fill(username);
  await where.locator('[autocomplete=current-password]').fill(password);
  await where.locator('[autocomplete=current-password]').press('Enter');
  const code = where.locator('[autocomplete=one-time-code]');
  await code.waitFor(); // what is typed before it is seen goes to the field before it
  await code.pressSequentially('123456');
}

/** @param {import('@playwright/test').Page} page */
const signedIn = (page) => page.getByText(/^Signed in until 2\d{3}-/).waitFor();

for (const name of ['plain.js', 'react.jsx', 'vue.js']) {
  test(`${name} signs in`, { timeout: 120_000 }, async (t) => {
    const page = await opened(t, `${await served(t, { '/example.js': name })}/example.html`);
    await signIn(page);
    await signedIn(page);
  });
}

test('worker-page.js signs in by its worker', { timeout: 120_000 }, async (t) => {
  const page = await opened(t, `${await served(t, { '/example.js': 'worker-page.js', '/worker.js': 'worker.js' })}/example.html`);
  await signIn(page);
  await page.locator('[autocomplete=one-time-code]').press('Enter');
  await signedIn(page);
});

test('frame.js gives the tokens to the page that it names, and to no other', { timeout: 120_000 }, async (t) => {
  // The frame must know its parent's address and the parent the frame's: the parent's scripts come after.
  const scripts = new Map();
  const parent = await startSite({}, scripts);
  t.after(() => parent.close());
  const parentOrigin = `http://127.0.0.1:${parent.port}`;
  for (const [named, heard] of /** @type {const} */ ([[parentOrigin, true], ['https://app.example.com', false]])) {
    const frame = await served(t, { '/frame.js': 'frame.js' }, { parentOrigin: named });
    scripts.set('/example.js', await bundled('frame-parent.js', { frameAddress: `${frame}/frame.html` }));
    const page = await opened(t, `${parentOrigin}/example.html`);
    const inside = page.frameLocator('iframe');
    await signIn(/** @type {any} */ (inside));
    await inside.locator('[part=who]').waitFor();
    if (heard) await signedIn(page);
    else assert.equal(await page.locator('body > [role=status]').textContent(), '');
  }
});
