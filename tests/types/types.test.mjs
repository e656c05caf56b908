// @ts-check
// Types: the glue's own, what callers may and may not write, and every example of the documentation.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

/** @param {string} project */
function check(project) {
  try {
    execFileSync(process.execPath, [tsc, '-p', project], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    assert.fail(/** @type {any} */ (error).stdout);
  }
}

test('the glue is sound under strict checking', () => check('js-glue'));

test('the page is sound under strict checking, and uses the public API as it is declared', () => check('tests/types/web.json'));

const folder = new URL('../../build/examples/', import.meta.url);
rmSync(folder, { recursive: true, force: true });
mkdirSync(new URL('node/', folder), { recursive: true });

/** The examples of a file of types. @param {string} text */
const examplesOf = (text) => [...text.matchAll(/@example\n([\s\S]*?)\*\//g)].map((match) => match[1].replace(/^ \* ?/gm, ''));

test('callers\' code compiles, their mistakes do not, and neither do wrong examples', () => {
  const read = (/** @type {string} */ path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const examples = [
    ...['README.md', 'docs/embedding.md'].flatMap((page) => [...read(page).matchAll(/```(?:js|ts)\n([\s\S]*?)```/g)].map((match) => match[1])),
    ...['js-glue/index.d.ts', 'js-glue/element/index.d.ts'].flatMap((file) => examplesOf(read(file))),
  ];
  assert.ok(examples.length >= 2, 'README.md and index.d.ts have examples');
  examples.forEach((example, i) => writeFileSync(new URL(`example-${i}.ts`, folder), `${example}\nexport {};\n`));
  check('tests/types');
});

test('so it is with neither the DOM nor Node', () => check('tests/types/bare'));

test('so it is in Node, without the DOM', () => {
  const [example, ...more] = examplesOf(readFileSync(new URL('../../js-glue/node/index.d.ts', import.meta.url), 'utf8'));
  assert.ok(example && more.length === 0);
  writeFileSync(new URL('node/example.ts', folder), example);
  check('tests/types/node');
});
