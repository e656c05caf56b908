// @ts-check
// What an observer hears of a request: how it went and how long it took. Never a body, a token or a code.

/** @typedef {import('./index.js').ObservedRequest} ObservedRequest */

const MASK = '***';
/** Those that say something to who looks for a fault, and nothing of a secret. Of Authorization there is the scheme. */
const SHOWN_HEADERS = /^(content-type|content-length|cache-control|date|retry-after|x-amz-target|x-amzn-(requestid|errortype|errormessage))$/i;

/**
 * Begins to note a request. What it gives is called when the request is over: with its answer, or with nothing where there was none. The
 * first time counts.
 * @param {((request: ObservedRequest) => void) | undefined} observe
 * @param {ObservedRequest['via']} via
 * @param {{ method: string, url: string, headers: Record<string, string>, body?: Uint8Array }} request
 * @returns {(status?: number, headers?: (readonly [string, string])[], received?: number) => void}
 */
export function noting(observe, via, { method, url, headers, body }) {
  if (!observe) return () => {};
  const at = Date.now();
  const began = performance.now();
  let over = false;
  return (status = 0, answered = [], received = 0) => {
    if (over) return;
    over = true;
    const noted = {
      at,
      ms: performance.now() - began,
      via,
      method,
      url: maskUrl(url),
      operation: headers['X-Amz-Target']?.split('.')[1],
      status,
      requestHeaders: maskHeaders(Object.entries(headers)),
      responseHeaders: maskHeaders(answered.map(([name, value]) => [name.toLowerCase(), value])),
      sent: body?.byteLength ?? 0,
      received,
    };
    queueMicrotask(() => observe(noted)); // what it throws is the page's, and nothing of the call's
  };
}

/** Logging out (Data API, Admin API) has the token in its address; a parameter, but for numbers, may hold anything. @param {string} url */
function maskUrl(url) {
  return url.replace(/(\/sessions\/|\/user\/auth\/)[^/?]+/, `$1${MASK}`).replace(/([?&][^=&]*=)(?!\d+(?:&|$))[^&]*/g, `$1${MASK}`);
}

/** @param {(readonly [string, string])[]} headers @returns {[string, string][]} */
function maskHeaders(headers) {
  return headers.flatMap(([name, value]) => {
    if (SHOWN_HEADERS.test(name)) return [[name, value]];
    return /^authorization$/i.test(name) ? [[name, value.replace(/^((?:FMID|Bearer|Basic) )?.*$/is, `$1${MASK}`)]] : [];
  });
}
