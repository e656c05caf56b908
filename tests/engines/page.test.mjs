// @ts-check
// The page itself in every engine: a person signs in with a code, opens a session and looks at records, by keyboard; and axe finds
// nothing on the way. Every state of the page is looked at in Chromium (tests/browser/looks.spec.mjs).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { startSite } from '../../scripts/lib/serve.mjs';
import { startSandbox } from '../../scripts/sandbox/index.mjs';
import { engines } from './drivers.mjs';

const require = createRequire(import.meta.url);
const AXE = readFileSync(createRequire(require.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'), 'utf8');

/** @typedef {import('./drivers.mjs').Page} Page */

/** Until the expression is true. @param {Page} page @param {string} expression */
async function until(page, expression) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await page.evaluate(`Boolean(${expression})`)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`never: ${expression}\n${await page.evaluate('document.body.innerText')}`);
}

/** What axe finds now. Not every driver waits for a promise. @param {Page} page @returns {Promise<string[]>} */
async function findings(page) {
  await page.evaluate(`(() => { if (!window.axe) { ${AXE} } window.found = undefined;
    axe.run().then(({ violations }) => { window.found = JSON.stringify(violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' '))); },
      (error) => { window.found = JSON.stringify([String(error)]); }); })()`);
  await until(page, 'window.found');
  return JSON.parse(await page.evaluate('window.found'));
}

const visible = (/** @type {string} */ selector) => `[...document.querySelectorAll('${selector}')].find((each) => each.offsetParent && !each.matches(':disabled'))`;

for (const [name, start] of Object.entries(engines)) {
  describe(`the page in ${name}`, () => {
    /** @type {Awaited<ReturnType<typeof startSandbox>>} */
    let sandbox;
    /** @type {Awaited<ReturnType<typeof startSite>>} */
    let site;
    /** @type {import('./drivers.mjs').Engine} */
    let engine;
    before(async () => {
      sandbox = await startSandbox();
      site = await startSite({ sandbox });
      engine = await start(9); // nobody: all that it needs is on loopback
    });
    after(() => Promise.all([engine?.close(), site.close(), sandbox.close()]));

    test('from the first view to the records of a layout, accessible on the way', { timeout: 180_000 }, async () => {
      const { username, password } = /** @type {{ username: string, password: string }} */ (sandbox.accounts.find(({ kind }) => kind === 'sms'));
      const page = await engine.newPage();
      try {
        await page.open(site.url);
        await until(page, visible('#password'));
        assert.deepEqual(await findings(page), [], 'the first view');
        await page.evaluate("document.getElementById('username').focus()");
        await page.type(username);
        await page.press('Tab');
        await page.type(password);
        await page.press('Enter');
        await until(page, visible('form.challenge [autocomplete=one-time-code]'));
        assert.deepEqual(await findings(page), [], 'a code');
        await page.type('123456');
        await until(page, visible('#refresh-now'));
        assert.deepEqual(await findings(page), [], 'tokens');
        await page.evaluate(`${visible('#session-form [type=submit]')}.focus()`);
        await page.press('Enter');
        await until(page, visible('#list-layouts'));
        await page.evaluate("document.getElementById('list-layouts').focus()");
        await page.press('Enter');
        await until(page, visible('#layouts button'));
        await page.evaluate(`${visible('#layouts button')}.focus()`);
        await page.press('Enter');
        await until(page, visible('#call table'));
        assert.deepEqual(await findings(page), [], 'records');
      } finally {
        await page.close();
      }
    });
  });
}
