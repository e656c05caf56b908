// @ts-check
// Whether a request comes from a page that is not of this origin but that a person has open: such a page can make a browser call servers
// that only this machine or network reaches. Programs send none of these headers, nor do browsers where http has no TLS.

/**
 * Another port of localhost and another name of the domain are the same site and not the same origin.
 * @param {import('node:http').IncomingHttpHeaders} headers
 */
export function isForeign({ origin, host, 'sec-fetch-site': site = 'none' }) {
  return (site !== 'none' && site !== 'same-origin') || (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`);
}

/**
 * Whether a browser wants the answer for anything but a script's fetch: to show it, run it or draw it.
 * @param {import('node:http').IncomingHttpHeaders} headers
 */
export function isForDisplay({ 'sec-fetch-dest': destination = 'empty' }) {
  return destination !== 'empty';
}
