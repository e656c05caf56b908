// @ts-check
// Sends requests with the fetch() of pages, workers and Node (18 and later).

/** @type {import('./index.js').Transport} */
export async function fetchTransport({ method, url, headers, body, signal, keepalive }) {
  const response = await fetch(url, {
    method,
    headers,
    body: /** @type {BodyInit | undefined} */ (body),
    signal,
    keepalive,
    redirect: 'manual', // it would take the tokens to another address; neither Cognito nor the Data API sends one
    credentials: 'omit',
    // Browsers store no answer to a POST, and with 'no-store' Chromium asks for leave (the CORS preflight) again before each one.
    cache: method === 'POST' ? 'default' : 'no-store',
    referrerPolicy: 'no-referrer',
  });
  // A browser hides what a redirect says, its status too.
  const status = response.type === 'opaqueredirect' ? 302 : response.status;
  return { status, headers: response.headers, body: await response.arrayBuffer() };
}
