// @ts-check
// Waiting for a page to get somewhere.

/** A person's patience, on a machine that compiles something else at the same time. */
const PATIENCE_MS = 40_000;

/** Until it is something. @param {Pick<import('./drivers.mjs').Page, 'evaluate'>} page @param {string} expression */
export async function until(page, expression) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
    const value = await page.evaluate(expression);
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`never so: ${expression}\n${await page.evaluate('document.body.innerText')}`);
}
