// @ts-check
// The dark theme where an engine lets nobody choose it: Playwright's emulateMedia does nothing over BiDi, and WPE has no setting.

const TAKE = `(() => {
  const dark = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules]).filter(({ media }) => media?.mediaText === '(prefers-color-scheme: dark)');
  for (const { media } of dark) media.mediaText = 'all';
  document.documentElement.style.colorScheme = 'dark'; // what the browser itself paints
  return dark.length;
})()`;

/** The page's own rules for it, in force. @param {{ evaluate(expression: string): Promise<any> }} page */
export async function takeDarkRules(page) {
  if ((await page.evaluate(TAKE)) === 0) throw new Error('the page has no rules for the dark theme');
}
