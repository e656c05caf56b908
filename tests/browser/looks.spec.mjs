// @ts-check
// What people set for themselves: larger text, another language, colours of the system, less motion. Every state: states.spec.mjs.
import { findings } from './axe.mjs';
import { expect, test } from './fixtures.mjs';
import { states } from './states.mjs';

test('with text twice as large the page needs no scrolling sideways', async ({ person, shared }) => {
  await person.page.setViewportSize({ width: 640, height: 640 });
  await person.signInAndOpenSession(shared);
  await person.page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  expect(await person.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640);
});

for (const language of ['de', 'fr', 'ja']) {
  test(`in "${language}" nothing is wider than 320 px, and axe finds nothing`, async ({ person, shared, watched }) => {
    watched.expectStorage();
    const { page } = person;
    await person.open(shared);
    await states['records as a table'](person, shared);
    await page.locator('#language').selectOption(language);
    for (const details of await page.locator('main details:visible').all()) await details.evaluate((element) => element.setAttribute('open', ''));
    expect(await findings(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
}

test('where the system chooses the colours, what is chosen can still be told', async ({ person, shared }) => {
  const { page } = person;
  await page.emulateMedia({ forcedColors: 'active' });
  await person.open(shared);
  await states['a session'](person, shared);
  const outline = (/** @type {string} */ name) =>
    page.getByRole('radio', { name, exact: true }).evaluate((input) => getComputedStyle(/** @type {Element} */ (input.nextElementSibling)).outlineStyle);
  expect(await outline('Records')).toBe('solid');
  expect(await outline('Script')).toBe('none');
});

test('who wants less motion sees none', async ({ person, fresh }) => {
  // playwright.config.mjs asks for it.
  await person.open(fresh);
  await states['a sign-in under way'](person, fresh);
  const moving = await person.page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);
  expect(moving).toBe(0);
});
