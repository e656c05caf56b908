// @ts-check
// What of a call goes on to the host, and what of its answer comes back. The answer has the address of the page's own origin, so nothing
// in it may be run there.
/** What a call needs. Cookies, origin, user agent, forwarding headers and the rest stay here. */
const REQUEST_HEADERS = ['authorization', 'content-type', 'accept'];
const RESPONSE_HEADERS = ['content-length', 'x-fm-data-access-token', 'date', 'retry-after'];

/** What browsers do not run and do not lay out with links and forms in it: JSON, OData's batches, text, pictures, sound and film, PDF. */
const PASSIVE = /^(application\/(json|octet-stream|pdf)|multipart\/mixed|text\/plain|image\/(png|jpeg|gif|webp|avif|bmp|tiff|heic)|(audio|video)\/[\w.+-]+)\s*(;[^,]*)?$/i;

/** deploy/nginx.conf has the same. */
export const RELAYED_HEADERS = {
  'cache-control': 'no-store',
  // Opened by itself or in a frame it is of no origin and runs nothing; as a script, style or worker its type is refused.
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

/**
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @returns {import('node:http').OutgoingHttpHeaders}
 */
export function toHost(headers) {
  return { ...pick(headers, REQUEST_HEADERS), ...framing(headers) };
}

/**
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @returns {import('node:http').OutgoingHttpHeaders}
 */
export function toCaller(headers) {
  const type = headers['content-type'] ?? '';
  return { ...pick(headers, RESPONSE_HEADERS), ...RELAYED_HEADERS, 'content-type': PASSIVE.test(type) ? type : 'application/octet-stream' };
}

/**
 * How the body ends, said to the host as it was said here. Left to itself Node sends the body of a GET or DELETE without saying it, and
 * the host reads it as the next request (smuggling).
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @returns {import('node:http').OutgoingHttpHeaders}
 */
function framing(headers) {
  if (headers['transfer-encoding']) return { 'transfer-encoding': 'chunked' };
  return headers['content-length'] ? { 'content-length': headers['content-length'] } : {};
}

/**
 * @param {import('node:http').IncomingHttpHeaders} headers
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
