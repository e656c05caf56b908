// @ts-check
// Bundles js-glue with the Web Viewer bridge and the built module into one file, dist/fmid-webviewer.html. Usage: node scripts/lib/webviewer.mjs
//
// The file is one line of ASCII without "#" and without a "%" that two hexadecimal digits follow: FileMaker developers write
// "data:text/html," & $html, and an address ends at "#", decodes "%41" and loses its line breaks.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SOURCE = `${root}dist/fmid/`; // js-glue with what was compiled beside it
const OUT = `${root}dist/fmid-webviewer.html`;

/** ES2021 has neither private names (#name) nor class fields: Safari 16.0 does, addresses do not. @type {esbuild.BuildOptions} */
const COMMON = {
  bundle: true, minify: true, format: 'iife', target: 'es2021', charset: 'ascii', write: false, legalComments: 'none', logLevel: 'error',
  // Nothing is beside it: the .wasm, the catalogues and the styles are in the file.
  define: { 'import.meta.url': '"file:///"' },
  plugins: [{ name: 'packed messages', setup: leaveOutMessages }],
};

/** They are in the file already, packed: the import() of one is never reached. @param {esbuild.PluginBuild} build */
function leaveOutMessages({ onResolve }) {
  onResolve({ filter: /\/messages\// }, ({ path, kind }) => (kind === 'dynamic-import' ? { path, external: true } : undefined));
}

/** @param {esbuild.BuildOptions} options */
async function compile(options) {
  const { outputFiles } = await esbuild.build({ ...COMMON, ...options });
  return outputFiles?.[0].text ?? '';
}

/** @param {string} script that is fit for a script element and for a data: address */
function oneLine(script) {
  return (
    script
      .trim()
      .replace(/<\/(script)/gi, '<\\/$1')
      // What is left of them is in template literals, where a line break may be a space: the style sheet's.
      .replace(/\n\s*/g, ' ')
      // It can only be in a string: private names are compiled away.
      .replace(/#/g, '\\x23')
  );
}

/** @param {Buffer} data @returns {string} what inflate.js takes, as JavaScript */
const packed = (data) => JSON.stringify({ data: deflateRawSync(data, { level: 9 }).toString('base64'), size: data.length });

/** The element's catalogues besides the English one, by language. */
async function messages() {
  const folder = `${SOURCE}element/messages/`;
  const names = (await readdir(folder)).filter((name) => name !== 'en.js');
  const catalogues = names.map(async (name) => [name.replace('.js', ''), (await import(folder + name)).default]);
  return Buffer.from(JSON.stringify(Object.fromEntries(await Promise.all(catalogues))));
}

export async function buildWebViewer() {
  // One for every engine: with both, the file would be half as large again, for a sign-in that takes milliseconds either way.
  const wasm = await readFile(`${SOURCE}fmid-core-scalar.wasm`);
  const contents = `
    import { run } from './webviewer/main.js';
    run({ wasm: ${packed(wasm)}, messages: ${packed(await messages())} });`;
  const module = await compile({ stdin: { contents, resolveDir: SOURCE } });
  const stubs = await compile({ entryPoints: [`${SOURCE}webviewer/stubs.js`] });
  const page = (await readFile(`${SOURCE}webviewer/page.html`, 'utf8')).replace(/<!-- [\s\S]*? -->\n?/g, '').replace(/\n/g, '');
  const html = page.replace('/* stubs */', () => oneLine(stubs)).replace('/* fmid */', () => oneLine(module));
  const unfit = html.match(/.{0,30}([^ -~]|#|%[0-9a-f]{2}).{0,30}/i);
  if (unfit) throw new Error(`fmid-webviewer.html would not survive a data: address, at: ${JSON.stringify(unfit[0])}`);
  await writeFile(OUT, html);
  return { path: OUT, html };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { html } = await buildWebViewer();
  console.log(`dist/fmid-webviewer.html (${Math.round(html.length / 1000)} kB)`);
}
