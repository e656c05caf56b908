// @ts-check
// Every state of the page: nothing for axe to find in light and in dark, nothing wider than a small phone.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './fixtures.mjs';
import { states } from './states.mjs';

/** @param {import('@playwright/test').Page} page @param {string[]} [rules] default: all */
async function findings(page, rules) {
  // Legacy mode looks at this frame alone, and there is no other. (any: axe comes with Playwright types of its own version.)
  const axe = new AxeBuilder({ page: /** @type {any} */ (page) }).setLegacyMode();
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

for (const [name, reach] of Object.entries(states)) {
  test(`${name}: accessible in light and dark, and no wider than 320 px`, async ({ person, fresh, watched }) => {
    watched.expectNetworkTrouble();
    const { page } = person;
    await person.open(fresh);
    await reach(person, fresh);
    expect(await findings(page), 'in light').toEqual([]);
    // A theme changes colours and nothing else.
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await findings(page, ['color-contrast']), 'in dark').toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
}

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
