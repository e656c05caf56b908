// @ts-check
// Forwards Data API, OData and Admin API calls of a page to FileMaker hosts that refuse pages of other origins (CORS), and to nothing
// else: hosts from an allow list, over https, without following redirects, never to an address inside the own network.
// Everything in fmid that relays does it through this module.
import http from 'node:http';
import https from 'node:https';
import { allowedHosts } from './allowed-hosts.js';
import { RELAYED_HEADERS, toCaller, toHost } from './relay-headers.js';
import { isCleanPath } from './relay-path.js';
import { isForDisplay, isForeign } from './same-origin.js';

const METHODS = new Set(['GET', 'POST', 'PATCH', 'DELETE']);
const MAX_BODY_BYTES = 64 * 1024 * 1024; // container uploads; FileMaker's own limit is lower

const LIMITS = {
  /** Without a byte from the host or to it. */
  idleMs: 60_000,
  /** From the end of the call to the beginning of the answer, whatever a host says meanwhile (100, 102). */
  answerMs: 60_000,
  /** For all of it: 64 MB at 2 Mbit/s. */
  wholeMs: 5 * 60_000,
};

/**
 * @typedef {object} RelayOptions
 * @property {string} [prefix] what comes before the host in the path, default "/relay"
 * @property {readonly string[]} allow which hosts: see allowed-hosts.js
 * @property {typeof import('node:dns').lookup} [lookup] how names are resolved, default the system's way
 * @property {Partial<typeof LIMITS>} [limits] for tests
 */

/** @typedef {{ status: number, code: string, message: string }} Refusal */

const TOO_LARGE = { status: 413, code: 'size', message: `The body is larger than ${MAX_BODY_BYTES / 1024 / 1024} MB. Send less at a time.` };
const TIMED_OUT = { status: 504, code: 'timeout', message: 'The host did not answer in time. Try again later.' };
const UNREACHABLE = { status: 502, code: 'unreachable', message: 'The host could not be reached. Check its name, and whether it is up.' };
const REDIRECTED = { status: 502, code: 'redirect', message: 'The host answered with a redirect, which is not followed. Check its name.' };
const NO_ANSWER = { status: 502, code: 'answer', message: 'What the host answered is no answer to a call. Check its name.' };
const PRIVATE = { status: 502, code: 'private', message: 'That name belongs to an address inside this network, which is not called. Check the name and the DNS.' };

/**
 * A handler that answers `<prefix>/<host>/fmi/…` and returns true, or returns false for every other path.
 * @param {RelayOptions} options
 * @returns {(request: http.IncomingMessage, response: http.ServerResponse) => boolean}
 */
export function createRelay({ prefix = '/relay', allow, lookup, limits }) {
  const targetOf = allowedHosts(allow, lookup);
  const times = { ...LIMITS, ...limits };
  return (request, response) => {
    const path = request.url ?? '';
    if (path !== prefix && !path.startsWith(`${prefix}/`)) return false;
    const call = path.slice(prefix.length + 1);
    safely(response, () => {
      const refusal = refusalOf(request) ?? forward(call, targetOf, times, request, response);
      if (refusal) refuse(response, refusal);
    });
    return true;
  };
}

/**
 * Only the page beside this relay may use it, by its own calls: another site that a person has open must not, nor a link.
 * @param {http.IncomingMessage} request
 * @returns {Refusal | undefined}
 */
function refusalOf({ method = '', headers }) {
  if (!METHODS.has(method)) return { status: 405, code: 'method', message: `${method} is not relayed. Use GET, POST, PATCH or DELETE.` };
  if (isForeign(headers)) {
    return { status: 403, code: 'origin', message: 'This relay serves the page of its own origin only. Open that one, or run a relay beside your own page.' };
  }
  if (isForDisplay(headers)) return { status: 403, code: 'origin', message: 'This relay answers calls. Its answers are not to be opened: make the call from the page.' };
  if (Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES) return TOO_LARGE;
  return undefined;
}

