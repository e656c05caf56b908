// @ts-check
// The other tabs of this origin: one at a time where it matters (Web Locks), and all of them told (BroadcastChannel). Where a browser has
// neither, each tab is by itself.

export class Tabs {
  /** @type {(message: unknown) => void} */
  onMessage = () => {};
  #name;
  /** @type {BroadcastChannel | undefined} */
  #channel;

  /**
   * @param {string} name
   * @param {boolean} shared do the tabs share what is stored? Without that each has a sign-in of its own.
   */
  constructor(name, shared) {
    this.#name = name;
    this.shared = shared;
    if (!shared || typeof BroadcastChannel !== 'function') return;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }) => this.onMessage(data);
    /** @type {{ unref?: () => void }} */ (/** @type {unknown} */ (this.#channel)).unref?.(); // Node may end
  }

  /**
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  exclusively(work) {
    const locks = this.shared ? globalThis.navigator?.locks : undefined;
    return locks ? /** @type {Promise<any>} */ (locks.request(this.#name, work)) : work();
  }

  /** @param {unknown} message */
  tell(message) {
    this.#channel?.postMessage(message);
  }

  close() {
    this.#channel?.close();
    this.#channel = undefined;
  }
}
