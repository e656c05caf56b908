// @ts-check
// Something that takes a while: it says so, can be given up, and is not started twice.

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

  /** @param {string} text '' while it is the person's turn */
  function progress(text) {
    status.textContent = text;
    status.classList.toggle('busy', text !== '');
    stays = false;
  }

  return {
    get running() {
      return controller !== undefined;
    },
    abort: () => controller?.abort(),
    progress,
    /** What remains to be read when the work is done. @param {string} text */
    say(text) {
      progress('');
      status.textContent = text;
      stays = true;
    },

    /**
     * Does nothing while something else runs. The button is not disabled: that would lose the focus.
     *
     * @template T
     * @param {HTMLButtonElement} button
     * @param {string} text what is being done
     * @param {(signal: AbortSignal) => Promise<T>} work
     * @returns {Promise<T | undefined>}
     */
    async run(button, text, work) {
      if (controller) return undefined;
      controller = new AbortController();
      progress(text);
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
