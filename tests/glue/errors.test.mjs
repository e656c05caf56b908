// @ts-check
// The list of error codes is one list: the core's, the messages', the types' and the documentation's.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { messages } from '../../dist/fmid/messages.js';

const read = (/** @type {string} */ path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const all = (/** @type {string} */ text, /** @type {RegExp} */ pattern) => [...text.matchAll(pattern)].map((match) => match[1]);

const core = all(read('wasm/core/include/fmid/error_codes.def'), /^FMID_ERROR\(\w+, "(\w+)"/gm);

test('the core names each code once', () => {
  assert.ok(core.length > 80);
  assert.equal(new Set(core).size, core.length);
});

test('each code has a sentence for what happened and one for what to do', () => {
  assert.deepEqual(Object.keys(messages), core); // in its order: codes cross the boundary as numbers
  for (const [code, { title, hint }] of Object.entries(messages)) {
    assert.match(title, /^[A-Z].{6,}\.( \(.*\))?$|^Cancelled\.$/, code);
    assert.match(hint, /^\(?[A-Z].{6,}[.)?]$/, code);
  }
});

test('the types have the same codes', () => {
  const union = read('js-glue/index.d.ts').split('export type ErrorCode =')[1];
  assert.deepEqual(all(union, /^ {2}\| '(\w+)'/gm), core);
});

test('the documentation has the same codes', () => {
  assert.deepEqual(all(read('docs/errors.md'), /^\| `(\w+)`/gm), core);
});
