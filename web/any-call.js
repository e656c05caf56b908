// @ts-check
// Any call of the Data API, and the same for other programs.
import { answerBox } from './answer.js';
import { byId, el, submitButton } from './dom.js';
import { showError } from './errors.js';
import { handOff } from './hand-off.js';

/** @param {ReturnType<typeof import('./caller.js').createCaller>} caller @param {() => string} idToken */
export function createAnyCall(caller, idToken) {
  const form = byId('call-form', HTMLFormElement);
  const method = byId('method', HTMLSelectElement);
  const path = byId('call-path', HTMLInputElement);
  const body = byId('call-body', HTMLTextAreaElement);
  const answer = byId('answer', HTMLElement);
  const hasBody = () => method.value === 'POST' || method.value === 'PATCH';

  method.addEventListener('change', () => {
    byId('body-field', HTMLElement).hidden = !hasBody();
  });

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    /** @type {unknown} */
    let json;
    if (hasBody() && body.value.trim() !== '') {
      try {
        json = JSON.parse(body.value);
      } catch {
        showError(caller.slot, { code: 'body_not_json' });
        body.focus();
        return;
      }
    }
    const verb = /** @type {import('./caller.js').Method} */ (method.value);
    const where = path.value.trim();
    const reply = await caller.send(submitButton(form), verb, where, json);
    if (!reply) return;
    const elsewhere = handOff(() => caller.request(verb, where, json), idToken).root;
    answer.replaceChildren(answerBox(reply, el('details', { class: 'small' }, el('summary', { t: 'sameRequest' }), elsewhere)));
  });

  return { reset: () => answer.replaceChildren() };
}
