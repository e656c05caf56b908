// @ts-check
// What is in the npm package, and whether the tools that look at packages find anything wrong with it.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { Package, checkPackage } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { VERSION, project, shell } from './installed.mjs';

const packageFolder = async () => join(await project(), 'node_modules/fmid');

/** @param {string} folder @returns {string[]} */
const filesOf = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? filesOf(join(folder, entry.name)) : [join(folder, entry.name)]));

test('it has one version, no dependency, and runs on Node 18', async () => {
  const folder = await packageFolder();
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  assert.equal(manifest.version, VERSION);
  assert.ok(!('private' in manifest) && !('scripts' in manifest));
  for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies', 'devDependencies']) assert.ok(!(kind in manifest), kind);
  assert.match(manifest.engines.node, /^>=18/);
  assert.deepEqual(readdirSync(join(await project(), 'node_modules')).filter((name) => !name.startsWith('.')), ['fmid']);
});

test('everything is in it that is needed, and nothing that is not', async () => {
  const folder = await packageFolder();
  const files = filesOf(folder).map((file) => relative(folder, file));
  for (const needed of ['README.md', 'LICENSE', 'CHANGELOG.md', 'index.js', 'index.d.ts', 'fmid-core.wasm', 'fmid-core-scalar.wasm', 'node/command.js', 'node/index.d.ts', 'docs/command.md', 'docs/service.md', 'deploy/nginx.conf', 'fmid-webviewer.html', 'element/index.js',
    'element/index.d.ts', 'element/messages/en.js', 'element/sign-in.css', 'verify/index.js', 'verify/index.d.ts', 'fmid-rs256.wasm']) {
    assert.ok(files.includes(needed), needed);
  }
  for (const file of files) assert.match(file, /^(LICENSE|package\.json|[A-Z]+\.md|docs\/[\w-]+\.md|deploy\/[\w.]+|fmid-webviewer\.html|element\/sign-in\.css|(element\/(messages\/)?|verify\/|node\/([\w-]+\/)?)?[\w.-]+\.(js|d\.ts|wasm))$/);
  const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  // Two modules, of which a browser loads one; the Web Viewer page has the library, one of them and four languages once more.
  assert.ok(bytes < 1_050_000, `${bytes} bytes`);
});

test('its README points at files that are there', async () => {
  const folder = await packageFolder();
  const links = [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link);
  assert.ok(links.length > 3);
  for (const link of links) assert.ok(existsSync(join(folder, link)), link);
});

test('its command runs and says the version', async () => {
  const folder = await project();
  assert.equal(await shell(join(folder, 'node_modules/.bin/fmid'), ['--version'], folder), `${VERSION}\n`);
});

test('publint finds nothing', async () => {
  const { messages } = await publint({ pkgDir: await packageFolder(), strict: true });
  assert.deepEqual(messages, []);
});

test('@arethetypeswrong finds nothing that matters to a package of ES modules', async () => {
  const folder = await packageFolder();
  const files = Object.fromEntries(filesOf(folder).map((file) => [`/node_modules/fmid/${relative(folder, file)}`, new Uint8Array(readFileSync(file))]));
  const result = await checkPackage(new Package(files, 'fmid', VERSION), { excludeEntrypoints: ['./fmid-core.wasm', './fmid-core-scalar.wasm', './fmid-rs256.wasm', './fmid-webviewer.html'] }); // which are no code
  assert.ok(result.types);
  // The profile "esm-only" of its command: without TypeScript's old resolution, and without require().
  const problems = result.problems.filter((problem) => !('resolutionKind' in problem && ['node10', 'node16-cjs'].includes(problem.resolutionKind)));
  assert.deepEqual(problems, []);
  for (const entry of ['.', './element', './node']) assert.ok(result.entrypoints[entry].resolutions['node16-esm'].resolution?.fileName.endsWith('index.d.ts'), entry);
});
