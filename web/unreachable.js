// @ts-check
// A Data API call got no answer. Why that is to be expected from a web page, and the same request for a terminal.
import { copyButton } from './copy.js';
import { curlCommand, maskedCurl } from './curl.js';
import { el } from './dom.js';
import { explain, showError } from './errors.js';

/** No answer that a page may read: refused by CORS, not to be told from that, or the relay could not or would not. */
const NO_ANSWER = new Set(['cors_refused', 'network_failed', 'relay_refused', 'relay_unreachable']);

/**
 * Shows the error; where there was no answer, with the way round.
 *
 * @param {HTMLElement} slot
 * @param {unknown} error
 * @param {object} facts
 * @param {() => import('./curl.js').ApiRequest} [facts.request] asked for again when it is copied: the token may be newer
 * @param {boolean} facts.relayed
 * @param {(Node | string)[]} [facts.more]
 */
export function showDataApiError(slot, error, { request, relayed, more = [] }) {
  const { code = '' } = explain(error);
  const unanswered = NO_ANSWER.has(code);
  const extra = [...more];
  if (code === 'network_failed') extra.push(el('p', {}, relayed ? RELAY_SILENT : UNKNOWN_WHY));
  if (unanswered && !relayed) extra.push(el('p', {}, HOSTS_REFUSE));
  if (unanswered && request) extra.push(curlBox(request));
  showError(slot, error, ...extra);
}

const UNKNOWN_WHY = 'A browser does not tell a page whether there is no such host, no network, or a host that refuses web pages.';
const HOSTS_REFUSE =
  'FileMaker hosts refuse calls from other web pages: Claris documents that the Data API does not support CORS. From a terminal, from ' +
  'FileMaker’s Insert from URL or from a server of yours the same request works.';
const RELAY_SILENT = 'The call went through the relay of this server, which did not answer. See whether the server still runs.';

/** @param {() => import('./curl.js').ApiRequest} request */
function curlBox(request) {
  return el(
    'div',
    { class: 'curl' },
    el('p', {}, el('strong', {}, 'The same request for a terminal')),
    el('pre', { tabindex: '0', role: 'group', 'aria-label': 'curl command' }, maskedCurl(request())),
    el('p', { class: 'actions' }, copyButton('curl command', () => curlCommand(request())), el('span', { class: 'fine' }, 'For macOS, Linux, Git Bash or WSL. The copied text holds your token, which is masked here, and a shell keeps a history.')),
  );
}