/**
 * @param {string} hostAndPath "acme.account.filemaker-cloud.com/fmi/data/…"
 * @param {ReturnType<typeof allowedHosts>} targetOf
 * @param {typeof LIMITS} times
 * @param {http.IncomingMessage} request
 * @param {http.ServerResponse} response
 * @returns {Refusal | undefined}
 */
function forward(hostAndPath, targetOf, times, request, response) {
  const slash = hostAndPath.indexOf('/');
  const path = hostAndPath.slice(slash);
  const target = slash < 0 ? undefined : targetOf(hostAndPath.slice(0, slash));
  if (!target) return { status: 403, code: 'host', message: 'This relay was not told to forward to that host. Whoever runs it names the hosts with --allow.' };
  if (!isCleanPath(path)) return { status: 400, code: 'path', message: 'That path is not relayed. It is /fmi/data/…, /fmi/odata/… or /fmi/admin/api/…, without encoded slashes or dots.' };

  const { hostname, port, protocol } = target.origin;
  const toUpstream = () => (protocol === 'https:' ? https : http).request({
    method: request.method,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port || undefined,
    path,
    headers: toHost(request.headers),
    timeout: times.idleMs,
    lookup: target.lookup,
  });
  let upstream = toUpstream();

  /** How the call ends is decided once. */
  let decided = false;
  const fail = (/** @type {Refusal} */ refusal) => {
    if (decided) return;
    decided = true;
    upstream.destroy();
    refuse(response, refusal);
  };
  /** Too late for another answer: what has come is cut off. */
  const cutOff = () => void (decided ? response.destroy() : fail(TIMED_OUT));
  const whole = setTimeout(cutOff, times.wholeMs);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience;
  response.on('close', () => {
    clearTimeout(whole);
    clearTimeout(patience);
    upstream.destroy();
  });

  let received = 0;
  const hear = () => {
    const current = upstream;
    current.on('response', (answer) => safely(response, () => {
      clearTimeout(patience);
      const status = answer.statusCode ?? 0;
      if (status >= 300 && status < 400) return fail(REDIRECTED);
      if (status < 200 || status > 599) return fail(NO_ANSWER);
      if (decided) return;
      decided = true;
      // Of a call that was answered before it was all there, the rest is not waited for.
      response.writeHead(status, { ...toCaller(answer.headers), ...(!request.complete && { connection: 'close' }) });
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    }));
    current.on('upgrade', (_, socket) => {
      socket.destroy();
      fail(NO_ANSWER);
    });
    current.on('timeout', cutOff);
    current.on('error', (/** @type {NodeJS.ErrnoException} */ { code }) => {
      if (!decided && code === 'ECONNRESET' && current.reusedSocket && request.method === 'GET' && received === 0 && request.complete) {
        // A host may close a connection that rested just as it is used again. What changes nothing there is sent once more, by another one (RFC 9112 §9.3.1).
        upstream = toUpstream();
        hear();
        upstream.end();
      } else {
        fail(code === 'EPRIVATE' ? PRIVATE : UNREACHABLE);
      }
    });
    // With neither an answer nor an error, as after a 101.
    current.on('close', () => {
      if (current === upstream) fail(NO_ANSWER);
    });
  };
  hear();

  request.on('data', (/** @type {Buffer} */ chunk) => {
    received += chunk.length;
    if (received > MAX_BODY_BYTES) fail(TOO_LARGE);
  });
  request.on('end', () => {
    if (!decided) patience = setTimeout(cutOff, times.answerMs);
  });
  request.pipe(upstream);
  return undefined;
}

/**
 * Whatever one call throws, it is that call's end and nobody else's: thrown out of an event it would be the process's.
 * @param {http.ServerResponse} response
 * @param {() => void} work
 */
function safely(response, work) {
  try {
    work();
  } catch {
    response.destroy(); // which ends the call to the host as well
  }
}

/**
 * @param {http.ServerResponse} response
 * @param {Refusal} refusal
 */
function refuse(response, { status, code, message }) {
  // The shape by which the core tells a relay's no from the host's (filemaker/filemaker_error.cc).
  const body = JSON.stringify({ relay: { code, message } });
  response.writeHead(status, { ...RELAYED_HEADERS, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), connection: 'close' });
  response.end(body);
}
