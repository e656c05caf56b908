// @ts-check
// Something that takes a while: it says so, can be given up, and is not started twice.
import { unwrite, write } from './language.js';

/** @typedef {import('./language.js').Vars} Vars */

/**
 * @param {object} parts
 * @param {HTMLElement} parts.status a live region
 * @param {HTMLButtonElement} [parts.cancel] shown only while something is under way
 */
export function createTask({ status, cancel }) {
  /** @type {AbortController | undefined} */
  let controller;
  let stays = false;
  cancel?.addEventListener('click', () => controller?.abort());

  /** @param {string} key '' while it is the person's turn @param {Vars} [vars] */
  function progress(key, vars) {
    if (key) write(status, key, vars);
    else unwrite(status);
    status.classList.toggle('busy', key !== '');
    stays = false;
  }

  return {
    get running() {
      return controller !== undefined;
    },
    abort: () => controller?.abort(),
    progress,
    /** What remains to be read when the work is done. @param {string} key @param {Vars} [vars] */
    say(key, vars) {
      progress(key, vars);
      status.classList.remove('busy');
      stays = true;
    },

    /**
     * Does nothing while something else runs. The button is not disabled: that would lose the focus.
     *
     * @template T
     * @param {HTMLButtonElement} button
     * @param {string} key what is being done
     * @param {(signal: AbortSignal) => Promise<T>} work
     * @param {Vars} [vars]
     * @returns {Promise<T | undefined>}
     */
    async run(button, key, work, vars) {
      if (controller) return undefined;
      controller = new AbortController();
      progress(key, vars);
      button.setAttribute('aria-disabled', 'true');
      if (cancel) cancel.hidden = false;
      try {
        return await work(controller.signal);
      } finally {
        controller = undefined;
        if (!stays) progress('');
        button.removeAttribute('aria-disabled');
        if (cancel) {
          const focused = document.activeElement === cancel;
          cancel.hidden = true;
          if (focused) button.focus();
        }
      }
    },
  };
}
