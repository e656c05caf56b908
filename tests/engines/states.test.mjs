// @ts-check
// Every state of the page in both WebKits: nothing for axe to find in light and in dark, nothing wider than a small phone. In Chromium and
// in Firefox: ../browser/states.spec.mjs. The old WebKit has a window of 320 px only, so there axe sees the page as on a phone.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startSite } from '../../scripts/lib/serve.mjs';
import { createKeyPair, startSandbox } from '../../scripts/sandbox/index.mjs';
import { findings } from '../browser/axe.mjs';
import { states } from '../browser/states.mjs';
import { webKits } from './drivers.mjs';
import { Person } from './person.mjs';

const NARROW = 320;
const NOBODY = 9; // the port of a proxy: all that the page needs is on loopback

const keyPair = await createKeyPair();

for (const [engine, launch] of Object.entries(webKits)) {
  describe(`every state in ${engine}`, () => {
    /** @type {import('./drivers.mjs').Window} */
    let window;
    before(async () => void (window = await (await launch(NOBODY)).newPage()));
    after(() => window?.close());

    for (const [name, reach] of Object.entries(states)) {
      test(`${name}: accessible in light and dark, and no wider than 320 px`, { timeout: 120_000 }, async () => {
        // Each on a port of its own, so of an origin of its own: nothing is left of the state before.
        const sandbox = await startSandbox({ keyPair });
        const site = await startSite({ sandbox });
        try {
          const place = { ...sandbox, url: site.url };
          const person = new Person(window);
          await person.open(place);
          await window.light();
          await window.wide();
          await reach(person, place);
          assert.deepEqual(await findings(window), [], 'in light');
          await window.dark();
          assert.deepEqual(await findings(window, ['color-contrast']), [], 'in dark');
          await window.narrow(NARROW);
          assert.equal(await window.evaluate('innerWidth'), NARROW);
          assert.ok((await window.evaluate('document.documentElement.scrollWidth')) <= NARROW, 'wider than the window');
        } finally {
          await Promise.all([site.close(), sandbox.close()]);
        }
      });
    }
  });
}
