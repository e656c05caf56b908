// @ts-check
// The places that a page can be in, and how a person signs in there.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { until } from './until.mjs';

/**
 * @typedef {import('./drivers.mjs').Page} Page
 * @typedef {import('./pages/probe.js').Settings} Settings
 * @typedef {{ site: { port: number }, settings: Settings }} Where
 * @typedef {Record<string, any>} Result
 */

const OUT = fileURLToPath(new URL('../../build/engines/', import.meta.url));
const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

/** What each place has to do without, and fmid with it, and whether the module sends its requests itself: the engines agree. @type {Record<string, Record<string, boolean>>} */
export const EXPECTED = {
  'a page on loopback, as https': { byModule: true, secure: true, subtle: true, storage: true, verified: true },
  'a plain http page': { byModule: true, secure: false, subtle: false, storage: true, verified: true },
  'a module worker': { byModule: true, secure: true, subtle: true, storage: false },
  'a sandboxed frame': { byModule: true, secure: true, subtle: true, storage: false },
  'a data: page': { byModule: true, secure: false, subtle: false, storage: false },
  'a file: page': { byModule: true, secure: true, subtle: true, storage: true },
  'the element, under a strict policy': { secure: true, styled: true },
  'the Web Viewer, as data:': { secure: false },
  'the Web Viewer, as a file': { secure: true },
};

/** @type {Record<string, (page: Page, where: Where) => Promise<Result>>} */
export const places = {
  'a page on loopback, as https': (page, { site }) => loads(page, `http://127.0.0.1:${site.port}/pages/page.html`),
  'a plain http page': (page) => loads(page, 'http://plain.test/pages/page.html'),
  'a module worker': (page, { site }) => loads(page, `http://127.0.0.1:${site.port}/pages/worker-page.html`),
  'a sandboxed frame': (page, { site }) => loads(page, `http://127.0.0.1:${site.port}/pages/frame-page.html`),
  'a data: page': async (page, { settings }) => loads(page, `data:text/html;base64,${Buffer.from(await singleFile(settings)).toString('base64')}`),
  'a file: page': async (page, { settings }) => loads(page, await inFile('page.html', await singleFile(settings))),
  'the element, under a strict policy': async (page, { site, settings }) => {
    await page.open(`http://127.0.0.1:${site.port}/pages/element.html`);
    await typeIn(page, settings);
    return untilReported(page);
  },
  'the Web Viewer, as data:': async (page, { settings }) => webViewer(page, settings, (html) => `data:text/html,${html}`),
  'the Web Viewer, as a file': async (page, { settings }) => webViewer(page, settings, (html) => inFile('webviewer.html', html)),
};

/** @param {Page} page @param {string} url */
async function loads(page, url) {
  await page.open(url);
  return untilReported(page);
}

/** @param {Page} page @returns {Promise<Result>} */
const untilReported = (page) => until(page, 'self.result?.use === "pending" ? undefined : self.result');

const FIELD = (/** @type {string} */ id) => `document.querySelector('fmid-sign-in')?.shadowRoot.querySelector('#${id}')`;

/** By keyboard, as a person does. @param {Page} page @param {Settings} settings */
async function typeIn(page, { username, password }) {
  await until(page, `${FIELD('username')} !== null && (${FIELD('username')}?.focus(), ${FIELD('username')}?.matches(':focus'))`);
  if (!(await page.evaluate(`${FIELD('username')}.value`))) await page.type(username);
  await page.press('Tab');
  await page.type(password);
  await page.press('Enter');
  // The form takes the focus along to the code, and sends itself after the sixth digit.
  await until(page, `${FIELD('code')}?.matches(':focus')`);
  await page.type('123456');
}

/** The page with its settings, as FileMaker substitutes them. @param {object} config */
export async function webViewerPage(config) {
  const html = await readFile(`${DIST}fmid-webviewer.html`, 'utf8');
  return html.replace('"fmid-config">{}', () => `"fmid-config">${JSON.stringify(config)}`);
}

/**
 * @param {Page} page
 * @param {Settings} settings
 * @param {(html: string) => string | Promise<string>} addressOf
 */
async function webViewer(page, settings, addressOf) {
  const html = await webViewerPage({ ...settings.pool, script: 'Take tokens', language: 'en' });
  await page.open(await addressOf(html));
  await typeIn(page, settings);
  // FileMaker comes late, as on macOS.
  await page.evaluate('void (self.ran = [], self.FileMaker = { PerformScript: (name, parameter) => self.ran.push([name, JSON.parse(parameter)]) })');
  const [, { ok, refreshToken }] = await until(page, 'self.ran[0]');
  if (!ok) throw new Error('no tokens came');
  // In a new Web Viewer FileMaker hands in what it kept: nobody is asked, nothing is shown.
  const again = await webViewerPage({ ...settings.pool, script: 'Take tokens', interactive: false, refreshToken });
  await page.open(await addressOf(again));
  await page.evaluate('void (self.ran = [], self.FileMaker = { PerformScript: (name, parameter) => self.ran.push([name, JSON.parse(parameter)]) })');
  const [script, answer] = await until(page, 'self.ran[0]');
  return { use: script === 'Take tokens' && answer.ok && answer.idToken && 'id', secure: await page.evaluate('isSecureContext'), error: answer.message };
}

/** The core and its module in one file. @param {Settings} settings */
async function singleFile(settings) {
  const wasm = await readFile(`${DIST}fmid/fmid-core-scalar.wasm`, 'base64');
  /** @type {esbuild.Plugin} */
  const library = { name: 'library', setup: (build) => build.onResolve({ filter: /^\.\.\/fmid\// }, ({ path }) => ({ path: DIST + path.slice(3) })) };
  const { outputFiles } = await esbuild.build({
    entryPoints: [fileURLToPath(new URL('pages/single.js', import.meta.url))],
    bundle: true, minify: true, format: 'iife', charset: 'ascii', write: false, logLevel: 'error', plugins: [library],
    banner: { js: `self.settings = ${JSON.stringify({ ...settings, wasm })};` },
    define: { 'import.meta.url': '"about:blank"' },
  });
  return `<!doctype html><meta charset="utf-8"><title>Test</title><body><script>${outputFiles[0].text}</script></body>`;
}

/** @param {string} name @param {string} html @returns {Promise<string>} its address */
export async function inFile(name, html) {
  await mkdir(OUT, { recursive: true });
  await writeFile(OUT + name, html);
  return pathToFileURL(OUT + name).href;
}
