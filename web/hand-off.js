// @ts-check
// The same request for another program: what a page may not send itself, or what goes into a script. Masked to look at, whole when copied.
import { copyButton } from './copy.js';
import { button, el } from './dom.js';
import { downloadJson } from './download.js';
import { curlCommand, envLine, fileMakerSteps } from './formats.js';
import { label, write } from './language.js';
import { postmanCollection } from './postman.js';
import { segments } from './segments.js';

/** @typedef {import('./requests.js').ApiRequest} ApiRequest */

/** @type {Record<string, (request: ApiRequest, idToken: string) => string>} */
const FORMATS = {
  curl: curlCommand,
  fileMaker: fileMakerSteps,
  postman: (request, idToken) => JSON.stringify(postmanCollection(request, idToken), null, 2),
  env: envLine,
};

/**
 * @param {() => ApiRequest} request asked for again when it is copied: the token may be newer
 * @param {() => string} idToken
 * @param {{ formats?: readonly string[] }} [options]
 */
export function handOff(request, idToken, { formats = ['curl', 'fileMaker', 'postman'] } = {}) {
  let format = formats[0];
  const preview = el('pre', { tabindex: '0', role: 'group' });
  const hint = el('p', { class: 'fine' });
  const actions = el('div', { class: 'actions' });
  const text = () => FORMATS[format](request(), idToken());

  function show() {
    const { secret } = request();
    label(preview, `${format}Name`);
    preview.textContent = [secret, idToken()].filter(Boolean).reduce((shown, each) => shown.replaceAll(each, '••••••••'), text());
    // A new session's token comes in a header.
    write(hint, format === 'fileMaker' && /\/sessions$/.test(request().url) ? 'fileMakerSessionHint' : `${format}Hint`);
    const file = button('download', () => downloadJson('fmid.postman_collection.json', postmanCollection(request(), idToken())), 'quiet');
    actions.replaceChildren(copyButton(`${format}Name`, text, { style: 'primary small' }), ...(format === 'postman' ? [file] : []));
  }

  const choose = segments('handOffFormats', formats, (chosen) => {
    format = chosen;
    show();
  });
  show();
  return { root: el('div', { class: 'hand-off' }, choose, preview, actions, hint), show };
}
