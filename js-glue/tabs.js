// @ts-check
// The other tabs of this origin: one at a time where it matters (Web Locks), and all of them told (BroadcastChannel). Where a browser has
// neither, each tab is by itself.
import { pause } from './waiting.js';

/** How long a message may be on its way to another tab. */
const TELLING_MS = 200;

/**
 * @typedef {object} Tabs
 * @property {<T>(what: string, work: () => Promise<T>) => Promise<T>} exclusively for what takes a request: one tab after the other, of those that do the same
 * @property {<T>(work: () => Promise<T>) => Promise<T>} inTurn for what is stored: in the order of the calls, in all tabs together
 * @property {(message: unknown) => void} tell
 * @property {() => void} close
 */

/** What is done last, by the name of the storage: the clients of one page take turns also where there are no locks. @type {Map<string, Promise<unknown>>} */
const lines = new Map();

/**
 * @param {string | undefined} name of what the tabs share; undefined: nothing
 * @param {(message: any) => void} onMessage
 * @returns {Tabs}
 */
export function openTabs(name, onMessage) {
  let channel = name !== undefined && typeof BroadcastChannel === 'function' ? new BroadcastChannel(name) : undefined;
  if (channel) {
    channel.onmessage = ({ data }) => onMessage(data);
    /** @type {{ unref?: () => void }} */ (/** @type {unknown} */ (channel)).unref?.(); // Node may end
  }
  const locks = name === undefined ? undefined : globalThis.navigator?.locks;
  /** @type {Promise<unknown>} */
  let own = Promise.resolve();

  /** @type {Tabs['inTurn']} */
  function inLine(work) {
    const turn = (name === undefined ? own : (lines.get(name) ?? own)).then(work);
    const over = turn.catch(() => {});
    if (name === undefined) own = over;
    else lines.set(name, over);
    return turn;
  }

  /** @template T @param {string} lock @param {() => Promise<T>} work @param {number} heldOn milliseconds @returns {Promise<T>} */
  function alone(lock, work, heldOn) {
    if (!locks) return work();
    return new Promise((resolve, reject) => {
      /** @type {Promise<void> | undefined} */
      let done;
      const once = () => (done ??= work().then(resolve, reject));
      // Sandboxed frames have the interface and are refused each lock. Where another script steals one, the work has begun.
      locks.request(lock, () => once().then(() => pause(heldOn))).catch(once);
    });
  }

  return {
    // The lock is kept until what was told has arrived: the two are not in order.
    exclusively: (what, work) => alone(`${name} ${what}`, work, TELLING_MS),
    inTurn: (work) => inLine(() => alone(`${name} storing`, work, 0)),
    tell: (message) => channel?.postMessage(message),
    close() {
      channel?.close();
      channel = undefined; // what is kept from now on is not told any more
    },
  };
}
