// @ts-check
// What every test has: a sandbox with a site beside it, a person in front of the page, and a watch that finds whatever leaks.
import { test as base } from '@playwright/test';
import { startSite } from '../../scripts/lib/serve.mjs';
import { createKeyPair, startSandbox } from '../../scripts/sandbox/index.mjs';
import { Person } from './person.mjs';
import { watch } from './watch.mjs';

export { expect } from '@playwright/test';

/**
 * @typedef {Awaited<ReturnType<typeof startSandbox>>} Sandbox
 * @typedef {Sandbox & { url: string }} Place a sandbox, and the address of the page that offers it
 * @typedef {ReturnType<typeof watch>} Watch
 */

const keyPair = await createKeyPair();

/** @param {(place: Place) => Promise<void>} use @param {import('../../scripts/lib/serve.mjs').SiteOptions} [options] */
async function withPlace(use, options = {}) {
  const sandbox = await startSandbox({ keyPair });
  const site = await startSite({ port: 0, sandbox, ...options });
  try {
    await use({ ...sandbox, url: site.url });
  } finally {
    await Promise.all([site.close(), sandbox.close()]);
  }
}

/**
 * @typedef {import('@playwright/test').PlaywrightTestArgs & import('@playwright/test').PlaywrightTestOptions} GivenToTests
 * @typedef {import('@playwright/test').PlaywrightWorkerArgs & import('@playwright/test').PlaywrightWorkerOptions} GivenToWorkers
 * @typedef {{ fresh: Place, unrelayed: Place, watched: Watch, person: Person }} OfTests
 * @typedef {{ shared: Place }} OfWorkers
 */

/** @type {import('@playwright/test').Fixtures<OfTests, OfWorkers, GivenToTests, GivenToWorkers>} */
const fixtures = {
  /** For tests that change nothing in it. */
  shared: [async ({}, use) => withPlace(use), { scope: 'worker' }],
  /** For tests that move its clock, revoke, or spoil answers. */
  fresh: async ({}, use) => withPlace(use),
  /** Where the page has no relay. */
  unrelayed: async ({}, use) => withPlace(use, { relay: false }),

  /** Errors, secrets and traces that the page leaves; checked at the end of each test. */
  watched: async ({ page }, use) => {
    const watched = watch(page);
    await use(watched);
    await watched.check();
  },
  // A page with a person in front of it is always watched.
  person: async ({ page, watched: _ }, use) => use(new Person(page)),
};

export const test = base.extend(fixtures);
