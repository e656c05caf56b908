// @ts-check
/**
 * One clock for the pool, the host and the test, so that "an hour later" takes no hour.
 *
 * @typedef {object} Clock
 * @property {() => number} now      milliseconds since 1970: real time plus what was added
 * @property {(ms: number) => void} advance
 */

/** @returns {Clock} */
export function createClock() {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    advance: (ms) => {
      offset += ms;
    },
  };
}
