// @ts-check
// Serves what the measured pages load: fmid as it is delivered, and bundles from memory.
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { extname } from 'node:path';
import { DIST, scalarCopy } from './bundle.mjs';

/** @type {Record<string, string>} */
const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm' };

const HEADERS = {
  // A page that is isolated from others has a clock with a step of 5 µs instead of 100.
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  // Nothing is fresh twice: no compiled code of the page before is found in a cache.
  'cache-control': 'no-store',
};

/**
 * @param {Record<string, string | Uint8Array>} files path → content; /fmid/ is dist/fmid, /fmid-scalar/ the same with the scalar module, every other path an empty page
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function serveBench(files) {
  /** @type {Record<string, string>} */
  const folders = { fmid: DIST, 'fmid-scalar': scalarCopy() };
  const server = http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://bench');
    try {
      const [, first, ...rest] = pathname.split('/');
      const content = folders[first] ? await readFile(folders[first] + rest.join('/')) : files[pathname];
      response.writeHead(200, { ...HEADERS, 'content-type': content === undefined ? 'text/html' : TYPES[extname(pathname)] });
      response.end(content ?? '<!doctype html><link rel="icon" href="data:,"><title>bench</title>');
    } catch {
      response.writeHead(404, HEADERS).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections?.();
      }),
  };
}
