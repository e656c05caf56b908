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

test('the exports that the face calls are those of the module', () => {
  const exported = [...read('wasm/bindings/exports.cc').matchAll(/FMID_EXPORT [^(]*?\b(fmid_\w+)\(/g)].map(([, name]) => `_${name}`);
  const typed = [...read('js-glue/fmid-core.d.ts').matchAll(/^ {2}(_fmid_\w+)\(/gm)].map(([, name]) => name);
  assert.ok(exported.length > 20);
  assert.deepEqual(typed.sort(), exported.sort());
});
