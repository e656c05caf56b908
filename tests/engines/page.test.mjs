// @ts-check
// The page itself in every engine: a person signs in with a code, opens a session and looks at records, by keyboard.
// How every state looks: states.test.mjs, ../browser/states.spec.mjs.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startSite } from '../../scripts/lib/serve.mjs';
import { startSandbox } from '../../scripts/sandbox/index.mjs';
import { engines } from './drivers.mjs';
import { until } from './until.mjs';

const visible = (/** @type {string} */ selector) => `[...document.querySelectorAll('${selector}')].find((each) => each.offsetParent && !each.matches(':disabled'))`;
/** The modules that the page has loaded. */
const MODULES = "performance.getEntriesByType('resource').map(({ name }) => name.replace(/.*[/]/, '')).filter((name) => name.endsWith('.wasm'))";
/** Safari has SIMD since 16.4. */
const WITHOUT_SIMD = 'WebKit of Safari 16.0';
const isVisible = (/** @type {string} */ selector) => `Boolean(${visible(selector)})`;

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

    test('from the first view to the records of a layout', { timeout: 180_000 }, async () => {
      const { username, password } = /** @type {{ username: string, password: string }} */ (sandbox.accounts.find(({ kind }) => kind === 'sms'));
      const page = await engine.newPage();
      try {
        await page.open(site.url);
        await until(page, isVisible('#password'));
        await page.evaluate("document.getElementById('username').focus()");
        await page.type(username);
        await page.press('Tab');
        await page.type(password);
        await page.press('Enter');
        await until(page, isVisible('form.challenge [autocomplete=one-time-code]'));
        await page.type('123456');
        await until(page, isVisible('#refresh-now'));
        await page.evaluate(`${visible('#session-form [type=submit]')}.focus()`);
        await page.press('Enter');
        await until(page, isVisible('#list-layouts'));
        await page.evaluate("document.getElementById('list-layouts').focus()");
        await page.press('Enter');
        await until(page, isVisible('#layouts button'));
        await page.evaluate(`${visible('#layouts button')}.focus()`);
        await page.press('Enter');
        await until(page, isVisible('#call table'));
        assert.deepEqual(await page.evaluate(MODULES), [name === WITHOUT_SIMD ? 'fmid-core-scalar.wasm' : 'fmid-core.wasm']);
      } finally {
        await page.close();
      }
    });
  });
}
