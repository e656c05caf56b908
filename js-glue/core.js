// @ts-check
// The compiled module for the rest of the face: plain values go in, and where an instance broke another takes its place.
import { EnvironmentError, InputError } from './errors.js';
import createModule from './fmid-core.js';

/** @typedef {import('./fmid-core.js').CoreModule} CoreModule */
/** @typedef {import('./fmid-core.js').CoreStep} CoreStep */
/** @typedef {import('./fmid-core.js').Operation} Operation */
/**
 * The options of an operation.
 * @template {Operation} Name
 * @typedef {Parameters<CoreModule[Name]>[1]} OptionsOf
 */
/** @typedef {Awaited<ReturnType<typeof openCore>>} Core */
/** @typedef {ReturnType<Core['flow']>} CoreFlow */

/** At the beginning of a call. @type {Readonly<import('./fmid-core.js').Attempt>} */
export const FIRST_ATTEMPT = Object.freeze({ sessionRenewed: false, idTokenDoubted: false, refreshed: false, refreshFailed: false });

/**
 * @param {WebAssembly.Module} compiled
 * @param {(target: Uint8Array) => void} getRandomValues
 */
export async function openCore(compiled, getRandomValues) {
  let instance = await instantiate(compiled, getRandomValues, renew);
  /** @type {Promise<void> | undefined} */
  let renewal;

  function renew() {
    renewal ??= instantiate(compiled, getRandomValues, renew)
      .then((another) => {
        instance = another;
      })
      .finally(() => {
        renewal = undefined;
      });
    renewal.catch(() => {}); // whoever comes next tries again, and hears of it
  }

  return {
    /** Until there is an instance that is whole; at once, but for the moment after one broke. */
    async whole() {
      if (instance.broken()) renew();
      await renewal;
    },

    flow: () => instance.flow(),

    /** @param {import('./index.js').PoolOptions} pool */
    checkPool: (pool) => instance.enter((module) => module.checkPool(pool)),

    /** @param {string} token */
    decodeUnverified: (token) => instance.enter((module) => module.decodeUnverified(token)),

    prepare: () => instance.enter((module) => module.prepare()),

    /** @type {CoreModule['nextNeed']} */
    nextNeed: (...given) => instance.enter((module) => module.nextNeed(...given)),

    /** @type {CoreModule['judge']} */
    judge: (...given) => instance.enter((module) => module.judge(...given)),
  };
}

/**
 * @param {WebAssembly.Module} compiled
 * @param {(target: Uint8Array) => void} getRandomValues
 * @param {() => void} onBroken
 */
