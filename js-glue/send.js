// @ts-check
// The two ways of a request. Those to the user pool are the module's own (Emscripten's fetch), wherever there is an XMLHttpRequest: what
// comes back is no text in JavaScript. All others go by `fetch`, or by the transport that the caller gave, which goes before both.
import { cannotReach } from './diagnose.js';
import { FmidError } from './errors.js';
import { essence } from './json.js';
import { noting } from './observe.js';
import { fetchTransport } from './transport.js';
import { throwIfAborted, untilAborted } from './waiting.js';

/** @typedef {import('./core.js').CoreFlow} CoreFlow */
/** @typedef {import('./fmid-core.js').CoreRequest} CoreRequest */
/** @typedef {ReturnType<typeof noting>} Noted */
/**
 * @typedef {object} Sent
 * @property {(sentAt: number, now: number) => import('./fmid-core.js').CoreStep} resume the flow goes on with what came back
 * @property {any} [json] the answer, where it stays here
 * @property {unknown} [cause] what a transport threw
 *
 * @typedef {object} SendOptions
 * @property {import('./index.js').Transport} [transport]
 * @property {import('./index.js').ClientOptions['observe']} [observe]
 * @property {number} timeoutMs
 * @property {AbortSignal} [signal]
 * @property {boolean} [mayBeRefusedByCors] the host is not known to let web pages in
 * @property {boolean} [keepJson] the answer is a FileMaker host's: it stays here, the core gets what decides about it
 * @property {boolean} [keepalive] the request shall outlive the page
 * @property {boolean} [secretAddress] there is a token in the request's address: browsers write addresses that failed into the console, so it is
 *   not sent where they know that there is no network
 */

/**
 * @param {CoreFlow} flow at step "send"
 * @param {boolean} toPool
 * @param {SendOptions} options
 * @returns {Promise<Sent>}
 */
export async function send(flow, toPool, options) {
  const { transport, observe, signal, secretAddress } = options;
  throwIfAborted(signal);
  if (secretAddress && !transport && globalThis.navigator?.onLine === false) return failed(flow, 'offline');
  const request = flow.request();
  const byModule = toPool && !transport && typeof XMLHttpRequest === 'function';
  const noted = noting(observe, byModule ? 'module' : transport ? 'transport' : 'fetch', request);
  try {
    return byModule ? await sendByModule(flow, request, noted, options) : await sendByTransport(flow, request, noted, options);
  } finally {
    request.body?.fill(0);
    noted();
  }
}

/**
 * @param {CoreFlow} flow
 * @param {CoreRequest} request
 * @param {Noted} noted
 * @param {SendOptions} options
 * @returns {Promise<Sent>}
 */
async function sendByModule(flow, { url, body }, noted, { signal, timeoutMs }) {
  body?.fill(0); // the module has its own
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  try {
    const late = new Promise((/** @type {(late: undefined) => void} */ resolve) => {
      timer = setTimeout(() => resolve(undefined), timeoutMs);
    });
    const answer = Promise.race([flow.fetch(new URL(url).href), late]);
    const fetched = await untilAborted(signal, flow.abortFetch, answer);
    if (!fetched) {
      flow.abortFetch();
      return failed(flow, 'timeout');
    }
    if (fetched.failure) return failed(flow, fetched.failure === 'network_failed' ? await cannotReach(url, false, timeoutMs) : fetched.failure);
    noted(fetched.status, fetched.headers.map(({ name, value }) => [name, value]), fetched.received);
    return { resume: flow.resumeFetched };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {CoreFlow} flow
 * @param {CoreRequest} request
 * @param {Noted} noted
 * @param {SendOptions} options
 * @returns {Promise<Sent>}
 */
async function sendByTransport(flow, request, noted, { transport = fetchTransport, signal, timeoutMs, mayBeRefusedByCors = false, keepJson = false, keepalive = false }) {
  const controller = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  // A transport that does not heed its signal is not waited for.
  const late = new Promise((/** @type {(late: never) => void} */ _, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(controller.signal.reason);
    }, timeoutMs);
  });
  try {
    const sent = Promise.race([transport({ ...request, keepalive, signal: controller.signal }), late]);
    const { status, headers, body } = await untilAborted(signal, () => controller.abort(), sent);
    const pairs = [...(headers instanceof Headers || Symbol.iterator in headers ? headers : Object.entries(headers))];
    const bytes = body instanceof ArrayBuffer ? new Uint8Array(body) : body;
    noted(Number(status), pairs, bytes.length);
    const { essence: read, json } = keepJson ? essence(bytes) : { essence: bytes, json: undefined };
    const response = { status: Number(status), headers: pairs.map(([name, value]) => ({ name, value })), body: read };
    return { json, resume: (sentAt, now) => flow.resume({ ...response, sentAt }, now) };
  } catch (error) {
    if (error instanceof FmidError) throw error;
    const failure = controller.signal.aborted ? 'timeout' : await cannotReach(request.url, mayBeRefusedByCors, timeoutMs);
    return { ...failed(flow, failure), cause: error };
  } finally {
    clearTimeout(timer);
  }
}

/** @param {CoreFlow} flow @param {import('./fmid-core.js').TransportFailure} failure @returns {Sent} */
const failed = (flow, failure) => ({ resume: (sentAt, now) => flow.resume({ failure, sentAt }, now) });
