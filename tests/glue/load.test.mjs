// @ts-check
// Loading the module: from bytes, from a compiled module, and where it cannot work.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';

const wasm = new URL('../../dist/fmid/fmid-core.wasm', import.meta.url);
let copies = 0;
/** A copy of the library with nothing loaded yet. */
const fresh = () => import(`../../dist/fmid/index.js?copy=${copies++}`);

/**
 * Runs `code` in a Node of its own, where globals can be taken away; gives what it posts.
 * @param {string} code
 */
function elsewhere(code) {
  const library = JSON.stringify(new URL('../../dist/fmid/index.js', import.meta.url).href);
  const source = `const { parentPort } = require('node:worker_threads');
    (async () => { ${code} })().then((result) => parentPort.postMessage(result), (error) => parentPort.postMessage({ code: error.code, message: error.message, name: error.name }));
    async function createClient(options) { return (await import(${library})).createClient(options); }`;
  return new Promise((resolve, reject) => {
    const worker = new Worker(source, { eval: true });
    worker.once('message', resolve).once('error', reject);
  });
}

test('without WebAssembly the reason is plain', async () => {
  const error = /** @type {any} */ (await elsewhere('delete globalThis.WebAssembly; return createClient();'));
  assert.equal(error.code, 'wasm_unavailable');
  assert.match(error.message, /Lockdown Mode/);
});

test('without randomness nothing is loaded', async () => {
  const error = /** @type {any} */ (await elsewhere("Object.defineProperty(globalThis, 'crypto', { value: {} }); return createClient();"));
  assert.equal(error.code, 'random_unavailable');
});

test('a generator that gives zeros ends the sign-in before anything is sent', async () => {
  const error = /** @type {any} */ (await elsewhere(`
    Object.defineProperty(globalThis, 'crypto', { value: { getRandomValues: (target) => target } });
    const fmid = await createClient({ transport: () => { throw new Error('sent'); } });
    return fmid.signIn({ username: 'a', password: 'b' });`));
  assert.equal(error.code, 'random_unavailable');
});

test('a module that cannot be read fails once and is tried again', async () => {
  const first = await elsewhere(`
    const code = await createClient({ wasm: new Uint8Array([1, 2, 3]) }).catch((error) => error.code);
    const fmid = await createClient();
    return { code, pool: fmid.pool.userPoolId };`);
  assert.deepEqual(first, { code: 'wasm_load_failed', pool: 'us-west-2_NqkuZcXQY' });
});

test('the module loads from bytes and from a compiled module', async () => {
  const bytes = await readFile(wasm);
  for (const source of [bytes, new WebAssembly.Module(bytes), wasm, wasm.href]) {
    const result = /** @type {any} */ (await elsewhere(typeof source === 'string' || source instanceof URL
      ? `return (await createClient({ wasm: ${JSON.stringify(String(source))} })).pool.clientId;`
      : `return (await createClient({ wasm: require('node:fs').readFileSync(new URL(${JSON.stringify(wasm.href)})) })).pool.clientId;`));
    assert.equal(result, '4l9rvl4mv5es1eep1qe97cautn');
  }
  assert.ok((await (await fresh()).createClient({ wasm: new WebAssembly.Module(bytes) })).pool);
});

test('what another realm compiled or read is taken for what it is', async () => {
  const { compile } = await import('../../dist/fmid/load.js');
  const bytes = await readFile(wasm);
  const [module, buffer] = runInNewContext('[new WebAssembly.Module(bytes), Uint8Array.from(bytes).buffer]', { bytes });
  assert.ok(!(module instanceof WebAssembly.Module) && !(buffer instanceof ArrayBuffer));
  assert.equal(await compile(module), module);
  assert.ok((await compile(buffer)) instanceof WebAssembly.Module);
});
