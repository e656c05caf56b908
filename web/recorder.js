// @ts-check
// The requests that the library has made: it tells of each (the option `observe`), and never of a body, a token or a code.

/** @typedef {import('../js-glue/index.js').ObservedRequest} Exchange */

/** More would be a log, not a history. */
const MOST = 200;

/** @param {(exchanges: readonly Exchange[]) => void} onChange */
export function createRecorder(onChange) {
  /** Newest first. @type {readonly Exchange[]} */
  let exchanges = [];

  /** @param {readonly Exchange[]} now */
  function change(now) {
    exchanges = now;
    onChange(exchanges);
  }

  return {
    /** @param {Exchange} exchange */
    observe: (exchange) => change([exchange, ...exchanges].slice(0, MOST)),
    get exchanges() {
      return exchanges;
    },
    clear: () => change([]),
  };
}
