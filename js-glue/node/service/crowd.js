// @ts-check
// How many may be in at once: in all, and from one address no more than half of it, so that no caller alone keeps the others out. A proxy
// in front is one address; it can tell its callers apart, and limit each.

/** @typedef {ReturnType<typeof createCrowd>} Crowd */

/** @param {number} max */
export function createCrowd(max) {
  /** @type {Map<string, number>} */
  const byAddress = new Map();
  let all = 0;
  return {
    /**
     * @param {string} address
     * @returns {(() => void) | undefined} what lets it out again; undefined: there is no room
     */
    enter(address) {
      const same = byAddress.get(address) ?? 0;
      if (all >= max || same >= Math.ceil(max / 2)) return undefined;
      all += 1;
      byAddress.set(address, same + 1);
      return () => {
        all -= 1;
        const left = (byAddress.get(address) ?? 1) - 1;
        if (left > 0) byAddress.set(address, left);
        else byAddress.delete(address);
      };
    },
    get size() {
      return all;
    },
  };
}
