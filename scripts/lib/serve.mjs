// @ts-check
// Serves dist/site on this machine, with the headers that a host should give it, and the relay beside it.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import http from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRelay } from '../../js-glue/node/relay.js';

const SITE = fileURLToPath(new URL('../../dist/site/', import.meta.url));

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src *; " +
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
};

/**
 * @typedef {Awaited<ReturnType<typeof import('../sandbox/index.mjs').startSandbox>>} Sandbox
 * @typedef {object} SiteOptions
 * @property {number} [port] default 0: any free one
 * @property {Sandbox} [sandbox] offered on the page beside Claris ID
 * @property {readonly string[]} [allow] FileMaker hosts that the relay forwards to, besides the sandbox's
 * @property {boolean} [relay] default true
 * @property {Record<string, string>} [scripts] further modules by path, for tests: what a page that embeds fmid brings itself
 */

/**
 * @param {SiteOptions} [options]
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function startSite({ port = 0, sandbox, allow = [], relay = true, scripts = {} } = {}) {
  const config = JSON.stringify({ pools: sandbox ? [sandboxPool(sandbox)] : [], ...(relay && { relay: '/relay' }) });
  const forward = relay ? createRelay({ allow: [...allow, ...(sandbox ? [sandbox.host.url] : [])] }) : () => false;
  const server = http.createServer((request, response) => {
    // A name that resolves to this machine (DNS rebinding) must not make another site's page the same origin as this one.
    if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) return end(response, 421);
    if (forward(request, response)) return;
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405);
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    if (pathname === '/config.json') {
      response.writeHead(200, { ...HEADERS, 'content-type': TYPES['.json'] });
      return response.end(config);
    }
    if (Object.hasOwn(scripts, pathname)) {
      response.writeHead(200, { ...HEADERS, 'content-type': TYPES['.js'] });
      return response.end(scripts[pathname]);
    }
    sendFile(pathname, response).catch(() => end(response, 404));
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', () => resolve(undefined)));
  const { port: actual } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${actual}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections?.();
      }),
  };
}

/** @param {Sandbox} sandbox */
function sandboxPool({ pool, host, accounts }) {
  return {
    id: 'sandbox',
    label: 'Sandbox on this machine',
    userPoolId: pool.userPoolId,
    clientId: pool.clientId,
    endpoint: pool.url,
    host: host.url,
    databases: host.databases.map(({ name }) => name),
    accounts,
  };
}

/**
 * @param {string} pathname
 * @param {http.ServerResponse} response
 */
async function sendFile(pathname, response) {
  const relative = normalize(decodeURIComponent(pathname)).replace(/^[/\\]+/, '') || 'index.html';
  const file = join(SITE, relative);
  const type = TYPES[extname(file)];
  if (!file.startsWith(SITE) || !type || !(await stat(file)).isFile()) return end(response, 404);
  response.writeHead(200, { ...HEADERS, 'content-type': type });
  createReadStream(file).on('error', () => response.destroy()).pipe(response);
}

/**
 * @param {http.ServerResponse} response
 * @param {number} status
 */
function end(response, status) {
  response.writeHead(status, { ...HEADERS, 'content-type': 'text/plain' });
  response.end(http.STATUS_CODES[status]);
}
