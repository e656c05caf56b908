// @ts-check
// Photographs of every state, for people to look at (scripts/screenshots). It checks nothing but that each state can be reached.
import { expect, test } from './fixtures.mjs';
import { states } from './states.mjs';

const WIDTHS = [1280, 390];
const THEMES = /** @type {const} */ (['light', 'dark']);

for (const [name, reach] of Object.entries(states)) {
  test(name, async ({ person, fresh, watched }) => {
    watched.expectNetworkTrouble();
    const { page } = person;
    await person.open(fresh);
    await reach(person, fresh);
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const path = `build/screenshots/${name.replace(/[^\w]+/g, '-')}.${colorScheme}.${width}.png`;
        await page.screenshot({ path, fullPage: true, animations: 'disabled' });
      }
    }
  });
}

/** The pictures of README.md; copied to docs/images by hand, when the page has changed. */
const README = /** @type {const} */ ([
  { file: 'tokens', state: 'tokens', colorScheme: 'light', width: 1280, height: 860, locale: 'en' },
  { file: 'records', state: 'records as a table', colorScheme: 'dark', width: 1280, height: 860, locale: 'en', at: '#call' },
  { file: 'phone', state: 'a code from a text message', colorScheme: 'light', width: 390, height: 740, locale: 'ja' },
]);
for (const { file, state, colorScheme, width, height, locale, ...more } of README) {
  test(`README: ${file}`, async ({ person, fresh, watched }) => {
    watched.expectStorage();
    const { page } = person;
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    await person.open(fresh);
    await states[state](person, fresh);
    await page.locator('#language').selectOption(locale);
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await page.locator('at' in more ? more.at : 'body').evaluate((element) => element.scrollIntoView());
    await page.screenshot({ path: `build/screenshots/README/${file}.png`, animations: 'disabled' });
  });
}
