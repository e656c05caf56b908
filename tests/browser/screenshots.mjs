// @ts-check
// Photographs of every state, for people to look at (scripts/screenshots). It checks nothing but that each state can be reached.
import { test } from './fixtures.mjs';
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
