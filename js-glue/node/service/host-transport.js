// @ts-check
// Sends fmid's own requests to FileMaker hosts, to those that are allowed and to no other: fetch cannot be told which address of a name to
// connect to. Whatever a host does, a request ends: with its answer, or as failed.
import http from 'node:http';
import https from 'node:https';

const MAX_BYTES = 1024 * 1024; // a session's answers have some hundred bytes

/**
 * @param {ReturnType<typeof import('../allowed-hosts.js').allowedHosts>} targetOf
 * @returns {import('../../index.js').Transport}
 */
export function createHostTransport(targetOf) {
  return ({ method, url, headers, body, signal }) => new Promise((resolve, reject) => {
    const { protocol, host, hostname, port, pathname, search } = new URL(url);
    const target = targetOf(host);
    if (!target || target.origin.protocol !== protocol) throw new Error('a host that is not allowed');
    const { lookup } = target;
    const length = body ? { 'content-length': body.length } : {};
    const where = { host: hostname.replace(/^\[|\]$/g, ''), port, path: pathname + search };
    const request = (protocol === 'https:' ? https : http).request({ ...where, method, headers: { ...headers, ...length }, lookup, signal });
    request.on('error', reject);
    request.on('upgrade', (_, socket) => socket.destroy());
    // With neither an answer nor an error, as after a 101; after an answer it changes nothing.
    request.on('close', () => reject(new Error('no answer')));
    request.on('response', (response) => {
      const { statusCode: status = 0 } = response;
      if (status < 200 || status > 599) return request.destroy(new Error('a status that is none'));
      /** @type {Buffer[]} */
      const chunks = [];
      let size = 0;
      response.on('error', reject);
      response.on('data', (/** @type {Buffer} */ chunk) => {
        size += chunk.length;
        if (size > MAX_BYTES) request.destroy(new Error('an answer that is too large'));
        else chunks.push(chunk);
      });
      response.on('end', () => resolve({ status, headers: pairs(response.rawHeaders), body: Buffer.concat(chunks) }));
    });
    request.end(body);
  });
}

/** @param {string[]} raw @returns {[string, string][]} */
function pairs(raw) {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [/** @type {[string, string]} */ ([name.toLowerCase(), raw[at + 1]])] : []));
}
