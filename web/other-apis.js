// @ts-check
// What the ID token opens without a Data API session: the host's product info, OData and the Admin API.
import { answerBox } from './answer.js';
import { byAnyWay } from './connection.js';
import { byId, submitButton } from './dom.js';
import { isAborted } from './errors.js';
import { createTask } from './task.js';
import { showHostError } from './unreachable.js';

/** What people look at first. @type {Record<string, (database: string) => string>} */
const FIRST_PATHS = {
  productInfo: () => '/productInfo',
  odata: (database) => `/${encodeURIComponent(database.replace(/\.fmp12$/i, ''))}`, // the file's tables
  admin: () => '/databases',
};

/**
 * @param {object} parts
 * @param {ReturnType<typeof import('./places.js').createPlaces>} parts.places
 * @param {() => { client: import('../js-glue/index.js').Client, idToken: string } | undefined} parts.signedIn
 */
export function createOtherApis({ places, signedIn }) {
  const form = byId('other-form', HTMLFormElement);
  const api = byId('other-api', HTMLSelectElement);
  const path = byId('other-path', HTMLInputElement);
  const slot = byId('other-notice', HTMLElement);
  const result = byId('other-result', HTMLElement);
  const task = createTask({ status: byId('other-progress', HTMLElement), cancel: byId('other-cancel', HTMLButtonElement) });

  api.addEventListener('change', () => {
    path.value = FIRST_PATHS[api.value](places.read().database);
    path.disabled = api.value === 'productInfo';
  });

  /** @param {import('../js-glue/index.js').Client} client @param {string | undefined} relay @param {AbortSignal} signal */
  function ask(client, relay, signal) {
    const { host, database } = places.read();
    const where = path.value.trim();
    if (api.value === 'productInfo') return client.productInfo({ host, relay, signal });
    const target = api.value === 'odata' ? client.odata({ host, database, relay }) : client.admin({ host, relay });
    return target.call('GET', where, undefined, { signal });
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const now = signedIn();
    if (!now || task.running) return;
    slot.replaceChildren();
    const began = performance.now();
    try {
      const work = (/** @type {AbortSignal} */ signal) => byAnyWay(places.connection(), ({ relay }) => ask(now.client, relay, signal));
      const answer = await task.run(submitButton(form), 'askingHost', work);
      if (!answer) return;
      task.say('answeredIn', { ms: Math.round(performance.now() - began) });
      result.replaceChildren(answerBox(answer.result));
    } catch (error) {
      if (isAborted(error)) return task.say('cancelled');
      const { relayed = false } = /** @type {{ relayed?: boolean }} */ (error);
      showHostError(slot, error, { relayed, idToken: () => now.idToken, endpoint: now.client.pool.endpoint });
    }
  });

  return {
    reset() {
      slot.replaceChildren();
      result.replaceChildren();
      task.say('');
    },
  };
}