async function instantiate(compiled, getRandomValues, onBroken) {
  /** @type {WebAssembly.Memory} */
  let memory;
  const module = await new Promise((/** @type {(module: CoreModule) => void} */ resolve, reject) => {
    createModule({
      fillRandom(bytes) {
        try {
          getRandomValues(bytes);
          return true;
        } catch {
          return false;
        }
      },
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(compiled, imports).then((made) => {
          memory = /** @type {WebAssembly.Memory} */ (Object.values(made.exports).find((each) => each instanceof WebAssembly.Memory));
          done(made, compiled);
        }).catch(reject);
        return {};
      },
    }).then(resolve, reject);
  });
  let broken = false;
  /** Ends the requests that this instance has under way. @type {Set<() => void>} */
  const running = new Set();

  /**
   * The one way in. What comes out as an exception (out of memory, a fault of ours) left C++ without its destructors, on a stack that
   * was not given back: nothing goes on in there. Its memory is wiped as a whole.
   * @template Result
   * @param {(module: CoreModule) => Result} work
   */
  function enter(work) {
    if (broken) throw isBroken();
    try {
      return work(module);
    } catch (cause) {
      broken = true;
      for (const end of running) end();
      new Uint8Array(memory.buffer).fill(0);
      onBroken();
      throw isBroken(String(/** @type {Error} */ (cause)?.message ?? cause), cause);
    }
  }

  /** @param {string} [detail] @param {unknown} [cause] */
  const isBroken = (detail = 'the module broke', cause) => new EnvironmentError({ code: 'internal', detail }, { cause });

  /** A flow of the core; delete() wipes and frees it. */
  function flow() {
    const handle = enter(() => module.newFlow());
    let end = () => {};

    /** What the module's own request has under way is over, or is given up. */
    function forget() {
      running.delete(end);
    }

    return {
      /**
       * @template {Operation} Name
       * @param {Name} operation
       * @param {OptionsOf<Name>} options
       * @param {number} now
       * @returns {CoreStep}
       */
      open(operation, options, now) {
        const copy = plain(options, operation);
        return enter(() => module[operation](handle, /** @type {any} */ (copy), now));
      },

      request: () => enter(() => module.request(handle)),

      /** @param {import('./fmid-core.js').CoreResponse} response @param {number} now */
      resume(response, now) {
        const copy = plain(response, 'transport');
        return enter(() => module.resume(handle, copy, now));
      },

      /**
       * Has the module send the request of step "send" itself, by Emscripten's fetch; the body of what comes back stays in there.
       * @param {string} url of that request, as the URL class writes it
       * @returns {Promise<import('./fmid-core.js').Fetched>} never, where it is given up
       */
      fetch(url) {
        return new Promise((resolve, reject) => {
          /** @type {XMLHttpRequest | undefined} */
          let xhr;
          end = () => {
            if (xhr) silence(xhr);
            reject(isBroken());
          };
          running.add(end);
          xhr = enter(() => module.fetch(handle, url, (fetched) => {
            forget();
            resolve(fetched);
          }));
          // What Emscripten does as the answer comes in is a way in, too.
          if (xhr) guardHandlers(xhr, enter);
        });
      },

      abortFetch() {
        forget();
        if (!broken) enter(() => module.abortFetch(handle));
      },

      /** @param {number} sentAt @param {number} now */
      resumeFetched: (sentAt, now) => enter(() => module.resumeFetched(handle, sentAt, now)),

      waitOver: () => enter(() => module.waitOver(handle)),

      /** @param {import('./index.js').Answer | undefined} answer */
      answer(answer) {
        const { attributes, ...rest } = plain(answer ?? {}, 'answer');
        const list = Object.entries(attributes ?? {}).map(([name, value]) => ({ name, value }));
        return enter(() => module.answer(handle, { ...rest, attributes: list }));
      },

      delete() {
        forget();
        if (!broken) enter(() => module.deleteFlow(handle));
      },
    };
  }

  return { enter, flow, broken: () => broken };
}

const HANDLERS = /** @type {const} */ (['onload', 'onerror', 'ontimeout', 'onprogress', 'onreadystatechange']);

/** @param {XMLHttpRequest} xhr */
function silence(xhr) {
  for (const name of HANDLERS) xhr[name] = null;
  xhr.abort();
}

/** @param {XMLHttpRequest} xhr @param {(work: () => void) => void} enter */
function guardHandlers(xhr, enter) {
  for (const name of HANDLERS) {
    const handler = /** @type {((event: any) => void) | null} */ (xhr[name]);
    if (!handler) continue;
    xhr[name] = (/** @type {Event} */ event) => {
      try {
        enter(() => handler(event));
      } catch {
        // Who waits for the answer has been told.
      }
    };
  }
}

/**
 * A copy in which nothing runs when it is read: no getter, no proxy.
 * @template Value
 * @param {Value} value
 * @param {string} name whose fault it is
 * @returns {Value}
 */
function plain(value, name) {
  try {
    return /** @type {Value} */ (copyOf(value));
  } catch {
    throw new InputError({ code: 'option_invalid', detail: name });
  }
}

/** @param {unknown} value @returns {unknown} */
function copyOf(value) {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copyOf(member)]));
}
