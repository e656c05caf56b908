// @ts-check
// Forwards Data API, OData and Admin API calls of a page to FileMaker hosts that refuse pages of other origins (CORS), and to nothing
// else: hosts from an allow list, over https, without following redirects, never to an address inside the own network.
// Everything in fmid that relays does it through this module.
import { lookup as dnsLookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP } from 'node:net';

const METHODS = new Set(['GET', 'POST', 'PATCH', 'DELETE']);
const APIS = ['/fmi/data/', '/fmi/odata/', '/fmi/admin/api/'];
// What a call needs. Cookies, origin, user agent, forwarding headers and the rest stay here.
const REQUEST_HEADERS = ['authorization', 'content-type', 'accept'];
const RESPONSE_HEADERS = ['content-type', 'content-length', 'x-fm-data-access-token', 'date', 'retry-after'];
const MAX_BODY_BYTES = 64 * 1024 * 1024; // container uploads; FileMaker's own limit is lower
const TIMEOUT_MS = 60_000;

const TOO_CLOSE = privateAddresses();

/**
 * @typedef {object} RelayOptions
 * @property {string} [prefix] what comes before the host in the path, default "/relay"
 * @property {readonly string[]} allow host names ("acme.account.filemaker-cloud.com"), "*.example.com" for every name below one, and
 *   whole origins of servers on this machine ("http://127.0.0.1:8081"), the one place where http and a private address are allowed
 * @property {typeof dnsLookup} [lookup] how names are resolved, default the system's way
 */

/**
 * A handler that answers `<prefix>/<host>/fmi/…` and returns true, or returns false for every other path.
 * @param {RelayOptions} options
 * @returns {(request: http.IncomingMessage, response: http.ServerResponse) => boolean}
 */
export function createRelay({ prefix = '/relay', allow, lookup = dnsLookup }) {
  const rules = allow.map(readRule);
  const publicLookup = lookupOutside(lookup);
  return (request, response) => {
    const path = request.url ?? '';
    if (path !== prefix && !path.startsWith(`${prefix}/`)) return false;
    const refusal = refusalOf(request) ?? forward(path.slice(prefix.length + 1), { rules, publicLookup }, request, response);
    if (refusal) refuse(response, refusal);
    return true;
  };
}

/** @typedef {{ status: number, code: string, message: string }} Refusal */
/** @typedef {{ origin: URL, mayBePrivate: boolean }} Target */
/** @typedef {(host: string) => Target | undefined} Rule */

/**
 * @param {string} entry
 * @returns {Rule}
 */
function readRule(entry) {
  if (/^https?:\/\//i.test(entry)) {
    const origin = new URL(entry);
    if (origin.protocol === 'http:' && !['127.0.0.1', 'localhost', '[::1]'].includes(origin.hostname)) {
      throw new Error(`relay: ${entry} is not encrypted; http is for servers on this machine alone`);
    }
    return (host) => (host === origin.host ? { origin, mayBePrivate: true } : undefined);
  }
  const pattern = entry.toLowerCase();
  // An address by number would never be looked up, and so never be checked.
  if (!/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(pattern) || isIP(pattern)) throw new Error(`relay: ${entry} is not a host name`);
  const matches = pattern.startsWith('*.')
    ? (/** @type {string} */ host) => host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1
    : (/** @type {string} */ host) => host === pattern;
  return (host) => (matches(host) ? { origin: new URL(`https://${host}`), mayBePrivate: false } : undefined);
}

/**
 * Only the page beside this relay may use it: another site that a person has open must not.
 * @param {http.IncomingMessage} request
 * @returns {Refusal | undefined}
 */
function refusalOf({ method = '', headers }) {
  if (!METHODS.has(method)) return { status: 405, code: 'method', message: `${method} is not relayed.` };
  const origin = headers.origin;
  const foreign = origin !== undefined && origin !== `http://${headers.host}` && origin !== `https://${headers.host}`;
  if (foreign || headers['sec-fetch-site'] === 'cross-site') {
    return { status: 403, code: 'origin', message: 'This relay serves the page of its own origin only.' };
  }
  if (Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES) return { status: 413, code: 'size', message: 'The body is too large.' };
  return undefined;
}

/**
 * @param {string} hostAndPath "acme.account.filemaker-cloud.com/fmi/data/…"
 * @param {{ rules: Rule[], publicLookup: any }} settings
 * @param {http.IncomingMessage} request
 * @param {http.ServerResponse} response
 * @returns {Refusal | undefined}
 */
