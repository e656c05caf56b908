// @ts-check
// Data API requests as curl commands, for when the browser may not send them: curl knows no CORS.

/**
 * @typedef {object} ApiRequest
 * @property {string} method
 * @property {string} url
 * @property {Record<string, string>} headers
 * @property {string} [body]
 * @property {string} secret the token in it, which is masked on the screen
 *
 * @typedef {object} Place
 * @property {string} host     as typed
 * @property {string} database
 * @property {string} version
 */

/** @param {Place} place @param {string} idToken @returns {ApiRequest} */
export function openRequest(place, idToken) {
  return {
    method: 'POST',
    url: `${databaseUrl(place)}/sessions`,
    headers: { Authorization: `FMID ${idToken}`, 'Content-Type': 'application/json' },
    body: '{}',
    secret: idToken,
  };
}

/** As DataApiSession.call takes them. @param {Place} place @param {string} token @param {string} method @param {string} path @param {unknown} [body] @returns {ApiRequest} */
export function callRequest(place, token, method, path, body) {
  // As fmid does: what may not stand in an address is encoded, what is encoded already stays.
  const encoded = path.replace(/[^\x21-\x7e]+/g, encodeURIComponent);
  const url = path.startsWith('/') ? `${versionUrl(place)}${encoded}` : `${databaseUrl(place)}/${encoded}`;
  return {
    method,
    url,
    headers: { Authorization: `Bearer ${token}`, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
    secret: token,
  };
}

/** @param {Place} place @param {string} token @returns {ApiRequest} */
export function closeRequest(place, token) {
  return { method: 'DELETE', url: `${databaseUrl(place)}/sessions/${token}`, headers: {}, secret: token };
}

/** For a POSIX shell. -i: the Data API token comes in a header. @param {ApiRequest} request */
export function curlCommand({ method, url, headers, body }) {
  const lines = [`curl -i -X ${method} ${quoted(url)}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (body !== undefined) lines.push(`--data-raw ${quoted(body)}`);
  return lines.join(' \\\n  ');
}

/** To look at. @param {ApiRequest} request */
export const maskedCurl = (request) => curlCommand(request).replaceAll(request.secret, '••••••••');

/** @param {Place} place */
const versionUrl = ({ host, version }) => {
  const typed = host.trim();
  const base = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
  return `${base.replace(/\/+$/, '')}/fmi/data/${version}`;
};

/** @param {Place} place */
const databaseUrl = (place) => `${versionUrl(place)}/databases/${encodeURIComponent(place.database.trim().replace(/\.fmp12$/i, ''))}`;

/** @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
