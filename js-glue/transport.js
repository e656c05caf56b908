// @ts-check
// Sends requests with the fetch() of pages, workers, servers and the edge.
import { ProtocolError } from './errors.js';

/** Unpacked. Ten thousand large records are a tenth of that; half a megabyte of zeros that were compressed are two gigabytes. */
export const MAX_ANSWER_SIZE = 64 * 1024 * 1024;

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
    // Cloudflare's Workers throw at what they do not know: "default", and with a compatibility date before November 2024 the option itself.
    cache: method !== 'POST' && 'cache' in Request.prototype ? 'no-store' : undefined,
    referrerPolicy: 'no-referrer',
  });
  // A browser hides what a redirect says, its status too.
  const status = response.type === 'opaqueredirect' ? 302 : response.status;
  return { status, headers: response.headers, body: await read(response) };
}

/** @param {Response} response @returns {Promise<Uint8Array>} */
async function read({ body }) {
  const reader = body?.getReader();
  const chunks = [];
  let size = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) break;
    size += value.length;
    if (size > MAX_ANSWER_SIZE) {
      reader?.cancel().catch(() => {});
      throw new ProtocolError({ code: 'response_too_large' });
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
