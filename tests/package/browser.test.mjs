// @ts-check
// The package in Chromium: from a page without a bundler, from esbuild and from Vite, under a strict Content-Security-Policy.
import assert from 'node:assert/strict';
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { chromium } from '@playwright/test';
import { build as esbuild } from 'esbuild';
import { createServer, build as vite } from 'vite';
import { headlessShell } from '../../scripts/lib/chromium.mjs';
import { SIGN_IN, project, sandboxed, served, shell, write } from './installed.mjs';

const launching = chromium.launch(headlessShell);
after(async () => (await launching).close());

/** @param {string} script @param {string} [head] */
const html = (script, head = '') => `<!doctype html><meta charset="utf-8"><title>…</title>${head}<script type="module" src="${script}"></script>\n`;

/** @param {object} settings @param {string} fmid where it is imported from */
const pageScript = (settings, fmid) => `
import { createClient } from '${fmid}';
import { whoSignsIn } from './sign-in.mjs';
document.title = await whoSignsIn(createClient, ${JSON.stringify(settings)}).catch((error) => error.message);
`;

/** What the page at this address signs in as. @param {string} url */
async function titleOf(url) {
  const page = await (await launching).newPage();
  try {
    /** @type {string[]} */
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && !message.location().url.endsWith('/favicon.ico') && complaints.push(message.text()));
    await page.goto(url);
    await page.waitForFunction(() => document.title !== '…');
    assert.deepEqual(complaints, []);
    return await page.title();
  } finally {
    await page.close();
  }
}

test('a page without a bundler signs in, from the installed files as they are', async (t) => {
  const { settings } = await sandboxed(t);
  const folder = await project();
  write({ 'plain/index.html': html('./main.js'), 'plain/main.js': pageScript(settings, '../node_modules/fmid/index.js'), 'plain/sign-in.mjs': SIGN_IN });
  assert.equal(await titleOf(`${await served(t, folder)}plain/`), 'sms@example.com');
});

test('a worker of a page signs in', async (t) => {
  const { settings } = await sandboxed(t);
  const folder = await project();
  write({
    'worker/index.html': html('./main.js'),
    'worker/main.js': "new Worker('./worker.js', { type: 'module' }).onmessage = ({ data }) => { document.title = data; };\n",
    'worker/worker.js': pageScript(settings, '../node_modules/fmid/index.js').replace(/document\.title = (.*);/, 'postMessage($1);'),
    'worker/sign-in.mjs': SIGN_IN,
  });
  assert.equal(await titleOf(`${await served(t, folder)}worker/`), 'sms@example.com');
});

test('a bundle of esbuild signs in, with the .wasm beside it', async (t) => {
  const { settings } = await sandboxed(t);
  const folder = await project();
  write({ 'esbuild/main.js': pageScript(settings, 'fmid'), 'esbuild/sign-in.mjs': SIGN_IN, 'esbuild/out/index.html': html('./main.js') });
  await esbuild({ absWorkingDir: folder, entryPoints: ['esbuild/main.js'], bundle: true, format: 'esm', minify: true, outdir: 'esbuild/out', logLevel: 'error' });
  copyFileSync(join(folder, 'node_modules/fmid/fmid-core.wasm'), join(folder, 'esbuild/out/fmid-core.wasm'));
  assert.equal(await titleOf(await served(t, join(folder, 'esbuild/out'))), 'sms@example.com');
});

test('a bundle of esbuild that is one file, .wasm and all, signs in in a page and in Node', async (t) => {
  const { settings } = await sandboxed(t);
  const folder = await project();
  write({
    'one/main.js': `
import { createClient } from 'fmid';
import wasm from 'fmid/fmid-core.wasm';
import { whoSignsIn } from './sign-in.mjs';
const email = await whoSignsIn(createClient, ${JSON.stringify(settings)}, { wasm });
if (globalThis.document) document.title = email;
else console.log(email);
`,
    'one/sign-in.mjs': SIGN_IN,
    'one/out/index.html': html('./main.js'),
  });
  await esbuild({ absWorkingDir: folder, entryPoints: ['one/main.js'], bundle: true, format: 'esm', target: 'es2022', loader: { '.wasm': 'binary' }, outdir: 'one/out', logLevel: 'error' });
  assert.equal(await titleOf(await served(t, join(folder, 'one/out'))), 'sms@example.com');
  assert.equal(await shell(process.execPath, ['one/out/main.js'], folder), 'sms@example.com\n');
});

test('what Vite builds signs in; it takes both modules along by itself', async (t) => {
  const { settings } = await sandboxed(t);
  const folder = await project();
  write({ 'vite/index.html': html('/main.js'), 'vite/main.js': pageScript(settings, 'fmid'), 'vite/sign-in.mjs': SIGN_IN });
  await vite({ root: join(folder, 'vite'), configFile: false, logLevel: 'error', build: { target: 'es2022', modulePreload: false } });
  for (const module of [/^fmid-core-(?!scalar).*\.wasm$/, /^fmid-core-scalar-.*\.wasm$/]) assert.ok(readdirSync(join(folder, 'vite/dist/assets')).some((name) => module.test(name)), String(module));
  assert.equal(await titleOf(await served(t, join(folder, 'vite/dist'))), 'sms@example.com');
});

test("Vite's development server serves it where it is told to leave the package as it is", async (t) => {
  const { settings } = await sandboxed(t);
  const folder = await project();
  write({ 'dev/index.html': html('/main.js'), 'dev/main.js': pageScript(settings, 'fmid'), 'dev/sign-in.mjs': SIGN_IN });
  const server = await createServer({
    root: join(folder, 'dev'),
    configFile: false,
    logLevel: 'error',
    optimizeDeps: { exclude: ['fmid'] }, // else it moves the JavaScript away from the .wasm (README.md says so)
    server: { host: '127.0.0.1', port: 0, fs: { allow: [folder] } },
  });
  t.after(() => server.close());
  await server.listen();
  assert.equal(await titleOf(`http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.httpServer?.address()).port}/`), 'sms@example.com');
});
