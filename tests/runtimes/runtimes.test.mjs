// @ts-check
// Everywhere JavaScript runs: the packed package is installed, signs in with a code and makes a Data API call; a table at the end.
// FMID_RUNTIMES: "default", "more" (what CI runs besides), "slow" (that, and what is run on demand), or a part of the titles; without it all.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { after, test } from 'node:test';
import { messages } from '../../js-glue/messages.js';
import { ROWS, TABLE } from './rows.mjs';
import { openProject } from './project.mjs';
import { FIRST_CONTACT, setStage } from './stage.mjs';

const wanted = process.env.FMID_RUNTIMES ?? '';
/** @type {Record<string, import('./rows.mjs').Row['from'][]>} */
const SETS = { default: ['default'], more: ['all'], slow: ['all', 'demand'] };
const rows = ROWS.filter(({ title, from }) => (SETS[wanted] ? SETS[wanted].includes(from) : title.toLowerCase().includes(wanted.toLowerCase())));
const stage = await setStage();
/** @type {Map<string, string>} */
const results = new Map();

after(async () => {
  await stage.close();
  const width = Math.max(...rows.map(({ title }) => title.length));
  for (const { title } of rows) console.log(`| ${title.padEnd(width)} | ${results.get(title)} |`);
});

test('README.md has this table, and every piece of code around it is one of these projects\'', () => {
  const flat = (/** @type {string} */ text) => text.replace(/\s+/g, ' ');
  const read = (/** @type {string} */ path) => readFileSync(new URL(path, import.meta.url), 'utf8');
  const [, chapter] = read('../../README.md').match(/^## In a project$([\s\S]*?)^## /m) ?? [];
  assert.ok(chapter?.includes(TABLE), `README.md, "In a project", is to have:\n${TABLE}`);
  const files = readdirSync(new URL('.', import.meta.url), { recursive: true, encoding: 'utf8' }).filter((path) => !statSync(new URL(path, import.meta.url)).isDirectory());
  const code = flat([...files.map(read), read('../../js-glue/load.js'), read('../../js-glue/node/index.d.ts'), read('../package/browser.test.mjs')].join('\n'));
  const quoted = [...chapter.slice(chapter.indexOf(TABLE)).matchAll(/`([^`]+)`/g)].map(([, text]) => flat(text));
  assert.ok(quoted.length > 20);
  assert.deepEqual(quoted.filter((text) => !code.includes(text)), []);
});

for (const { title, needs, folder, bases, play, without } of rows) {
  test(`${title}: installs, signs in with a code, and calls`, async (t) => {
    try {
      const found = [await play({ t, stage, project: await openProject(folder, bases) })].flat();
      for (const each of found) assert.equal(each, FIRST_CONTACT);
      results.set(title, 'signs in, calls');
    } catch (error) {
      const lines = /** @type {Error} */ (error).message.trim().split('\n');
      results.set(title, `FAILS: ${lines.find((text) => /error/i.test(text))?.trim() ?? lines[0]}`);
      throw error;
    }
  });

  if (without) {
    test(`${title}: where ${needs} is missing, the error says what to do`, async (t) => {
      const said = await without({ t, stage, project: await openProject(folder, bases) });
      assert.ok(said.includes(messages.wasm_load_failed.hint), said);
    });
  }
}
