// @ts-check
// A token from elsewhere, pasted to see what is in it. It stays in this page: only the pool's public keys are fetched, when asked for.
import { claimsTable } from './claims.js';
import { byId } from './dom.js';
import { showError } from './errors.js';

/** @param {{ client: () => Promise<import('../js-glue/index.js').Client> }} parts `client`: of the pool that is chosen */
export function createInspector({ client }) {
  const form = byId('inspect-form', HTMLFormElement);
  const input = byId('inspect-token', HTMLTextAreaElement);
  const result = byId('inspect-result', HTMLElement);

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    // As people copy it: with the header's name before it, in quotes, broken into lines.
    const token = input.value.replace(/^\s*(authorization:)?\s*(fmid|bearer)\s+/i, '').replace(/[\s"']/g, '');
    try {
      result.replaceChildren(claimsTable(await client(), token, 'token'));
    } catch (error) {
      showError(result, error);
      input.focus();
    }
  });
  byId('inspect-clear', HTMLButtonElement).addEventListener('click', () => {
    input.value = '';
    result.replaceChildren();
    input.focus();
  });
}
