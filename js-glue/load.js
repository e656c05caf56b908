// @ts-check
// Loads the WebAssembly module, once, from wherever this runs: a page, a worker, a data: page, Node.
import { openCore } from './core.js';
import { EnvironmentError } from './errors.js';

/** @typedef {import('./core.js').Core} Core */
/** @typedef {import('./index.js').ClientOptions['wasm']} WasmSource */

/** @type {Promise<Core> | undefined} */
let shared;

const inNode = typeof process === 'object' && typeof process.versions?.node === 'string';

/**
 * The module; the first call decides where its bytes come from. A failure is not kept: the next call tries again.
 * @param {WasmSource} [source]
 * @returns {Promise<Core>}
 */
export function loadCore(source) {
  shared ??= instantiate(source).catch((error) => {
    shared = undefined;
    throw error;
  });
  return shared;
}

/** @param {WasmSource} source */
async function instantiate(source) {
  if (typeof WebAssembly !== 'object') throw new EnvironmentError({ code: 'wasm_unavailable' });
  const getRandomValues = await randomSource();
  return openCore(await compile(source), getRandomValues);
}

/**
 * @param {WasmSource} source default: the core that suits the engine
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compile(source) {
  try {
    if (isA('WebAssembly.Module', source)) return /** @type {WebAssembly.Module} */ (source);
    if (isA('ArrayBuffer', source) || ArrayBuffer.isView(source)) return await WebAssembly.compile(/** @type {BufferSource} */ (source));
    const url = await addressOf(/** @type {string | URL | undefined} */ (source));
    if (inNode && url.protocol === 'file:') return await WebAssembly.compile(await (await nodeModule('node:fs/promises')).readFile(url));
    const response = await fetch(url);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    // Streaming wants the server to say application/wasm; one that does not is no reason to fail.
    const isWasm = response.headers.get('content-type')?.startsWith('application/wasm');
    return isWasm && WebAssembly.compileStreaming
      ? await WebAssembly.compileStreaming(response)
      : await WebAssembly.compile(await response.arrayBuffer());
  } catch (cause) {
    // A page's CSP without 'wasm-unsafe-eval' refuses compilation with a CompileError that says so.
    throw new EnvironmentError({ code: 'wasm_load_failed', detail: String(/** @type {Error} */ (cause).message ?? cause) }, { cause });
  }
}

/** Of another realm, too: Next.js compiles for its edge runtime outside of it. @param {string} name @param {unknown} value */
const isA = (name, value) => Object.prototype.toString.call(value) === `[object ${name}]`;

/** @param {string | URL | undefined} source @returns {Promise<URL>} */
async function addressOf(source) {
  // A bundle of CommonJS, as one makes them for AWS Lambda, has no import.meta.url: the file is to be beside it.
  const bundle = import.meta.url || typeof __filename !== 'string' ? undefined : (await nodeModule('node:url')).pathToFileURL(__filename);
  if (source) return new URL(source, bundle ?? import.meta.url);
  if (bundle) return new URL('fmid-core.wasm', bundle);
  // In these words bundlers find the files and take them along; one is fetched.
  return hasSimd() ? new URL('./fmid-core.wasm', import.meta.url) : new URL('./fmid-core-scalar.wasm', import.meta.url);
}

/** Whether the engine takes a function of i8x16.splat and f64x2.convert_low_i32x4_s, among SIMD's last: Chrome 91, Firefox 89, Safari 16.4, Node 16. */
const hasSimd = () => WebAssembly.validate(new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 11, 1, 9, 0, 65, 0, 253, 15, 253, 254, 1, 11,
]));

/** @returns {Promise<(target: Uint8Array) => void>} */
async function randomSource() {
  const crypto = await webCrypto();
  if (typeof crypto?.getRandomValues !== 'function') throw new EnvironmentError({ code: 'random_unavailable' });
  return (target) => crypto.getRandomValues(target);
}

/** Node 18 has it, and no global of this name. @returns {Promise<Crypto | undefined>} */
export async function webCrypto() {
  return globalThis.crypto ?? (inNode ? (await nodeModule('node:crypto')).webcrypto : undefined);
}

/**
 * A name that bundlers for the browser do not try to resolve.
 * @param {string} name
 */
function nodeModule(name) {
  return import(/* webpackIgnore: true */ /* @vite-ignore */ name);
}

/**
 * Does what can be done before anybody signs in (the table of powers of g, a and A) in small slices while the page is idle. Nothing
 * breaks where it was not done in time.
 * @param {Core} core
 */
export function prepareWhenIdle(core) {
  if (inNode) return; // a program signs in at once
  const idle = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ work) => setTimeout(work, 1));
  const slice = () => {
    if (!core.prepare()) idle(slice);
  };
  idle(slice);
}
