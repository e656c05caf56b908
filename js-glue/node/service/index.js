// @ts-check
// The service: gets tokens and Data API sessions for programs, relays for pages. One WebAssembly module, a client for each sign-in.
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP } from 'node:net';
import { createClient } from '../../index.js';
import { allowedHosts } from '../allowed-hosts.js';
import { createRelay } from '../relay.js';
import { SettingError } from '../setting-error.js';
import { InvalidBody, readBody } from './body.js';
import { createCrowd } from './crowd.js';
import { ROUTES } from './description.js';
import { createGuard } from './guard.js';
import { createHandlers } from './handlers.js';
import { createHostTransport } from './host-transport.js';
import { createKeptSessions } from './kept-sessions.js';
import { createLockout } from './lockout.js';
import { createLog } from './log.js';
import { toOpenApi } from './openapi.js';
import { Refusal, describe, isSayable, statusOf } from './problems.js';
import { createSignIns } from './sign-ins.js';
import { createSite } from './site.js';

/** A person at a slow connection is not kept out, one who holds connections open for nothing is. */
const LIMITS = {
  headersMs: 10_000,
  bodyMs: 10_000, // of 64 kB
  requestMs: 5 * 60_000, // 64 MB for a container at 2 Mbit/s
  checkEveryMs: 5000,
  idleMs: 2 * 60_000,
  headerBytes: 16 * 1024, // a token and some more
  connections: 1000,
  requests: 256, // that are being worked on
  /** For what is being worked on when the service is told to stop. */
  graceMs: 10_000,
};
const TEND_MS = 60_000;

/**
 * @typedef {object} ServiceOptions
 * @property {number} [port] default 3000, as the article's service; 0: any free one
 * @property {string} [address] that it listens on, default 127.0.0.1
 * @property {{ certificate: string | Buffer, key: string | Buffer }} [tls]
 * @property {boolean} [insecureHttp] listen without TLS where other machines reach it: passwords and tokens travel in the open
 * @property {readonly string[]} [names] host names that it goes by, besides localhost
 * @property {string} [apiKey] that every request has to bring in X-API-Key
 * @property {boolean} [withoutApiKey] let other machines in without one: all who reach the service may try passwords with it
 * @property {readonly string[]} [allow] FileMaker hosts; see allowed-hosts.js. Default: none
 * @property {import('../../index.js').PoolOptions} [pool] default: Claris ID
 * @property {boolean} [strictStatus] HTTP statuses that say what happened, where the article's service says 200
 * @property {import('./site.js').Site} [site] the page
 * @property {(line: string) => void} [log] default: nowhere
 * @property {Partial<typeof LIMITS>} [limits]
 * @property {() => number} [now] for tests
 * @property {typeof import('node:dns').lookup} [lookup] for tests
 */

/**
 * @param {ServiceOptions} [options]
 * @returns {Promise<{ url: string, port: number, close(): Promise<void> }>} close: finishes what goes on, then logs the Data API sessions out
 */
