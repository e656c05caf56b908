// @ts-check
// The exact thing that is needed next in another tool, to be copied or downloaded: curl, Postman, a FileMaker script, a .env file.
import { copyButton } from './copy.js';
import { byId, el } from './dom.js';
import { curlText, envLines, postmanCollection, scriptSteps } from './hand-off-texts.js';

/** @typedef {import('./curl.js').Place} Place */
/** @typedef {{ id: string, label: string, what: string, text: (place: Place, idToken: string) => string, file?: string, note: string }} Tool */

/** @type {Tool[]} */
const TOOLS = [
  {
    id: 'header', label: 'Header', what: 'header', text: (_, idToken) => `Authorization: FMID ${idToken}`,
    note: 'Goes with the request that opens a session, and with every OData call.',
  },
  {
    id: 'curl', label: 'curl', what: 'curl command', text: curlText,
    note: 'Opens a session; the Data API token is in the answer’s header X-FM-Data-Access-Token. For macOS, Linux, Git Bash or WSL. A shell keeps a history.',
  },
  {
    id: 'postman', label: 'Postman', what: 'collection', text: postmanCollection, file: 'fmid.postman_collection.json',
    note: 'Import it in Postman (or Bruno, Insomnia, Hoppscotch) and run “Open session”: the calls after it take its token by themselves.',
  },
  {
    id: 'filemaker', label: 'FileMaker', what: 'script steps', text: scriptSteps,
    note: 'Script steps as text, to be entered in the Script Workspace. Insert from URL knows no CORS. FileMaker itself was not at hand when this was written.',
  },
  {
    id: 'env', label: '.env', what: 'lines', text: envLines, file: 'fmid.env',
    note: 'For programs. The fmid command reads these names. Keep the file out of version control.',
  },
];

/** Where nothing is typed yet. */
const EXAMPLE = { host: 'NAME.account.filemaker-cloud.com', database: 'DATABASE' };

/** @param {() => string} idToken asked for as it is copied */
export function createHandOff(idToken) {
  let tool = TOOLS[0];
  const preview = el('pre', { tabindex: '0', role: 'group', 'aria-labelledby': 'hand-off-title' });
  const note = el('p', { class: 'fine' });
  const buttons = el('p', { class: 'actions' });
  const choices = TOOLS.map((each) => {
    const input = el('input', { type: 'radio', name: 'hand-off', value: each.id, checked: each === tool });
    input.addEventListener('change', () => choose(each));
    return el('label', { class: 'segment' }, input, el('span', {}, each.label));
  });
  byId('hand-off', HTMLElement).append(
    el('fieldset', { class: 'segments' }, el('legend', { class: 'hidden-text' }, 'For which tool'), ...choices),
    preview,
    buttons,
    note,
  );
  for (const id of ['host', 'database', 'version']) byId(id, HTMLElement).addEventListener('input', show);

  /** @param {Tool} chosen */
  function choose(chosen) {
    tool = chosen;
    const text = () => tool.text(place(), idToken());
    buttons.replaceChildren(copyButton(tool.what, text), ...(tool.file ? [downloadButton(tool.file, text)] : []));
    note.textContent = `${tool.note} The text has your ID token in it, which is masked here.`;
    show();
  }

  function show() {
    preview.textContent = tool.text(place(), '••••••••');
  }

  choose(tool);
  return { show };
}

/** @returns {Place} */
function place() {
  const typed = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (document.getElementById(id)).value.trim();
  return { host: typed('host') || EXAMPLE.host, database: typed('database') || EXAMPLE.database, version: typed('version') };
}

/** @param {string} name @param {() => string} text */
function downloadButton(name, text) {
  const click = () => {
    const url = URL.createObjectURL(new Blob([text()], { type: 'application/octet-stream' }));
    el('a', { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  };
  return el('button', { type: 'button', class: 'quiet', on: { click } }, `Download ${name}`);
}
