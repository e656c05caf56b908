// @ts-check
// A token from elsewhere, looked into: pasted, decoded on this device, never sent.
import { byId, maskAgain } from './dom.js';
import { showError } from './errors.js';
import { tokenFacts } from './token-facts.js';

/** @typedef {import('../js-glue/index.js').Client} Client */

/** @param {() => Promise<Client>} client of the pool that is chosen */
export function createInspect(client) {
  const form = byId('inspect-form', HTMLFormElement);
  const input = byId('inspected-token', HTMLInputElement);
  const slot = byId('inspected', HTMLElement);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      // What people paste: with its header, in quotation marks, with a line's end.
      const token = input.value.trim().replace(/^(Authorization: *)?(FMID|Bearer) +/i, '').replace(/^["']|["']$/g, '');
      slot.replaceChildren(...tokenFacts(token, 'pasted token', await client()));
      input.value = '';
      maskAgain(input);
    } catch (error) {
      showError(slot, error);
      input.focus();
    }
  });
}