export async function startService(options = {}) {
  const { port = 3000, address = '127.0.0.1', tls, insecureHttp = false, names = [], apiKey, withoutApiKey = false, allow = [], pool, strictStatus = false, site } = options;
  const { log: write = () => {}, now = Date.now, lookup } = options;
  const limits = { ...LIMITS, ...options.limits };
  if (!isLoopback(address) && !tls && !insecureHttp) {
    throw new SettingError(`${address} can be reached from other machines, and passwords would travel in the open.`, 'Give a TLS certificate and key, or say that something in front of the service encrypts (--insecure-http).');
  }
  if (!isLoopback(address) && apiKey === undefined && !withoutApiKey) {
    throw new SettingError(`${address} can be reached from other machines, and all of them could try passwords here.`, 'Give an API key (--api-key-file, FMID_API_KEY), or say that none is asked for (--without-api-key).');
  }
  if (apiKey !== undefined && withoutApiKey) throw new SettingError('There is an API key, and none is to be asked for.', 'Give one or the other.');
  if (site && apiKey !== undefined) throw new SettingError('A page cannot send an API key.', 'Serve the page (--site) or ask for a key, not both.');

  const newClient = () => createClient({ pool, now });
  const { pool: whole } = await newClient(); // mistakes in the pool's settings show now, and the module is loaded
  const targetOf = allowedHosts(allow, lookup);
  const log = createLog(write);
  const signIns = createSignIns({ newClient, now });
  const sessions = createKeptSessions({ newClient, newHostClient: () => createClient({ pool, now, transport: createHostTransport(targetOf) }), targetOf, now });
  const relay = createRelay({ allow, lookup });
  const guard = createGuard({ names, apiKey });
  const handlers = createHandlers({ signIns, lockout: createLockout({ now }), sessions, newClient, log, strictStatus, openApi: toOpenApi({ apiKey: apiKey !== undefined }) });
  // A page cannot keep an app client's secret: such a pool is not offered there.
  const offered = pool && !pool.clientSecret ? [{ id: 'served', label: whole.userPoolId, ...whole }] : [];
  const page = site && createSite({ config: { relay: '/relay', pools: offered }, ...site });
  const working = createCrowd(limits.requests);
  const connected = createCrowd(limits.connections);
  let stopping = false;

  /**
   * @param {http.IncomingMessage} request
   * @param {http.ServerResponse} response
   */
  async function answer(request, response) {
    const id = randomUUID();
    const began = performance.now();
    /** @type {Record<string, string>} */
    const facts = {};
    const { method = '', url = '' } = request;
    const path = url.split('?')[0];
    const route = ROUTES.find((each) => each.method === method && each.path === routePath(path));
    const gone = new AbortController();
    const { remoteAddress = '' } = request.socket;
    /** @type {(() => void) | undefined} */
    let leave;
    const admit = () => {
      leave = working.enter(remoteAddress);
      if (!leave) throw new Refusal(503, 'busy', 'Too many requests at once.', 'Try again in a moment.', { 'retry-after': '1' });
    };
    // Until a request has been let in and has come, its answer is the last on its connection: nobody holds one open by what they do not send.
    const { shouldKeepAlive } = response;
    response.shouldKeepAlive = false;
    const settle = () => {
      response.shouldKeepAlive = shouldKeepAlive && !stopping && !hasUnreadBody(request);
    };
    response.setHeader('x-request-id', id);
    response.on('close', () => {
      leave?.();
      if (!response.writableFinished) gone.abort();
      const what = route?.path ?? (path.startsWith('/relay/') ? '/relay' : 'other');
      log.line('request', { id, method, route: what, status: response.statusCode, whole: response.writableFinished, ms: Math.round(performance.now() - began), ...facts });
      if (stopping) server.closeIdleConnections();
    });
    const note = (/** @type {Record<string, string>} */ more) => void Object.assign(facts, more);
    try {
      guard.checkName(request.headers);
      // The page may be linked to from elsewhere; what it does here may not be done from elsewhere.
      const isPage = page && !route && /^(GET|HEAD)$/.test(method) && !path.startsWith('/relay');
      if (!isPage) guard.checkCaller(request.headers, route?.open ?? false);
      if (route) {
        const body = route.body && (await readBody(request, route.body, limits.bodyMs));
        // What is only being sent takes nobody's place, and whether the service is well is said however many are in.
        if (!route.open) admit();
        settle();
        const reply = await handlers[route.id]({ body, signal: gone.signal, note });
        return sendJson(response, reply.status, reply.body, reply.headers);
      }
      admit();
      settle();
      if (relay(request, response)) return;
      if (isPage && (await page(path, response))) return;
      throw nothingThere(path);
    } catch (error) {
      if (response.headersSent || gone.signal.aborted) return void response.destroy();
      if (error instanceof InvalidBody) return sendJson(response, 422, { errors: error.errors });
      if (isSayable(error)) {
        note({ code: error.code });
        return sendJson(response, statusOf(error), { error: describe(error) }, error instanceof Refusal ? error.headers : {});
      }
      log.fault(id, error);
      sendJson(response, 500, { error: describe(new Refusal(500, 'internal', 'A fault of the service.', `Whoever runs it finds it in the log, by the id ${id}.`)) });
    }
  }

  const settings = { headersTimeout: limits.headersMs, requestTimeout: limits.requestMs, connectionsCheckingInterval: limits.checkEveryMs, maxHeaderSize: limits.headerBytes };
  const server = tls
    ? https.createServer({ ...settings, cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2', handshakeTimeout: limits.headersMs }, answer)
    : http.createServer(settings, answer);
  server.on('connection', (/** @type {import('node:net').Socket} */ socket) => {
    const goes = connected.enter(socket.remoteAddress ?? '');
    if (goes) socket.once('close', goes);
    else socket.destroy();
  });
  server.setTimeout(limits.idleMs);
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, address, () => resolve(undefined)));

  const timer = setInterval(() => {
    signIns.tend();
    void sessions.tend();
  }, TEND_MS);
  const { port: actual } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const url = `${tls ? 'https' : 'http'}://${isIP(address) === 6 ? `[${address}]` : address}:${actual}/`;
  log.line('listening', { port: actual, tls: tls !== undefined, apiKey: apiKey !== undefined, hosts: allow.join(' ') });

  return {
    url,
    port: actual,
    async close() {
      stopping = true;
      clearInterval(timer);
      const closed = new Promise((resolve) => server.close(resolve));
      signIns.close();
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), limits.graceMs);
      await closed;
      clearTimeout(late);
      await sessions.close(); // bounded by itself
      log.line('stopped');
    },
  };
}

/** As Express reads it, and so the article's service: in any case, and with a slash at its end. @param {string} path */
const routePath = (path) => path.toLowerCase().replace(/(?!^)\/$/, '');

/** @param {http.IncomingMessage} request */
function hasUnreadBody({ complete, headers }) {
  return !complete && (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0);
}

/** @param {string} path */
function nothingThere(path) {
  const methods = ROUTES.filter((route) => route.path === routePath(path)).map(({ method }) => method);
  if (methods.length === 0) return new Refusal(404, 'not_found', 'There is nothing at that address.', 'GET /openapi.json describes what there is.');
  return new Refusal(405, 'method', 'This address has another method.', `Use ${methods.join(' or ')}.`, { allow: methods.join(', ') });
}

/**
 * @param {http.ServerResponse} response
 * @param {number} status
 * @param {unknown} value
 * @param {Record<string, string>} [headers]
 */
function sendJson(response, status, value, headers = {}) {
  const body = JSON.stringify(value);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers });
  response.end(body);
}

/** @param {string} address */
function isLoopback(address) {
  const here = new BlockList();
  here.addSubnet('127.0.0.0', 8, 'ipv4');
  here.addAddress('::1', 'ipv6');
  return address === 'localhost' || (isIP(address) > 0 && here.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'));
}
