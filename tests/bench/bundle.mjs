// @ts-check
// Bundles the peers, for Node and for pages.
import { copyFileSync, cpSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

export const HERE = fileURLToPath(new URL('./', import.meta.url));
export const OUT = fileURLToPath(new URL('../../build/bench/', import.meta.url));
export const DIST = fileURLToPath(new URL('../../dist/fmid/', import.meta.url));

/** @returns {string} a copy of the library that loads the scalar module */
export function scalarCopy() {
  const folder = `${OUT}fmid-scalar/`;
  cpSync(DIST, folder, { recursive: true });
  writeFileSync(`${folder}package.json`, '{ "type": "module" }\n');
  copyFileSync(`${folder}fmid-core-scalar.wasm`, `${folder}fmid-core.wasm`);
  return folder;
}

/**
 * `@peers/…` is a package in build/bench/node_modules or a file inside one, whatever it exports. By the plain name the project's own
 * node_modules would be found first, which have some of the peers for other tests.
 * @type {esbuild.Plugin}
 */
const peersPlugin = {
  name: 'peers',
  setup(build) {
    build.onResolve({ filter: /^@peers\// }, ({ path, kind }) => {
      const name = path.slice('@peers/'.length);
      const isFile = /\.m?js$/.test(name);
      // The trailing slash makes "buffer" the package, not Node's own module.
      return isFile ? { path: `${OUT}node_modules/${name}` } : build.resolve(name === 'buffer' ? 'buffer/' : name, { resolveDir: OUT, kind });
    });
    // Its functions are private, see peers/amazon-cognito-passwordless-auth.mjs.
    build.onLoad({ filter: /amazon-cognito-passwordless-auth.dist.client.srp\.js$/ }, async ({ path }) => ({
      contents: `${await readFile(path, 'utf8')}\nexport { calculateLargeAHex, calculateSrpSignature, generateSmallA };`,
      loader: 'js',
    }));
  },
};

/** @type {esbuild.BuildOptions} */
const COMMON = { bundle: true, target: 'es2020', format: 'esm', logLevel: 'error', plugins: [peersPlugin] };

/**
 * As a page would load it.
 * @param {string} entry relative to this folder
 * @returns {Promise<{ contents: Uint8Array, inputs: Record<string, { bytesInOutput: number }> }>}
 */
export async function bundle(entry) {
  const { outputFiles, metafile } = await esbuild.build({
    ...COMMON,
    entryPoints: [HERE + entry],
    platform: 'browser',
    minify: true,
    define: { global: 'globalThis' }, // amazon-cognito-identity-js's buffer wants it
    write: false,
    metafile: true,
  });
  return { contents: outputFiles[0].contents, inputs: Object.values(metafile.outputs)[0].inputs };
}

/**
 * The same for Node. Not the browser's bundle: several peers choose their randomness and hashing by where they run.
 * @param {string} entry relative to this folder
 * @param {string} name of the file
 * @returns {Promise<any>} the module
 */
export async function importForNode(entry, name) {
  const outfile = `${OUT}${name}`;
  const require = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  await esbuild.build({ ...COMMON, entryPoints: [HERE + entry], platform: 'node', outfile, banner: { js: require } });
  return import(outfile);
}
