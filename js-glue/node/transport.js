// @ts-check
// Sends requests with Node's own fetch (Node 18 and later), where there is no XMLHttpRequest for the module to use.

/** @type {import('../index.js').Transport} */
export async function nodeTransport({ method, url, headers, body, signal }) {
  // A redirect would take the tokens to another address: neither Cognito nor the Data API sends one.
  const response = await fetch(url, { method, headers, body: /** @type {BodyInit | undefined} */ (body), signal, redirect: 'manual' });
  return { status: response.status, headers: response.headers, body: await response.arrayBuffer() };
}
