// @ts-check
// Every state of the page, in Chromium and in Firefox: nothing for axe to find in light and in dark, nothing wider than a small phone.
// In WebKit: ../engines/states.test.mjs.
import { findings } from './axe.mjs';
import { takeDarkRules } from './dark.mjs';
import { expect, test } from './fixtures.mjs';
import { states } from './states.mjs';

for (const [name, reach] of Object.entries(states)) {
  test(`${name}: accessible in light and dark, and no wider than 320 px`, async ({ person, fresh, watched, browserName }) => {
    watched.expectNetworkTrouble();
    const { page } = person;
    await person.open(fresh);
    await reach(person, fresh);
    expect(await findings(page), 'in light').toEqual([]);
    // A theme changes colours and nothing else.
    if (browserName === 'chromium') await page.emulateMedia({ colorScheme: 'dark' });
    else await takeDarkRules(page);
    expect(await findings(page, ['color-contrast']), 'in dark').toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
}
