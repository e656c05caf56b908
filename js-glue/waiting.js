// @ts-check
// Waiting that can be given up.
import { TransportError } from './errors.js';

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
  if (signal?.aborted) throw new TransportError({ code: 'aborted' }, { cause: signal.reason });
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
  if (!signal) return work;
  if (signal.aborted) {
    work.catch(() => {}); // it has begun, and nobody waits for it
    stop();
    throwIfAborted(signal);
  }
  /** @type {() => void} */
  let onAbort = () => {};
  const aborted = new Promise((_, reject) => {
    onAbort = () => {
      stop();
      reject(new TransportError({ code: 'aborted' }, { cause: signal.reason }));
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return /** @type {Result} */ (await Promise.race([work, aborted]));
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
