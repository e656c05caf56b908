// @ts-check
// Notes every request that the library makes: what was asked, how it went, how long it took. Never a body, a token or a code.

/**
 * @typedef {object} Exchange
 * @property {number} at milliseconds since 1970
 * @property {number} ms
 * @property {string} method
 * @property {string} url secrets masked
 * @property {string} [operation] of Cognito
 * @property {number} status 0: no answer
 * @property {[string, string][]} requestHeaders
 * @property {[string, string][]} responseHeaders
 * @property {number} sent bytes
 * @property {number} received bytes
 */

export const MASK = '***';
/** More would be a log, not a history. */
const MOST = 200;
/** Those that say something to who looks for a fault, and nothing of a secret. Of Authorization there is the scheme. */
const SHOWN_HEADERS = /^(content-type|content-length|cache-control|date|retry-after|x-amz-target|x-amzn-(requestid|errortype|errormessage))$/i;

/**
 * @param {import('../js-glue/index.js').Transport} send who really sends
 * @param {(exchanges: readonly Exchange[]) => void} onChange
 */
export function createRecorder(send, onChange) {
  /** @type {Exchange[]} */
  let exchanges = [];

  /** @type {import('../js-glue/index.js').Transport} */
  async function transport(request) {
    const { method, url, headers, body } = request;
    const at = Date.now();
    const began = performance.now();
    /** @param {{ status: number, headers?: [string, string][], received?: number }} how */
    const note = ({ status, headers: answered = [], received = 0 }) => {
      const exchange = {
        at,
        ms: performance.now() - began,
        method,
        url: maskUrl(url),
        operation: headers['X-Amz-Target']?.split('.')[1],
        status,
        requestHeaders: maskHeaders(Object.entries(headers)),
        responseHeaders: maskHeaders(answered),
        sent: body?.byteLength ?? 0,
        received,
      };
      exchanges = [exchange, ...exchanges].slice(0, MOST);
      onChange(exchanges);
    };
    try {
      const response = await send(request);
      const received = typeof response.body === 'string' ? response.body.length : response.body.byteLength;
      note({ status: response.status, headers: [...new Headers(/** @type {any} */ (response.headers))], received });
      return response;
    } catch (error) {
      note({ status: 0 });
      throw error;
    }
  }

  return {
    transport,
    get exchanges() {
      return exchanges;
    },
    clear() {
      exchanges = [];
      onChange(exchanges);
    },
  };
}

/** Logging out (Data API, Admin API) has the token in its address; a parameter, but for numbers, may hold anything. @param {string} url */
function maskUrl(url) {
  return url.replace(/(\/sessions\/|\/user\/auth\/)[^/?]+/, `$1${MASK}`).replace(/([?&][^=&]*=)(?!\d+(?:&|$))[^&]*/g, `$1${MASK}`);
}

/** @param {[string, string][]} headers @returns {[string, string][]} */
function maskHeaders(headers) {
  return headers.flatMap(([name, value]) => {
    if (SHOWN_HEADERS.test(name)) return [[name, value]];
    return /^authorization$/i.test(name) ? [[name, value.replace(/^((?:FMID|Bearer|Basic) )?.*$/is, `$1${MASK}`)]] : [];
  });
}
