// @ts-check
// The warm login in one page of Chromium: everything loaded, every engine's optimisation done.
import { int } from './references.mjs';
import { makeExponents, whatIsWrongWith } from './node.mjs';
import { summarize } from './statistics.mjs';
import { makeUsers, whatIsWrong } from './users.mjs';

const USERS = 5;

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @param {{ rounds: number, hasMbedTls: boolean }} options
 */
export async function measureWarm(browser, url, { rounds, hasMbedTls }) {
  const users = makeUsers(USERS);
  const exponents = makeExponents();
  const known = users.map((user) => user.known);
  const page = await browser.newPage();
  await page.goto(url);
  const bench = await page.evaluateHandle(async (options) => {
    const module = '/warm.js';
    return (await import(module)).openBench(options);
  }, { userPoolId: known[0].userPoolId, hasMbedTls });
  const { contenders, references } = await bench.evaluate(({ contenders, references }) => ({ contenders, references }));

  /** @type {Record<string, string>} */
  const refused = {};
  for (const { name } of contenders) {
    const wrong = await whatIsWrong(users, (user) => bench.evaluate((bench, args) => bench.login(args.name, args.user), { name, user }));
    if (wrong) refused[name] = wrong;
  }
  for (const reference of references) {
    const { name } = reference;
    const powers = await bench.evaluate((bench, args) => bench.powers(args.name, args.exponents), { name, exponents });
    const wrong = whatIsWrongWith(reference, exponents, powers.map(int));
    if (wrong) refused[name] = wrong;
  }
  const names = [...contenders, ...references].map(({ name }) => name).filter((name) => !refused[name]);
  const samples = await bench.evaluate(
    (bench, args) => bench.measure(args.names, args.known, args.exponents, args.rounds),
    { names, known, exponents, rounds },
  );
  await page.close();
  return { rounds, users: USERS, refused, rows: summarize(samples, contenders, references) };
}
