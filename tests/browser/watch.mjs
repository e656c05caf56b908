// @ts-check
// Watches a page for what it must never do: complain in the console, break its policy, or let a secret out.
import { expect } from '@playwright/test';
import { demoAccounts } from '../../scripts/sandbox/index.mjs';

const PASSWORDS = [...new Set(demoAccounts.map(({ password }) => password))];

/** What browsers themselves write about an answer that is no success, or no answer: Cognito says no with HTTP 400. */
const ABOUT_THE_NETWORK = /^Failed to load resource: |blocked by CORS policy|^Cross-Origin Request Blocked: /;

/**
 * A host is asked directly first, and browsers write that it refused, and that its root, which tells a refusal from a silence, has no page
 * (js-glue/diagnose.js). The page then takes the relay.
 */
const isRefusalByHost = (/** @type {string} */ text, url = '') => ABOUT_THE_NETWORK.test(text) && /\/fmi\/|:\d+\/(?:$|\. )/.test(`${text} ${url}`);

/** What the page itself is made of, in some ninety files, has no tokens; to look into each took a tenth of the time of opening it. */
const OF_THE_SITE = /^(text\/(html|css|javascript)|application\/wasm|image\/)/;

/** @param {import('@playwright/test').Page} page */
export function watch(page) {
  /** @type {string[]} */
  const complaints = [];
  /** @type {string[]} the console and all addresses: nothing secret may be in them */
  const heard = [];
  /** @type {string[]} what was sent: tokens belong there, a password never (a new one is sent; none of these is one) */
  const sent = [];
  /** @type {Set<string>} */
  const tokens = new Set();
  let networkTrouble = false;
  let mayStore = false;

  const complain = (/** @type {string} */ text, url = '') => {
    if (isRefusalByHost(text, url)) return;
    if (networkTrouble && ABOUT_THE_NETWORK.test(text)) return;
    complaints.push(text);
  };
  page.on('console', (message) => {
    heard.push(message.text(), message.location().url);
    if (message.type() === 'error' || message.type() === 'warning') complain(message.text(), message.location().url);
  });
  // Firefox has a refusal among these, too.
  page.on('pageerror', (error) => complain(String(error)));
  page.on('framenavigated', (frame) => heard.push(frame.url()));
  page.on('request', (request) => {
    // Logging out has the Data API token in its address: Claris made it so.
    heard.push(request.url().replace(/\/sessions\/[^/]+$/, ''));
    sent.push(request.postData() ?? '');
    const { authorization } = request.headers();
    if (authorization) tokens.add(authorization.split(' ')[1]);
  });
  page.on('response', async (response) => {
    if (OF_THE_SITE.test(response.headers()['content-type'])) return;
    const body = await response.text().catch(() => '');
    for (const [, token] of body.matchAll(/"(?:AccessToken|IdToken|RefreshToken)":"([^"]+)"/g)) tokens.add(token);
  });

  return {
    /** Answers that are no success are part of this test. */
    expectNetworkTrouble() {
      networkTrouble = true;
    },
    /** Somebody asks the page to remember something: never a token in the clear. */
    expectStorage() {
      mayStore = true;
    },
    async check() {
      expect(complaints, 'what the page complained about').toEqual([]);
      const kept = await page.evaluate(async () => ({
        local: localStorage.length,
        session: sessionStorage.length,
        cookies: document.cookie,
        databases: (await indexedDB.databases()).length,
        caches: (await caches.keys()).length,
      }));
      if (!mayStore) expect(kept, 'what the page stored').toEqual({ local: 0, session: 0, cookies: '', databases: 0, caches: 0 });
      heard.push(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage })));
      heard.push(await page.evaluate(() => `${location.href} ${document.title} ${JSON.stringify(history.state)}`));
      const holds = (/** @type {string[]} */ texts, /** @type {string} */ secret) => texts.some((text) => text.includes(secret));
      for (const password of PASSWORDS) expect(holds([...heard, ...sent], password), 'a password left the page').toBe(false);
      for (const token of tokens) expect(holds(heard, token), 'a token is in the console, in an address or in the clear in a storage').toBe(false);
    },
  };
}
