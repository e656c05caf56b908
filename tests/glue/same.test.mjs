// @ts-check
// What the face repeats of the core is the same there: values that two languages must hold.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CLARIS_ID } from '../../dist/fmid/index.js';

const read = (/** @type {string} */ path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test("Claris ID's pool is the core's", () => {
  const [, body] = /** @type {RegExpMatchArray} */ (read('wasm/core/src/cognito/user_pool.cc').match(/UserPool UserPool::ClarisId\(\) \{([\s\S]*?)\n\}/));
  const core = Object.fromEntries([...body.matchAll(/\.(\w+) = "([^"]+)"/g)].map(([, name, value]) => [name, value]));
  assert.deepEqual(core, { user_pool_id: CLARIS_ID.userPoolId, client_id: CLARIS_ID.clientId, endpoint: CLARIS_ID.endpoint });
});

test("the ways in which no answer comes are the core's, in its order", () => {
  const [, list] = /** @type {RegExpMatchArray} */ (read('wasm/core/include/fmid/http.h').match(/enum class TransportFailure[^{]*\{([^}]*)\}/));
  const [, own] = /** @type {RegExpMatchArray} */ (read('js-glue/core.js').match(/const FAILURES = [^[]*\(\[([^\]]*)\]/));
  const core = list.split(',').map((name) => name.trim());
  const face = own.split(',').map((name) => name.trim().replaceAll("'", ''));
  /** What each is called on the two sides; a new one is a new line here. */
  const pairs = { kNone: '', kNetwork: 'network_failed', kOffline: 'offline', kCorsRefused: 'cors_refused', kTimeout: 'timeout', kAborted: 'aborted', kTooLarge: 'response_too_large' };
  assert.deepEqual(core, Object.keys(pairs));
  assert.deepEqual(face, Object.values(pairs));
});

/** The enumerators of a C++ enum. */
const enumerators = (/** @type {string} */ path, /** @type {string} */ name) => {
  const [, list] = /** @type {RegExpMatchArray} */ (read(path).match(new RegExp(`enum class ${name}[^{]*\\{([^}]*)\\}`)));
  return [...list.replace(/\/\/.*/g, '').matchAll(/\bk(\w+)/g)].map(([, word]) => word);
};

test("the operations are the core's, in its order", () => {
  const [, own] = /** @type {RegExpMatchArray} */ (read('js-glue/core.js').match(/const OPERATIONS = [^[]*\(\[([^\]]*)\]/));
  const face = own.split(',').map((name) => name.trim().replaceAll("'", ''));
  assert.deepEqual(enumerators('wasm/bindings/flow_handle.h', 'Operation').map((name) => name[0].toLowerCase() + name.slice(1)), face);
});

test("the classes of errors are the core's kinds, in its order", () => {
  const [, own] = /** @type {RegExpMatchArray} */ (read('js-glue/errors.js').match(/const CLASSES = \[([^\]]*)\]/));
  const kinds = enumerators('wasm/core/include/fmid/error.h', 'ErrorKind');
  assert.deepEqual(own.split(',').map((name) => name.trim()), kinds.map((kind) => `${kind}Error`));
});

test('the module exports what the face calls, and imports no more than the face gives', async () => {
  const module = await WebAssembly.compile(readFileSync(new URL('../../dist/fmid/fmid-core.wasm', import.meta.url)));
  const exported = WebAssembly.Module.exports(module).map(({ name }) => name);
  const typed = [...read('js-glue/exports.d.ts').matchAll(/^ {2}(fmid_\w+)\(/gm)].map(([, name]) => name);
  assert.deepEqual(exported.filter((name) => name.startsWith('fmid_')).sort(), typed.sort());
  assert.deepEqual(WebAssembly.Module.imports(module).map(({ name }) => name).sort(), ['emscripten_notify_memory_growth', 'proc_exit', 'random_get']);
});
