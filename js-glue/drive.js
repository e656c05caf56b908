// @ts-check
// Drives a flow of the core: does what each step asks until it is done.
import { cannotReach } from './diagnose.js';
import { essence } from './json.js';
import { EnvironmentError, FmidError, InputError, TransportError, fromCore } from './errors.js';

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
  try {
    let json;
    let step = flow.open(operation, texts, now());
    for (;;) {
      if (step.error) throw fromCore(step.error);
      if (step.type === 'done') return { ...step, json };
      if (step.type === 'send') {
        const sentAt = now();
        json = await send(flow, options);
        step = flow.resume(sentAt, now());
      } else if (step.type === 'wait') {
        await pause(step.milliseconds, signal);
        step = flow.waitOver();
      } else {
        step = await ask(flow, step.challenge, options);
      }
    }
  } catch (error) {
    // The module itself failed: out of memory, or a fault of ours. Never anybody's input.
    if (error instanceof WebAssembly.RuntimeError) throw new EnvironmentError({ code: 'internal', detail: error.message });
    throw error;
  } finally {
    flow.delete();
  }
}

/**
 * @param {CoreFlow} flow
 * @param {DriveOptions} options
 * @returns {Promise<any>} the answer's JSON, where it is to stay here
 */
async function send(flow, { transport, signal, timeoutMs, mayBeRefusedByCors = false, keepJson = false, keepalive = false }) {
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
    flow.setFailure(controller.signal.aborted ? 'timeout' : await cannotReach(request.url, mayBeRefusedByCors, timeoutMs));
  } finally {
    clearTimeout(timer);
    request.body?.fill(0);
  }
}

/**
 * Asks until the core accepts the form of an answer; a code with letters in it does not end the sign-in.
 * @param {CoreFlow} flow
 * @param {import('./core.js').CoreChallenge} challenge
 * @param {DriveOptions} options
 * @returns {Promise<CoreStep>}
 */
async function ask(flow, challenge, { answer, signal }) {
  if (!answer) throw new InputError({ code: 'challenge_unanswered', detail: challenge.name });
  let previousError = challenge.previousError && fromCore(challenge.previousError);
  for (;;) {
    const given = await untilAborted(signal, () => {}, Promise.resolve(answer({ ...challenge, previousError })));
    const step = flow.answer(given ?? {});
    const error = step.error && fromCore(step.error);
    if (!(error instanceof InputError)) return step;
    previousError = error;
  }
}

/**
 * @param {number} milliseconds
 * @param {AbortSignal} [signal]
 */
export function pause(milliseconds, signal) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const over = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  return untilAborted(signal, () => clearTimeout(timer), over);
}

/** @param {AbortSignal} [signal] */
export function throwIfAborted(signal) {
  if (signal?.aborted) throw new TransportError({ code: 'aborted' });
}

/**
 * What `work` gives, or an error of code "aborted" as soon as the signal says so; `stop` then ends the work.
 * @template Result
 * @param {AbortSignal | undefined} signal
 * @param {() => void} stop
 * @param {Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function untilAborted(signal, stop, work) {
  throwIfAborted(signal);
  if (!signal) return work;
  /** @type {() => void} */
  let onAbort = () => {};
  const aborted = new Promise((_, reject) => {
    onAbort = () => {
      stop();
      reject(new TransportError({ code: 'aborted' }));
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return /** @type {Result} */ (await Promise.race([work, aborted]));
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
