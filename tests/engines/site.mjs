// @ts-check
// Serves the pages of this folder and the built library, under the policy that a careful site has.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOTS = { '/fmid/': new URL('../../dist/fmid/', import.meta.url), '/pages/': new URL('pages/', import.meta.url) };

/** @type {Record<string, string>} */
const TYPES = { '.js': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm', '.css': 'text/css', '.html': 'text/html; charset=utf-8' };

const CSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; connect-src *; frame-src 'self' http://127.0.0.1:*; base-uri 'none'; form-action 'none'";

/**
 * Each NAME.js has a page NAME.html.
 * @param {object} settings what /settings.json says
 * @param {Map<string, string>} [scripts] more of them, by path
 */
export async function startSite(settings, scripts = new Map()) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    // A sandboxed frame has an origin of its own, which nobody else has: everything that it loads is of another one.
    const headers = { 'content-type': TYPES[extname(pathname)] ?? 'text/plain', 'content-security-policy': CSP, 'access-control-allow-origin': '*' };
    try {
      const content = scripts.get(pathname) ?? (await contentOf(pathname, settings));
      // 'self' is nothing to a sandboxed frame; its server is named.
      if (pathname.endsWith('/frame.html')) headers['content-security-policy'] = CSP.replace(/'self'/g, `http://${request.headers.host}`);
      response.writeHead(200, headers).end(content);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** @param {string} pathname @param {object} settings */
async function contentOf(pathname, settings) {
  if (pathname === '/settings.json') return JSON.stringify(settings);
  if (extname(pathname) === '.html') {
    const script = pathname.replace(/\.html$/, '.js');
    return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title><body><script type="module" src="${script}" crossorigin></script></body></html>`;
  }
  const path = normalize(decodeURIComponent(pathname));
  for (const [prefix, root] of Object.entries(ROOTS)) {
    if (path.startsWith(prefix)) return readFile(fileURLToPath(new URL(path.slice(prefix.length), root)));
  }
  throw new Error('no such file');
}
