// @ts-check
// Drives a flow of the core: does what each step asks until it is done.
import { createAsk } from './ask.js';
import { cannotReach } from './diagnose.js';
import { essence } from './json.js';
import { EnvironmentError, FmidError, fromCore } from './errors.js';
import { pause, throwIfAborted, untilAborted } from './waiting.js';

/** @typedef {import('./core.js').Core} Core */
/** @typedef {import('./core.js').CoreFlow} CoreFlow */
/** @typedef {import('./core.js').CoreStep} CoreStep */
/**
 * @typedef {object} DriveOptions
 * @property {Core} core
 * @property {() => number} now
 * @property {import('./index.js').Transport} transport
 * @property {number} timeoutMs
 * @property {AbortSignal} [signal]
 * @property {boolean} [mayBeRefusedByCors] the host is not known to let web pages in
 * @property {import('./index.js').SignInOptions['answer']} [answer]
 * @property {boolean} [keepJson] the answer is a FileMaker host's: it stays here, the core gets what decides about it
 * @property {boolean} [keepalive] the request shall outlive the page
 */

/**
 * @param {Parameters<CoreFlow['open']>[0]} operation
 * @param {(string | Uint8Array)[]} texts its arguments
 * @param {DriveOptions} options
 * @returns {Promise<import('./core.js').CoreDone & { json?: any }>} json: the answer, with keepJson
 */
export async function drive(operation, texts, options) {
  const { core, now, signal } = options;
  throwIfAborted(signal);
  const flow = core.flow();
  const ask = createAsk(flow, options);
  try {
    let json;
    /** @type {unknown} */
    let cause;
    let step = flow.open(operation, texts, now());
    for (;;) {
      if (step.error) throw fromCore(step.error, { cause });
      if (step.type === 'done') return { ...step, json };
      if (step.type === 'send') {
        const sentAt = now();
        cause = undefined;
        json = await send(flow, options, (error) => (cause = error));
        step = flow.resume(sentAt, now());
      } else if (step.type === 'wait') {
        await pause(step.milliseconds, signal);
        step = flow.waitOver();
      } else {
        step = await ask(step.challenge);
      }
    }
  } catch (error) {
    // The module itself failed: out of memory, or a fault of ours. Never anybody's input.
    if (error instanceof WebAssembly.RuntimeError) throw new EnvironmentError({ code: 'internal', detail: error.message }, { cause: error });
    throw error;
  } finally {
    flow.delete();
  }
}

/**
 * @param {CoreFlow} flow
 * @param {DriveOptions} options
 * @param {(cause: unknown) => void} onFailure
 * @returns {Promise<any>} the answer's JSON, where it is to stay here
 */
async function send(flow, { transport, signal, timeoutMs, mayBeRefusedByCors = false, keepJson = false, keepalive = false }, onFailure) {
  const request = flow.request();
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  try {
    const sent = transport({ ...request, keepalive, signal: controller.signal });
    const response = await untilAborted(signal, () => controller.abort(), sent);
    const headers = response.headers instanceof Headers || Symbol.iterator in response.headers ? response.headers : Object.entries(response.headers);
    const body = response.body instanceof ArrayBuffer ? new Uint8Array(response.body) : response.body;
    const kept = keepJson ? essence(body) : undefined;
    flow.setResponse(response.status, headers, kept?.essence ?? body);
    return kept?.json;
  } catch (error) {
    if (error instanceof FmidError) throw error;
    onFailure(error);
    flow.setFailure(controller.signal.aborted ? 'timeout' : await cannotReach(request.url, mayBeRefusedByCors, timeoutMs));
  } finally {
    clearTimeout(timer);
    request.body?.fill(0);
  }
}
