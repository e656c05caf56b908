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
