// @ts-check
// Calls in an open Data API session: the layouts, and anything else.
import { callRequest } from './curl.js';
import { copyButton } from './copy.js';
import { byId, el, submitButton } from './dom.js';
import { explain, isAborted, showError } from './errors.js';
import { createTask } from './task.js';
import { showDataApiError } from './unreachable.js';

/**
 * @param {object} parts
 * @param {() => void} parts.onCalled
 * @param {() => HTMLElement} parts.againButton
 */
export function createCalls({ onCalled, againButton }) {
  /** @type {import('./session.js').OpenSession | undefined} */
  let open;
  const form = byId('call-form', HTMLFormElement);
  const method = byId('method', HTMLSelectElement);
  const path = byId('call-path', HTMLInputElement);
  const body = byId('call-body', HTMLTextAreaElement);
  const listButton = byId('list-layouts', HTMLButtonElement);
  const layouts = byId('layouts', HTMLElement);
  const answer = byId('answer', HTMLElement);
  const slot = byId('call-notice', HTMLElement);
  const task = createTask({ status: byId('call-progress', HTMLElement), cancel: byId('call-cancel', HTMLButtonElement) });

  const hasBody = () => method.value === 'POST' || method.value === 'PATCH';
  method.addEventListener('change', () => {
    byId('body-field', HTMLElement).hidden = !hasBody();
  });

  /** The last answer stays until there is another. @param {HTMLButtonElement} button @param {string} verb @param {string} where @param {unknown} [json] */
  async function send(button, verb, where, json) {
    const now = open;
    if (!now || task.running) return undefined;
    slot.replaceChildren();
    const { session, place, relayed } = now;
    const began = performance.now();
    try {
      const reply = await task.run(button, `${verb} ${where}…`, (signal) => session.call(/** @type {any} */ (verb), where, json, { signal }));
      task.say(`Answered in ${Math.round(performance.now() - began)} ms.`);
      return reply;
    } catch (error) {
      if (isAborted(error)) return void task.say('Cancelled.');
      const more = explain(error).code === 'fm_session_expired' ? [againButton()] : [];
      showDataApiError(slot, error, { relayed, more, request: () => callRequest(place, session.token, verb, where, json) });
      return undefined;
    } finally {
      if (open === now) onCalled();
    }
  }

  listButton.addEventListener('click', async () => {
    const reply = await send(listButton, 'GET', 'layouts');
    if (!reply) return;
    const names = layoutNames(reply.response.layouts);
    const items = names.map((name) => el('li', {}, el('button', { type: 'button', class: 'quiet', on: { click: () => prepareRecords(name) } }, name)));
    layouts.replaceChildren(
      el('h3', {}, names.length === 1 ? '1 layout' : `${names.length} layouts`),
      el('ul', { class: 'layouts', 'aria-label': 'Layouts' }, ...items),
      el('p', { class: 'fine' }, 'Choose one to prepare the call that reads its records.'),
    );
  });

  /** @param {string} layout */
  function prepareRecords(layout) {
    method.value = 'GET';
    method.dispatchEvent(new Event('change'));
    path.value = `layouts/${encodeURIComponent(layout)}/records?_limit=5`;
    submitButton(form).focus();
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    let json;
    if (hasBody() && body.value.trim() !== '') {
      try {
        json = JSON.parse(body.value);
      } catch {
        showError(slot, { title: 'The body is not JSON.', hint: 'Names and texts need double quotes, and nothing follows the last comma.' });
        body.focus();
        return;
      }
    }
    const reply = await send(submitButton(form), method.value, path.value.trim(), json);
    if (!reply) return;
    const text = JSON.stringify(reply, null, 2);
    answer.hidden = false;
    answer.replaceChildren(
      el('div', { class: 'token-head' }, el('h3', {}, 'Answer'), copyButton('answer', () => text)),
      el('pre', { tabindex: '0', role: 'group', 'aria-label': 'Answer' }, text),
    );
  });

  return {
    /** @param {import('./session.js').OpenSession | undefined} now */
    use(now) {
      open = now;
      layouts.replaceChildren();
      slot.replaceChildren();
      answer.hidden = true;
      answer.replaceChildren();
      task.say('');
    },
  };
}

/** Folders hold more (`folderLayoutNames`, Data API guide). @param {any} list @returns {string[]} */
function layoutNames(list) {
  if (!Array.isArray(list)) return [];
  return list.flatMap((each) => (each.isFolder ? layoutNames(each.folderLayoutNames) : [String(each.name)]));
}
