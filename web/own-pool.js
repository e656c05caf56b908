// @ts-check
// A user pool that the person names: another region, another app client, a test service. Typed here and nowhere else: a link that could
// choose where the proof of a password goes would be an invitation to phish.
import { button, byId, el, field } from './dom.js';
import { showError } from './errors.js';
import { createTask } from './task.js';

/** @typedef {import('./config.js').PoolChoice} PoolChoice */

/**
 * @param {() => Promise<import('../js-glue/index.js').Pool>} discover asks Claris which ids are its own now
 * @param {import('../js-glue/index.js').PoolOptions} [typed] as it was typed before
 */
export function createOwnPool(discover, typed) {
  const input = (/** @type {string} */ value, /** @type {string} */ placeholder) =>
    el('input', { type: 'text', value, placeholder, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
  const userPoolId = input(typed?.userPoolId ?? '', 'eu-central-1_AbCdEf123');
  const clientId = input(typed?.clientId ?? '', '4l9rvl4mv5es1eep1qe97cautn');
  const endpoint = input(typed?.endpoint ?? '', 'https://cognito-idp.eu-central-1.amazonaws.com/');
  const root = byId('own-pool', HTMLElement);
  root.append(
    field('poolId', userPoolId, { hint: 'poolIdHint' }),
    field('clientId', clientId),
    field('endpoint', endpoint, { hint: 'endpointHint' }),
  );

  const slot = el('div');
  const status = el('p', { class: 'progress', role: 'status' });
  const task = createTask({ status });
  const ask = button('discover', async () => {
    slot.replaceChildren();
    try {
      const found = await task.run(ask, 'discovering', discover);
      if (!found) return;
      [userPoolId.value, clientId.value, endpoint.value] = [found.userPoolId, found.clientId, found.endpoint];
      root.dispatchEvent(new Event('change'));
      task.say('discovered');
    } catch (error) {
      showError(slot, error);
    }
  }, 'quiet');
  root.append(slot, el('div', { class: 'actions' }, ask, status), el('p', { class: 'fine', t: 'discoverHint' }));

  return {
    root,
    /** Calls back when something else is typed. @param {() => void} listener */
    onInput: (listener) => root.addEventListener('change', listener),
    /** As it is typed now; whether that can be is for the library to say. @returns {PoolChoice} */
    read() {
      const pool = {
        userPoolId: userPoolId.value.trim(),
        clientId: clientId.value.trim(),
        ...(endpoint.value.trim() && { endpoint: endpoint.value.trim() }),
      };
      return { id: `own ${JSON.stringify(pool)}`, pool, sandbox: false, accounts: [], host: '', databases: [], own: true };
    },
  };
}
