// @ts-check
// The list of error codes is one list: the core's, the messages', the types' and the documentation's.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { build } from 'esbuild';
import * as fmid from '../../dist/fmid/index.js';
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

test('an error says its class by name, also when a bundler has shortened the names of classes', async () => {
  const path = fileURLToPath(new URL('../../dist/fmid/errors.js', import.meta.url));
  const { outputFiles } = await build({ entryPoints: [path], bundle: true, minify: true, format: 'esm', write: false });
  const minified = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  const names = Object.keys(minified).filter((name) => name.endsWith('Error'));
  assert.equal(names.length, 8);
  for (const name of names) {
    assert.equal(new minified[name]({ code: 'timeout' }).name, name);
    assert.match(String(new minified[name]({ code: 'timeout' })), new RegExp(`^${name}: `));
    assert.ok(name in fmid, `${name} is exported`);
  }
});

test('what was thrown beneath an error is its cause', async () => {
  const why = new Error('beneath');
  const fails = (/** @type {string} */ code, /** @type {unknown} */ cause) => (/** @type {any} */ error) => {
    assert.equal(error.code, code);
    assert.equal(error.cause, cause);
    return true;
  };
  const client = await fmid.createClient({ transport: () => Promise.reject(why), storage: { load: () => undefined, save() {}, clear: () => Promise.reject(why) } });
  await assert.rejects(client.signIn({ username: 'a', password: 'b', signal: AbortSignal.abort(why) }), fails('aborted', why));
  const said = new Promise((resolve) => client.addEventListener('error', (event) => resolve(/** @type {any} */ (event).detail)));
  await client.signOut();
  assert.ok(fails('storage_failed', undefined)(await said)); // a storage may quote what it was given
  await assert.rejects(client.productInfo({ host: 'acme.example' }), fails('network_failed', why));
  await assert.rejects(client.idToken(), (error) => error instanceof fmid.SignInRequiredError && !(error instanceof fmid.InputError));
});
