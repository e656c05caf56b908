// @ts-check
/**
 * One clock for the pool, the host and the test, so that "an hour later" takes no hour.
 *
 * @typedef {object} Clock
 * @property {() => number} now      milliseconds since 1970
 * @property {(ms: number) => void} advance also backwards, as a clock that was set right
 */

/**
 * Real time plus what was added; stopped, only what was added: for a test of the last millisecond.
 *
 * @param {{stopped?: boolean}} [settings]
 * @returns {Clock}
 */
export function createClock({ stopped = false } = {}) {
  let offset = 0;
  const start = Date.now();
  return {
    now: () => (stopped ? start : Date.now()) + offset,
    advance: (ms) => {
      offset += ms;
    },
  };
}
