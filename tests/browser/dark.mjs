// @ts-check
// What people choose in their system, where an engine lets nobody choose it: Playwright's emulateMedia does nothing over BiDi, and WPE has
// no setting. The page's own rules are put in force or out of it.

/** @typedef {{ evaluate(expression: string): Promise<any> }} Page */

/** @param {Page} page @param {string} media of the rules @param {string} to */
async function turn(page, media, to) {
  const rules = await page.evaluate(`(() => {
    const rules = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules]).filter(({ media }) => media?.mediaText === '(${media})');
    for (const { media } of rules) media.mediaText = '${to}';
    return rules.length;
  })()`);
  if (rules === 0) throw new Error(`the page has no rules for ${media}`);
}

/** @param {Page} page */
export async function takeDarkRules(page) {
  await turn(page, 'prefers-color-scheme: dark', 'all');
  await page.evaluate("void (document.documentElement.style.colorScheme = 'dark')"); // what the browser itself paints
}

/** @param {Page} page */
export const dropMotionRules = (page) => turn(page, 'prefers-reduced-motion: no-preference', 'not all');
