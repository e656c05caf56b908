// @ts-check
// Other people's clients, as install.mjs has put them into build/clients, and the one thing that is changed around them: where their
// requests go. Each has the address of Amazon's or Claris's service in it; here that is the sandbox.
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(new URL('../../../build/clients/index.js', import.meta.url));

/** Of the package or file, as an application imports it. @param {string} name @returns {any} */
export const required = (name) => require(name);

/** The same for what has only ES modules. @param {string} name */
export const imported = (name) => import(pathToFileURL(require.resolve(name)).href);

/** Where ClarisId of fm-odata-client asks for the ids of Claris's pool. */
const CLARIS_DISCOVERY = 'https://www.ifmcloud.com/endpoint/userpool/2.2.0.my.claris.com.json';

const AMAZON = /^cognito-idp\.[a-z0-9-]+\.amazonaws\.com$/;

/**
 * fetch() for as long as the test runs: what goes to Amazon goes to this pool, Claris's discovery has its ids, and nothing else leaves the
 * machine.
 * @param {import('node:test').TestContext} t
 * @param {import('../../../scripts/sandbox/pool.mjs').Pool} pool
 */
export function redirectFetch(t, pool) {
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) => {
    const request = new Request(input, init);
    const { hostname } = new URL(request.url);
    if (request.url === CLARIS_DISCOVERY) return Promise.resolve(Response.json(discovery(pool)));
    if (hostname === '127.0.0.1') return fetch(request);
    if (!AMAZON.test(hostname)) throw new TypeError(`a request to ${hostname}`);
    return fetch(pool.url, { method: request.method, headers: request.headers, body: request.body, duplex: 'half' });
  };
  t.after(() => {
    globalThis.fetch = fetch;
  });
}

/**
 * The same for https.request(options).
 * @param {import('node:test').TestContext} t
 * @param {import('../../../scripts/sandbox/pool.mjs').Pool} pool
 */
export function redirectHttps(t, pool) {
  const { request } = https;
  const { hostname, port } = new URL(pool.url);
  https.request = /** @type {any} */ ((/** @type {https.RequestOptions} */ options, /** @type {any} */ done) => {
    if (!AMAZON.test(options.hostname ?? '')) throw new TypeError(`a request to ${options.hostname}`);
    return http.request({ ...options, hostname, port }, done);
  });
  t.after(() => {
    https.request = request;
  });
}

/** @param {import('../../../scripts/sandbox/pool.mjs').Pool} pool */
const discovery = ({ userPoolId, clientId }) => ({
  errcode: 'Ok', errmessage: null,
  data: { Region: 'us-west-2', UserPool_ID: userPoolId, Client_ID: clientId, API_Host: 'api.example.com', FCC_Host: 'console.example.com' },
  csrid: null,
});
