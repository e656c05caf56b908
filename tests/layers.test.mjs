// @ts-check
// The layers of docs/architecture.md: an arrow may only point right, the core is pure, nothing is much longer than a sitting.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
const read = (/** @type {string} */ file) => readFileSync(join(root, file), 'utf8');
const core = files.filter((file) => /^wasm\/core\/.*\.(h|cc|def)$/.test(file));

// Which folder of the core may include which. "flow" is what all flows share, "srp" knows no JSON, "bytes" and "crypto" know nothing.
/** @type {Record<string, string[]>} */
const MAY_INCLUDE = {
  bytes: ['bytes', 'fmid'],
  crypto: ['crypto', 'fmid'],
  json: ['json', 'bytes', 'fmid'],
  srp: ['srp', 'crypto', 'bytes', 'fmid'],
  token: ['token', 'json', 'bytes', 'fmid'],
  flow: ['flow', 'bytes', 'fmid'],
  cognito: ['cognito', 'flow', 'token', 'srp', 'json', 'crypto', 'bytes', 'fmid'],
  filemaker: ['filemaker', 'flow', 'json', 'bytes', 'fmid'],
};

/** @param {string} file */
const includes = (file) => [...read(file).matchAll(/^\s*#\s*include\s+([<"])([^>"]+)[>"]/gm)].map(([, quote, name]) => ({ system: quote === '<', name }));

test('the core includes no input, output, clock, thread or randomness', () => {
  assert.ok(core.length > 40);
  const forbidden = /^(emscripten.*|iostream|fstream|cstdio|stdio\.h|filesystem|thread|mutex|future|chrono|ctime|time\.h|sys\/.*|random|unistd\.h|locale|clocale)$/;
  for (const file of core) {
    for (const { name } of includes(file)) assert.doesNotMatch(name, forbidden, `${file} includes ${name}`);
    assert.doesNotMatch(read(file), /\b(s?rand|getentropy|getrandom|gettimeofday|clock_gettime|s?n?printf|puts|setlocale|strftime)\s*\(/, file);
    assert.doesNotMatch(read(file), /\b(throw|try|catch|dynamic_cast|typeid)\b\s*[({]/, file);
  }
});

test('folders of the core include only those to their right', () => {
  for (const file of core) {
    const folder = file.match(/^wasm\/core\/src\/(\w+)\//)?.[1];
    for (const { system, name } of includes(file)) {
      const target = dirname(name).split('/')[0];
      if (system || name.startsWith('mbedtls/') || !name.includes('/')) continue;
      if (!folder) assert.equal(target, 'fmid', `the public header ${file} includes ${name}`);
      else assert.ok(MAY_INCLUDE[folder]?.includes(target), `${file} includes ${name}`);
    }
  }
});

test('Emscripten is known to platform and bindings alone', () => {
  for (const file of files.filter((each) => /\.(h|cc)$/.test(each))) {
    if (/^wasm\/(platform|bindings)\//.test(file)) continue;
    for (const { name } of includes(file)) assert.doesNotMatch(name, /^emscripten/, file);
  }
});

test('bindings and platform are not known to the core, nor Node to the browser\'s files', () => {
  for (const file of core) for (const { name } of includes(file)) assert.doesNotMatch(name, /^(platform|bindings)\//, file);
  for (const file of files.filter((each) => /^(js-glue\/[^/]+|web\/.*)\.js$/.test(each))) {
    assert.doesNotMatch(read(file), /^import .* from 'node:/m, file);
  }
});

test('the sandbox shares no code with what it tests', () => {
  for (const file of files.filter((each) => each.startsWith('scripts/sandbox/'))) assert.doesNotMatch(read(file), /from '.*(js-glue|dist|wasm)\//, file);
});

test('no file is much longer than 300 lines without a reason', () => {
  /** @type {Record<string, string>} */
  const reasons = {
    'js-glue/index.d.ts': 'the whole public API on one page',
    'web/index.html': 'the whole page, in the order in which it is read',
    'tests/native/flow_tables_test.cc': 'each table beside the conversations that take its rows',
    'tests/native/sign_in_faults_test.cc': 'what a sign-in does after each failure, in one place (to be split: new passwords, lost answers)',
    'wasm/core/src/cognito/sign_in_flow.cc': 'one state machine (to be split: what a failed reply leads to)',
    'tests/native/group_test.cc': 'one table of edge values that all its tests walk',
  };
  for (const file of files.filter((each) => /\.(h|cc|js|mjs|cmake|css|html)$|^scripts\/\w+$/.test(each) || basename(each) === 'index.d.ts')) {
    const lines = read(file).split('\n').length;
    assert.ok(lines <= 330 || reasons[file], `${file} has ${lines} lines`);
  }
});

test('no machine path and no registry host is written into a file', () => {
  for (const file of files.filter((each) => !/package-lock\.json$|\.(png|wasm)$/.test(each))) {
    assert.doesNotMatch(read(file), /\/work\/|registry\.npmjs|deb\.debian\.org|\/root\//, file === 'tests/layers.test.mjs' ? undefined : file);
  }
});
