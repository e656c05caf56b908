// @ts-check
// Forwards Data API, OData and Admin API calls of a page to FileMaker hosts that refuse pages of other origins (CORS), and to nothing
// else: hosts from an allow list, over https, without following redirects, never to an address inside the own network.
// Everything in fmid that relays does it through this module.
import http from 'node:http';
import https from 'node:https';
import { allowedHosts } from './allowed-hosts.js';
import { isForeign } from './same-origin.js';

const METHODS = new Set(['GET', 'POST', 'PATCH', 'DELETE']);
const APIS = ['/fmi/data/', '/fmi/odata/', '/fmi/admin/api/'];
// What a call needs. Cookies, origin, user agent, forwarding headers and the rest stay here.
const REQUEST_HEADERS = ['authorization', 'content-type', 'accept'];
const RESPONSE_HEADERS = ['content-type', 'content-length', 'x-fm-data-access-token', 'date', 'retry-after'];
const MAX_BODY_BYTES = 64 * 1024 * 1024; // container uploads; FileMaker's own limit is lower
const TIMEOUT_MS = 60_000;
const TOO_LARGE = { status: 413, code: 'size', message: `The body is larger than ${MAX_BODY_BYTES / 1024 / 1024} MB. Send less at a time.` };

/**
 * @typedef {object} RelayOptions
 * @property {string} [prefix] what comes before the host in the path, default "/relay"
 * @property {readonly string[]} allow which hosts: see allowed-hosts.js
 * @property {typeof import('node:dns').lookup} [lookup] how names are resolved, default the system's way
 */

/**
 * A handler that answers `<prefix>/<host>/fmi/…` and returns true, or returns false for every other path.
 * @param {RelayOptions} options
 * @returns {(request: http.IncomingMessage, response: http.ServerResponse) => boolean}
 */
export function createRelay({ prefix = '/relay', allow, lookup }) {
  const targetOf = allowedHosts(allow, lookup);
  return (request, response) => {
    const path = request.url ?? '';
    if (path !== prefix && !path.startsWith(`${prefix}/`)) return false;
    const refusal = refusalOf(request) ?? forward(path.slice(prefix.length + 1), targetOf, request, response);
    if (refusal) refuse(response, refusal);
    return true;
  };
}

/** @typedef {{ status: number, code: string, message: string }} Refusal */

/**
 * Only the page beside this relay may use it: another site that a person has open must not.
 * @param {http.IncomingMessage} request
 * @returns {Refusal | undefined}
 */
function refusalOf({ method = '', headers }) {
  if (!METHODS.has(method)) return { status: 405, code: 'method', message: `${method} is not relayed. Use GET, POST, PATCH or DELETE.` };
  if (isForeign(headers)) {
    return { status: 403, code: 'origin', message: 'This relay serves the page of its own origin only. Open that one, or run a relay beside your own page.' };
  }
  if (Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES) return TOO_LARGE;
  return undefined;
}

/**
 * @param {string} hostAndPath "acme.account.filemaker-cloud.com/fmi/data/…"
 * @param {ReturnType<typeof allowedHosts>} targetOf
 * @param {http.IncomingMessage} request
 * @param {http.ServerResponse} response
 * @returns {Refusal | undefined}
 */
function forward(hostAndPath, targetOf, request, response) {
  const slash = hostAndPath.indexOf('/');
  const path = hostAndPath.slice(slash);
  const target = slash < 0 ? undefined : targetOf(hostAndPath.slice(0, slash));
  if (!target) return { status: 403, code: 'host', message: 'This relay was not told to forward to that host. Whoever runs it names the hosts with --allow.' };
  if (!isCleanPath(path)) return { status: 400, code: 'path', message: 'That path is not relayed. It is /fmi/data/…, /fmi/odata/… or /fmi/admin/api/…, without encoded slashes or dots.' };

  const secure = target.origin.protocol === 'https:';
  const { hostname, port } = target.origin;
  const upstream = (secure ? https : http).request({
    method: request.method,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port || undefined,
    path,
    headers: { ...pick(request.headers, REQUEST_HEADERS), ...framing(request.headers) },
    timeout: TIMEOUT_MS,
    lookup: target.lookup,
  });
  const fail = (/** @type {Refusal} */ refusal) => {
    upstream.destroy();
    if (response.headersSent) response.destroy();
    else refuse(response, refusal);
  };

  upstream.on('response', (answer) => {
    const status = answer.statusCode ?? 502;
    if (status >= 300 && status < 400) {
      return fail({ status: 502, code: 'redirect', message: 'The host answered with a redirect, which is not followed. Check its name.' });
    }
    response.writeHead(status, { ...pick(answer.headers, RESPONSE_HEADERS), 'cache-control': 'no-store' });
    answer.on('error', () => response.destroy());
    answer.pipe(response);
  });
  upstream.on('timeout', () => fail({ status: 504, code: 'timeout', message: 'The host did not answer in time. Try again later.' }));
  upstream.on('error', (/** @type {NodeJS.ErrnoException} */ { code }) => {
    const message = code === 'EPRIVATE' ? 'That name belongs to an address inside this network, which is not called. Check the name and the DNS.' : 'The host could not be reached. Check its name, and whether it is up.';
    fail({ status: 502, code: code === 'EPRIVATE' ? 'private' : 'unreachable', message });
  });
  response.on('close', () => upstream.destroy());

  let received = 0;
  request.on('data', (/** @type {Buffer} */ chunk) => {
    received += chunk.length;
    if (received > MAX_BODY_BYTES) fail(TOO_LARGE);
  });
  request.pipe(upstream);
  return undefined;
}

/**
 * How the body ends, said to the host as it was said here. Left to itself Node sends the body of a GET or DELETE without saying it, and
 * the host reads it as the next request (smuggling).
 * @param {http.IncomingHttpHeaders} headers
 * @returns {http.OutgoingHttpHeaders}
 */
function framing(headers) {
  if (headers['transfer-encoding']) return { 'transfer-encoding': 'chunked' };
  return headers['content-length'] ? { 'content-length': headers['content-length'] } : {};
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
 * @param {http.ServerResponse} response
 * @param {Refusal} refusal
 */
function refuse(response, { status, code, message }) {
  // The shape by which the core tells a relay's no from the host's (data_api/filemaker_error.cc).
  const body = JSON.stringify({ relay: { code, message } });
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store', connection: 'close' });
  response.end(body);
}
