// @ts-check
// What a page has to load: every client bundled to "sign in and return the tokens" (size-entries/), raw and compressed.
import { readFile, readdir } from 'node:fs/promises';
import { constants, brotliCompressSync, gzipSync } from 'node:zlib';
import { DIST, HERE, bundle } from './bundle.mjs';
import { profileWasm } from './wasm-profile.mjs';

/** @typedef {{ raw: number, gzip: number, brotli: number }} Size bytes; gzip -9, brotli -q 11 */

/**
 * @param {Uint8Array} content
 * @returns {Size}
 */
export function sizeOf(content) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  return { raw: content.length, gzip: gzipSync(content, { level: 9 }).length, brotli: brotliCompressSync(content, { params }).length };
}

/** @param {Size} a @param {Size} b @returns {Size} */
const sum = (a, b) => ({ raw: a.raw + b.raw, gzip: a.gzip + b.gzip, brotli: a.brotli + b.brotli });

/**
 * fmid's own: its JavaScript in one file, its .wasm, and both together as two downloads; the .wasm that engines without SIMD load instead. Needs dist/ and no peers.
 * @returns {Promise<{ js: Size, wasm: Size, total: Size, scalarWasm: Size }>}
 */
export async function clientSize() {
  const js = sizeOf((await bundle('size-entries/fmid.mjs')).contents);
  const [wasm, scalarWasm] = await Promise.all(['fmid-core', 'fmid-core-scalar'].map(async (name) => sizeOf(await readFile(`${DIST}${name}.wasm`))));
  return { js, wasm, total: sum(js, wasm), scalarWasm };
}

/** @returns {Promise<{ name: string, size: Size }[]>} the peers, from small to large */
export async function peerSizes() {
  const files = (await readdir(`${HERE}size-entries`)).filter((file) => !/^(fmid|cognito-fetch)\.mjs$/.test(file));
  const rows = await Promise.all(
    files.map(async (file) => ({ name: file.replace(/\.mjs$/, ''), size: sizeOf((await bundle(`size-entries/${file}`)).contents) })),
  );
  return rows.sort((a, b) => a.size.brotli - b.size.brotli);
}

/**
 * fmid's bundled JavaScript by file.
 * @returns {Promise<{ name: string, bytes: number }[]>} from large to small
 */
export async function clientScriptParts() {
  const { inputs } = await bundle('size-entries/fmid.mjs');
  return Object.entries(inputs)
    .map(([path, { bytesInOutput }]) => ({ name: path.replace(/^.*dist\/fmid\//, ''), bytes: bytesInOutput }))
    .sort((a, b) => b.bytes - a.bytes);
}

/** All of `scripts/bench size`. Needs the peers and build/wasm. */
export async function measureSize() {
  const [client, peers, scriptParts] = await Promise.all([clientSize(), peerSizes(), clientScriptParts()]);
  return { client, peers, scriptParts, wasm: profileWasm() };
}
