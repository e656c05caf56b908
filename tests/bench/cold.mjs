// @ts-check
// The first login on a fresh page of Chromium. Each is a browser context of its own: no cache, no compiled code, nothing optimised yet.
import { spread } from './statistics.mjs';
import { makeUsers } from './users.mjs';

const NETWORK_MS = 50; // from SRP_A to the challenge: a short round trip

/**
 * @typedef {object} ColdRow
 * @property {string} name
 * @property {import('./statistics.mjs').Spread} load from nothing to a client that can sign in, from this machine: download is not in it
 * @property {import('./statistics.mjs').Spread} [ahead] sum of what was done while the page was idle
 * @property {import('./statistics.mjs').Spread} [longestSlice] of it: for so long the page did not react
 * @property {import('./statistics.mjs').Spread} before from the click to SRP_A
 * @property {import('./statistics.mjs').Spread} after from the challenge to the signature
 * @property {import('./statistics.mjs').Spread} whole before + after
 */

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @param {{ pages: number, peer?: string }} options
 */
export async function measureCold(browser, url, { pages, peer }) {
  const users = makeUsers(3);
  const runs = [
    { name: 'fmid, after a second of typing', library: '/fmid/index.js', networkMs: NETWORK_MS, prepared: true },
    { name: 'fmid, scalar module, after a second of typing', library: '/fmid-scalar/index.js', networkMs: NETWORK_MS, prepared: true },
    { name: 'fmid, at once, nothing prepared', library: '/fmid/index.js', networkMs: 0, prepared: false },
    ...(peer ? [{ name: `${peer}, after a second of typing`, bundle: '/peer.js', networkMs: NETWORK_MS, prepared: true }] : []),
  ];
  /** @type {any[][]} */
  const results = runs.map(() => []);
  /** @type {Record<string, string>} */
  const refused = {};
  for (let i = 0; i < pages; i++) {
    for (const [index, { name, ...run }] of runs.entries()) {
      const user = users[i % users.length];
      const result = await onFreshPage(browser, url, { ...run, user: user.known });
      if (user.accepts(result)) results[index].push(result);
      else refused[name] = 'the honest server refuses its signature';
    }
  }
  return { pages, networkMs: NETWORK_MS, refused, rows: runs.map(({ name }, i) => summarizeCold(name, results[i])) };
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @param {{ library?: string, bundle?: string, user: import('./users.mjs').PublicUser, networkMs: number, prepared: boolean }} options fmid's library, or the bundle with another client
 */
async function onFreshPage(browser, url, options) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url);
    return await page.evaluate(async ({ library, bundle, ...rest }) => {
      const name = '/cold.js';
      const module = await import(name);
      return library ? module.fmidFirstLogin(library, rest) : module.peerFirstLogin(bundle, rest);
    }, options);
  } finally {
    await context.close();
  }
}

/** @param {readonly number[]} values */
const sum = (values) => values.reduce((a, b) => a + b, 0);

/**
 * @param {string} name
 * @param {readonly any[]} results
 * @returns {ColdRow}
 */
function summarizeCold(name, results) {
  const of = (/** @type {(result: any) => number} */ value) => spread(results.map(value));
  const sliced = results.some(({ slices }) => slices?.length > 0);
  return {
    name,
    load: of(({ load }) => load),
    ...(sliced && { ahead: of(({ slices }) => sum(slices)), longestSlice: of(({ slices }) => Math.max(0, ...slices)) }),
    before: of(({ before }) => before),
    after: of(({ after }) => after),
    whole: of(({ before, after }) => before + after),
  };
}
