// @ts-check
// Pages of somebody else that use fmid: nothing on them but a client, and what is to be seen of it from outside.
import { startSite } from '../../scripts/lib/serve.mjs';
import { createKeyPair, startSandbox } from '../../scripts/sandbox/index.mjs';
import { test as base } from '@playwright/test';

export { expect } from '@playwright/test';

/**
 * @typedef {import('../../js-glue/index.js').Client} Client
 * @typedef {import('../../js-glue/index.js').ClientOptions} ClientOptions
 * @typedef {Awaited<ReturnType<typeof startSandbox>> & { url: string }} Place
 * @typedef {{ fmid: Client, heard: string[], outcome: (call: Promise<unknown>) => Promise<string> }} Embedded
 *   heard: its events, errors with their code; outcome: "ok", or the code of the error
 * @typedef {import('@playwright/test').JSHandle<Embedded>} Tab
 */

const keyPair = await createKeyPair();

/** @type {import('@playwright/test').Fixtures<{ place: Place }, {}, import('@playwright/test').PlaywrightTestArgs>} */
const fixtures = {
  place: async ({}, use) => {
    const sandbox = await startSandbox({ keyPair });
    const site = await startSite({ sandbox });
    await use({ ...sandbox, url: site.url });
    await Promise.all([site.close(), sandbox.close()]);
  },
};

export const test = base.extend(fixtures);

/**
 * A tab with a client, as after opening or reloading a page.
 * @param {import('@playwright/test').Page} page
 * @param {Place} place
 * @param {ClientOptions} options that can be sent into a page
 * @returns {Promise<Tab>}
 */
export async function embed(page, place, options) {
  await page.goto(`${place.url}config.json`); // of the site's origin, and no page of ours
  return begin(page, `${place.url}fmid/index.js`, { pool: poolOf(place), ...options });
}

/**
 * @param {import('@playwright/test').Page | import('@playwright/test').Frame} where
 * @param {string} address of the library
 * @param {ClientOptions} options
 * @returns {Promise<Tab>}
 */
export function begin(where, address, options) {
  return where.evaluateHandle(
    async (given) => {
      /** @type {typeof import('../../js-glue/index.js')} */
      const { createClient } = await import(given.address);
      // What cannot be sent into a page is made in it: a storage of one's own, over localStorage.
      const { storage: named } = given.options;
      const storage = typeof named !== 'object' ? named : 'persistent' in named ? { ...named, secret: new Uint8Array(named.secret) } : ownStorage(`${named.name}`);
      const fmid = await createClient({ ...given.options, storage });
      /** @type {string[]} */
      const heard = [];
      for (const type of ['signedin', 'refreshed', 'expiring', 'signedout', 'error']) {
        fmid.addEventListener(type, (/** @type {any} */ event) => heard.push(type === 'error' ? event.detail.code : type));
      }
      const outcome = (/** @type {Promise<unknown>} */ call) => call.then(() => 'ok', (error) => error.code ?? String(error));
      return { fmid, heard, outcome };

      /** @param {string} name @returns {import('../../js-glue/index.js').TokenStorage} */
      function ownStorage(name) {
        return {
          name,
          load: () => JSON.parse(localStorage.getItem(name) ?? 'null'),
          save: (signIn) => localStorage.setItem(name, JSON.stringify(signIn)),
          clear: () => localStorage.removeItem(name),
        };
      }
    },
    { address, options },
  );
}

/** @param {Place} place */
export function poolOf({ pool: { userPoolId, clientId, url: endpoint } }) {
  return { userPoolId, clientId, endpoint };
}

/**
 * @param {Tab} tab
 * @param {Place} place
 */
export async function signIn(tab, { pool, accounts: [{ username, password }] }) {
  const tokens = await tab.evaluate(({ fmid }, given) => fmid.signIn(given), { username, password });
  pool.clearRequests();
  return tokens;
}

/** @param {Tab} tab */
export const signedIn = (tab) => tab.evaluate(({ fmid }) => fmid.signedIn);
/** @param {Tab} tab */
export const heard = (tab) => tab.evaluate((embedded) => embedded.heard);
/** How a call for an ID token ends. @param {Tab} tab */
export const idToken = (tab) => tab.evaluate(({ fmid, outcome }) => outcome(fmid.idToken()));
