// @ts-check
// The little that both servers need of HTTP.

/** A request longer than this is no request of a sign-in; the limit keeps a broken client harmless. */
export const BODY_LIMIT = 256 * 1024;

export class BodyTooLarge extends Error {}

/**
 * Reads what is too long to its end too, without keeping it: only then can the answer be heard.
 *
 * @param {import('node:http').IncomingMessage} request
 * @param {number} [limit]
 * @returns {Promise<Buffer>}
 */
export async function readBody(request, limit = BODY_LIMIT) {
  /** @type {Buffer[]} */
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= limit) chunks.push(chunk);
  }
  if (length > limit) throw new BodyTooLarge();
  return Buffer.concat(chunks);
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} contentType
 * @param {string} text
 * @param {Record<string, string>} [headers]
 */
export function send(response, status, contentType, text, headers = {}) {
  if (response.destroyed || response.headersSent) return;
  if (status === 204) return void response.writeHead(status, headers).end(); // RFC 9110 §8.6: no Content-Length
  const body = Buffer.from(text);
  response.writeHead(status, { ...headers, 'Content-Type': contentType, 'Content-Length': body.length });
  response.end(body);
}

/**
 * The headers and the first half of the body, and what sends the rest.
 *
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} contentType
 * @param {string} text
 * @param {Record<string, string>} [headers]
 * @returns {Promise<() => void>} when the half is on its way: a connection that is ended now had it
 */
export function sendHalf(response, status, contentType, text, headers = {}) {
  const body = Buffer.from(text);
  const half = Math.floor(body.length / 2);
  response.writeHead(status, { ...headers, 'Content-Type': contentType, 'Content-Length': body.length });
  return new Promise((resolve) => {
    const sent = () => resolve(() => void response.end(body.subarray(half)));
    response.once('close', sent); // the client went away first
    response.write(body.subarray(0, half), sent);
  });
}

/**
 * Listens on the loopback address only: nothing here is for anyone else.
 *
 * @param {import('node:http').Server} server
 * @param {number} port 0 = any free one
 * @returns {Promise<number>} the port
 */
export function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve(/** @type {import('node:net').AddressInfo} */ (server.address()).port);
    });
  });
}

/**
 * Ends kept-alive connections too, else a test would wait for them.
 *
 * @param {import('node:http').Server} server
 * @returns {Promise<void>}
 */
export function closeServer(server) {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/**
 * Until the promise is fulfilled, or the other side hangs up.
 *
 * @param {import('node:http').ServerResponse} response
 * @param {Promise<void>} released
 * @returns {Promise<void>}
 */
export function pauseUntil(response, released) {
  return new Promise((resolve) => {
    response.once('close', resolve);
    void released.then(resolve);
  });
}

/**
 * Real time, given up when the other side hangs up (so that a closed server leaves no timer).
 *
 * @param {import('node:http').ServerResponse} response
 * @param {number} ms
 * @returns {Promise<void>}
 */
export function pause(response, ms) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    response.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
