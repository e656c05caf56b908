// @ts-check
// What axe finds on a page, in whichever engine it is.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const AXE = readFileSync(createRequire(require.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Not through AxeBuilder, which has Playwright alone, and brings axe and all that was in order over the wire each time, which is several times as slow.
 *
 * @param {{ evaluate(expression: string): Promise<any> }} page
 * @param {string[]} [rules] default: all
 * @returns {Promise<string[]>}
 */
export async function findings(page, rules) {
  if (!(await page.evaluate('"axe" in self'))) await page.evaluate(`void (() => { ${AXE} })()`);
  // The page has no frames.
  const options = { resultTypes: ['violations'], iframes: false, ...(rules && { runOnly: rules }) };
  const { violations, rulesRun } = await page.evaluate(`axe.run(${JSON.stringify(options)}).then(({ violations, passes, incomplete }) => ({
    violations: violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')),
    rulesRun: violations.length + passes.length + incomplete.length,
  }))`);
  if (rulesRun === 0) throw new Error('axe looked at nothing');
  return violations;
}
