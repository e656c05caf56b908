// @ts-check
// A page that stays open for a week: nights asleep, a network that goes and comes, a clock that is set, and a new version put in its place.
import { embed, expect, heard, idToken, signIn, test } from './embedding.mjs';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Runs in the page. @param {import('./embedding.mjs').Embedded} tab @param {import('../../js-glue/index.js').DatabaseOptions} options */
const readRecord = ({ fmid, outcome }, options) => outcome(fmid.database(options).get('Contacts', 1));

/** The element's heading, in that language. @param {import('@playwright/test').Page} page @param {string} lang */
async function elementIn(page, lang) {
  await page.evaluate((language) => {
    const element = document.createElement('fmid-sign-in');
    element.lang = language;
    document.body.replaceChildren(element);
  }, lang);
  return page.locator('fmid-sign-in').getByRole('heading');
}

test('a page that is open for a week calls every day, and signs out and in again at the end', async ({ context, page, place }) => {
  test.setTimeout(120_000);
  await context.clock.install();
  place.pool.setOptions({ rotation: true, rotationGraceMs: 0 });
  const tab = await embed(page, place, { storage: 'persistent' });
  await page.evaluate((address) => import(address), `${place.url}fmid/element/index.js`);
  await signIn(tab, place);
  await expect(await elementIn(page, 'de')).toHaveText('Mit der Claris ID anmelden');
  const records = { host: place.host.url, database: 'Contacts', relay: `${place.url}relay` };
  /** By how much this machine's clock is wrong. */
  let skew = 0;
  /** @param {number} milliseconds asleep: no timer runs meanwhile */
  const sleep = async (milliseconds) => {
    place.clock.advance(milliseconds);
    await page.clock.fastForward(milliseconds);
  };
  const setClock = async (/** @type {number} */ wrongBy) => {
    const now = await page.evaluate(() => Date.now());
    await page.clock.setSystemTime(now + wrongBy - skew);
    skew = wrongBy;
  };
  const version = { isNew: false, asked: 0 };
  await page.route(`${place.url}fmid/**`, (route) => {
    version.asked += 1;
    return version.isNew ? route.fulfill({ status: 404 }) : route.fallback();
  });

  for (let day = 1; day <= 7; day += 1) {
    await sleep(16 * HOUR);
    await context.setOffline(true);
    expect(await idToken(tab), `day ${day}, before the network is back`).toBe('offline');
    await context.setOffline(false);
    expect(await tab.evaluate(readRecord, records), `day ${day}, in the morning`).toBe('ok');
    if (day === 3) await setClock(9 * MINUTE);
    if (day === 5) await setClock(-9 * MINUTE);
    if (day === 4) version.isNew = true;
    expect(await tab.evaluate(readRecord, records), `day ${day}, once clock and version changed`).toBe('ok');
    await sleep(8 * HOUR);
    expect(await idToken(tab), `day ${day}, in the evening`).toBe('ok');
  }
  expect(place.pool.count({ status: 400 })).toBe(0);
  expect(await heard(tab)).not.toContain('signedout');

  // None of the old version's files is there any more; a language that was never wanted would be one of them.
  await expect(await elementIn(page, 'fr')).toHaveText('Sign in with your Claris ID');
  expect(version.asked).toBe(1);
  await tab.evaluate(({ fmid }) => fmid.signOut());
  await signIn(tab, place);
  expect(await tab.evaluate(readRecord, records)).toBe('ok');
});
