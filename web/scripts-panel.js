// @ts-check
// Runs a script of the file, with a parameter, and says what it gave back.
import { answerBox } from './answer.js';
import { byId, el, submitButton } from './dom.js';

/** @param {ReturnType<typeof import('./caller.js').createCaller>} caller */
export function createScripts(caller) {
  const form = byId('script-form', HTMLFormElement);
  const layout = byId('script-layout', HTMLInputElement);
  const name = byId('script-name', HTMLInputElement);
  const parameter = byId('script-parameter', HTMLTextAreaElement);
  const list = byId('list-scripts', HTMLButtonElement);
  const result = byId('script-result', HTMLElement);
  const options = (/** @type {string[]} */ values) => values.map((value) => el('option', { value }));

  list.addEventListener('click', async () => {
    const reply = await caller.send(list, 'GET', 'scripts');
    if (!reply) return;
    const names = scriptNames(reply.response.scripts);
    byId('script-names', HTMLElement).replaceChildren(...options(names));
    name.value ||= names[0] ?? '';
    name.focus();
  });

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const query = parameter.value === '' ? '' : `?script.param=${encodeURIComponent(parameter.value)}`;
    const path = `layouts/${encodeURIComponent(layout.value.trim())}/script/${encodeURIComponent(name.value.trim())}${query}`;
    const reply = await caller.send(submitButton(form), 'GET', path);
    if (!reply) return;
    const { scriptError, scriptResult } = reply.response;
    const said =
      String(scriptError) === '0'
        ? el('p', { class: 'notice good', t: 'scriptRan', vars: { result: el('code', {}, String(scriptResult ?? '')) } })
        : el('p', { class: 'notice warning', t: 'scriptFailed', vars: { code: String(scriptError) } });
    result.replaceChildren(said, answerBox(reply));
  });

  return {
    /** @param {string[]} names */
    offerLayouts(names) {
      byId('layout-names', HTMLElement).replaceChildren(...options(names));
      layout.value ||= names[0] ?? '';
    },
    reset: () => result.replaceChildren(),
  };
}

/** @param {any} list @returns {string[]} */
function scriptNames(list) {
  if (!Array.isArray(list)) return [];
  return list.flatMap((each) => (each.isFolder ? scriptNames(each.folderScriptNames) : [String(each.name)]));
}
