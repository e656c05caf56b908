// @ts-check
// Serves the page (dist/site) with the headers that every host should give it.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** deploy/nginx has the same; tests/service/nginx.test.mjs compares them. */
export const SITE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src *; " +
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
};

/**
 * @typedef {object} Site
 * @property {string} folder
 * @property {object} [config] what the page reads as config.json (web/config.js)
 * @property {Record<string, string>} [scripts] further modules by path, for tests: what a page that embeds fmid brings itself
 */

/**
 * @param {Site} site
 * @returns {(pathname: string, response: import('node:http').ServerResponse) => Promise<boolean>} false: there is no such file
 */
export function createSite({ folder, config = {}, scripts = {} }) {
  const root = normalize(folder + sep);
  /** @type {Record<string, string>} */
  const texts = { ...scripts, '/config.json': JSON.stringify(config) };

  return async (pathname, response) => {
    const type = TYPES[extname(pathname === '/' ? '/index.html' : pathname)];
    if (!type) return false;
    if (Object.hasOwn(texts, pathname)) {
      response.writeHead(200, { ...SITE_HEADERS, 'content-type': type });
      response.end(texts[pathname]);
      return true;
    }
    const file = fileOf(pathname);
    const status = file ? await stat(file).catch(() => undefined) : undefined;
    if (!file || !status?.isFile()) return false;
    response.writeHead(200, { ...SITE_HEADERS, 'content-type': type, 'content-length': status.size });
    createReadStream(file).on('error', () => response.destroy()).pipe(response);
    return true;
  };

  /** @param {string} pathname */
  function fileOf(pathname) {
    try {
      const file = join(root, decodeURIComponent(pathname === '/' ? '/index.html' : pathname));
      return file.startsWith(root) && !file.includes('\0') ? file : undefined;
    } catch {
      return undefined; // not percent-encoded text
    }
  }
}
