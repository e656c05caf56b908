// @ts-check
// Whether a request comes from the page of another site that a person has open: such a page can make a browser call servers that only
// this machine or network reaches. Programs send neither of the two headers.

/** @param {import('node:http').IncomingHttpHeaders} headers */
export function isForeign({ origin, host, 'sec-fetch-site': site }) {
  return site === 'cross-site' || (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`);
}
