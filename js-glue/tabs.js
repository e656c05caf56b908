// @ts-check
// The other tabs of this origin: one at a time where it matters (Web Locks), and all of them told (BroadcastChannel). Where a browser has
// neither, each tab is by itself.
import { pause } from './waiting.js';

/** How long a message may be on its way to another tab. */
const TELLING_MS = 200;

/**
 * @typedef {object} Tabs
 * @property {boolean} shared do the tabs share what is stored? Without that each has a sign-in of its own.
 * @property {<T>(work: () => Promise<T>) => Promise<T>} exclusively
 * @property {(message: unknown) => void} tell
 * @property {() => void} close
 */

/**
 * @param {string} name
 * @param {boolean} shared
 * @param {(message: any) => void} onMessage
 * @returns {Tabs}
 */
export function openTabs(name, shared, onMessage) {
  let channel = shared && typeof BroadcastChannel === 'function' ? new BroadcastChannel(name) : undefined;
  if (channel) {
    channel.onmessage = ({ data }) => onMessage(data);
    /** @type {{ unref?: () => void }} */ (/** @type {unknown} */ (channel)).unref?.(); // Node may end
  }
  const locks = shared ? globalThis.navigator?.locks : undefined;
  return {
    shared,
    exclusively(work) {
      if (!locks) return work();
      return new Promise((resolve, reject) => {
        // The lock is kept until what was told has arrived: the two are not in order.
        locks.request(name, () => work().then(resolve, reject).then(() => pause(TELLING_MS))).catch(reject);
      });
    },
    tell: (message) => channel?.postMessage(message),
    close() {
      channel?.close();
      channel = undefined; // what is kept from now on is not told any more
    },
  };
}
