// @ts-check
// The requests of the Data API as such: what the page would send, for other programs to send.

/**
 * @typedef {object} ApiRequest
 * @property {string} method
 * @property {string} url
 * @property {Record<string, string>} headers
 * @property {string} [body]
 * @property {string} secret the token in it, which is masked on the screen
 * @property {Place} place
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
    place,
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
    place,
  };
}

/** @param {Place} place @param {string} token @returns {ApiRequest} */
export function closeRequest(place, token) {
  return { method: 'DELETE', url: `${databaseUrl(place)}/sessions/${token}`, headers: {}, secret: token, place };
}

/** @param {Place} place */
const versionUrl = (place) => `${originOf(place)}/fmi/data/${place.version}`;

/** @param {Place} place */
export const originOf = ({ host }) => {
  const typed = host.trim();
  return (/^https?:\/\//i.test(typed) ? typed : `https://${typed}`).replace(/\/+$/, '');
};

/** @param {Place} place */
const databaseUrl = (place) => `${versionUrl(place)}/databases/${encodeURIComponent(place.database.trim().replace(/\.fmp12$/i, ''))}`;