function forward(hostAndPath, { rules, publicLookup }, request, response) {
  const slash = hostAndPath.indexOf('/');
  const host = hostAndPath.slice(0, slash).toLowerCase();
  const path = hostAndPath.slice(slash);
  let target;
  for (const rule of rules) target ??= rule(host);
  if (slash < 0 || !target || !/^[a-z0-9.-]+(:\d+)?$/.test(host)) return { status: 403, code: 'host', message: 'This relay was not told to forward to that host.' };
  if (!isCleanPath(path)) return { status: 400, code: 'path', message: 'That path is not relayed.' };

  const secure = target.origin.protocol === 'https:';
  const { hostname, port } = target.origin;
  const upstream = (secure ? https : http).request({
    method: request.method,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port || undefined,
    path,
    headers: pick(request.headers, REQUEST_HEADERS),
    timeout: TIMEOUT_MS,
    lookup: target.mayBePrivate ? undefined : publicLookup,
  });
  const fail = (/** @type {Refusal} */ refusal) => {
    upstream.destroy();
    if (response.headersSent) response.destroy();
    else refuse(response, refusal);
  };

  upstream.on('response', (answer) => {
    const status = answer.statusCode ?? 502;
    if (status >= 300 && status < 400) {
      return fail({ status: 502, code: 'redirect', message: 'The host answered with a redirect, which is not followed.' });
    }
    response.writeHead(status, { ...pick(answer.headers, RESPONSE_HEADERS), 'cache-control': 'no-store' });
    answer.on('error', () => response.destroy());
    answer.pipe(response);
  });
  upstream.on('timeout', () => fail({ status: 504, code: 'timeout', message: 'The host did not answer in time.' }));
  upstream.on('error', (/** @type {NodeJS.ErrnoException} */ { code }) => {
    const message = code === 'EPRIVATE' ? 'That name belongs to an address inside this network.' : 'The host could not be reached.';
    fail({ status: 502, code: code === 'EPRIVATE' ? 'private' : 'unreachable', message });
  });
  response.on('close', () => upstream.destroy());

  let received = 0;
  request.on('data', (/** @type {Buffer} */ chunk) => {
    received += chunk.length;
    if (received > MAX_BODY_BYTES) fail({ status: 413, code: 'size', message: 'The body is too large.' });
  });
  request.pipe(upstream);
  return undefined;
}

/**
 * A call of one of the three APIs, spelled so that no server in between can read it as another: no dot segments, no encoded slash,
 * dot or control character, nothing that needs quoting.
 * @param {string} path
 */
function isCleanPath(path) {
  if (!APIS.some((api) => path.startsWith(api))) return false;
  if (!/^[\w\-.~!$&'()*+,;=:@/?%]*$/.test(path) || /%(?![0-9a-f]{2})/i.test(path)) return false;
  const [plain] = path.split('?');
  return !/%(2f|5c|2e|0|1|7f)/i.test(plain) && !/\/\.{0,2}(\/|$)/.test(plain.replace(/\/$/, ''));
}

/**
 * @param {http.IncomingHttpHeaders} headers
 * @param {string[]} names
 */
function pick(headers, names) {
  /** @type {Record<string, string | string[]>} */
  const picked = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

/**
 * A look-up that refuses a name when any of its addresses is inside a network. The connection is made to just the addresses that were
 * checked, so that a second look-up cannot give another answer.
 * @param {typeof dnsLookup} lookup
 */
function lookupOutside(lookup) {
  return (
    /** @type {string} */ hostname,
    /** @type {import('node:dns').LookupOptions} */ options,
    /** @type {(error: NodeJS.ErrnoException | null, address?: any, family?: number) => void} */ done,
  ) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error);
      const inside = addresses.some(({ address }) => TOO_CLOSE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'));
      if (inside || addresses.length === 0) return done(Object.assign(new Error('private address'), { code: 'EPRIVATE' }));
      if (options.all) return done(null, addresses);
      return done(null, addresses[0].address, addresses[0].family);
    });
  };
}

/** IANA's special-purpose address registries (RFC 6890): what is not the public internet. */
function privateAddresses() {
  const list = new BlockList();
  for (const [network, bits] of /** @type {const} */ ([
    ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12],
    ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24],
    ['224.0.0.0', 4], ['240.0.0.0', 4],
  ])) list.addSubnet(network, bits, 'ipv4');
  for (const [network, bits] of /** @type {const} */ ([
    ['::', 127], ['::ffff:0:0', 96], ['64:ff9b::', 96], ['100::', 64], ['2001:db8::', 32], ['fc00::', 7], ['fe80::', 10], ['ff00::', 8],
  ])) list.addSubnet(network, bits, 'ipv6');
  return list;
}

/**
 * @param {http.ServerResponse} response
 * @param {Refusal} refusal
 */
function refuse(response, { status, code, message }) {
  // The shape by which the core tells a relay's no from the host's (data_api/filemaker_error.cc).
  const body = JSON.stringify({ relay: { code, message } });
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store', connection: 'close' });
  response.end(body);
}
