// @ts-check
// Serves dist/site on this machine, with the headers that a host should give it, and the relay beside it.
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { createRelay } from '../../dist/fmid/node/relay.js';
import { createGuard } from '../../dist/fmid/node/service/guard.js';
import { createSite } from '../../dist/fmid/node/service/site.js';

const SITE = fileURLToPath(new URL('../../dist/site/', import.meta.url));

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
  const config = { pools: sandbox ? [sandboxPool(sandbox)] : [], ...(relay && { relay: '/relay' }) };
  const forward = relay ? createRelay({ allow: [...allow, ...(sandbox ? [sandbox.host.url] : [])] }) : () => false;
  const page = createSite({ folder: SITE, config, scripts });
  const guard = createGuard({ names: [] });
  const server = http.createServer(async (request, response) => {
    try {
      guard.checkName(request.headers);
    } catch {
      return end(response, 421);
    }
    if (forward(request, response)) return;
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405);
    if (!(await page((request.url ?? '/').split('?')[0], response))) end(response, 404);
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
    sandbox: true,
    userPoolId: pool.userPoolId,
    clientId: pool.clientId,
    endpoint: pool.url,
    host: host.url,
    databases: host.databases.map(({ name }) => name),
    accounts,
  };
}

/**
 * @param {http.ServerResponse} response
 * @param {number} status
 */
function end(response, status) {
  response.writeHead(status, { 'content-type': 'text/plain' });
  response.end(http.STATUS_CODES[status]);
}
