// @ts-check
// A call to a FileMaker host got no answer. What is known of why, what is a guess, and the same request for another program.
import { el } from './dom.js';
import { explain, showError } from './errors.js';
import { handOff } from './hand-off.js';
import { originOf } from './requests.js';

/** No answer that a page may read: refused by CORS, not to be told from that, or the relay could not or would not. */
const NO_ANSWER = new Set(['cors_refused', 'network_failed', 'relay_refused', 'relay_unreachable']);

/**
 * Shows the error; where there was no answer, with the way round.
 *
 * @param {HTMLElement} slot
 * @param {unknown} error
 * @param {object} facts
 * @param {() => import('./requests.js').ApiRequest} [facts.request]
 * @param {() => string} facts.idToken
 * @param {string} [facts.endpoint] of the pool, which answered this device before
 * @param {boolean} facts.relayed
 * @param {(Node | string)[]} [facts.more]
 */
export function showHostError(slot, error, { request, idToken, endpoint, relayed, more = [] }) {
  const { code } = explain(error);
  // It was the relay that gave no answer; what lies behind it is not known.
  const relaySilent = code === 'network_failed' && relayed;
  const extra = [...more];
  if (code === 'network_failed' && request && !relayed) extra.push(guess(request().place, endpoint));
  if (NO_ANSWER.has(code)) {
    if (!relayed) extra.push(el('p', { t: 'hostsRefuse' }));
    if (request) extra.push(el('p', {}, el('strong', { t: 'sameRequest' })), handOff(request, idToken).root);
  }
  showError(slot, relaySilent ? { code: 'relay_silent' } : error, ...extra);
}

/**
 * A browser says the same for a wrong name, a refused certificate and a host that is down. What can be found out is whether this device
 * reaches anything else: the pool, asked without a token and without reading its answer.
 *
 * @param {import('./requests.js').Place} place @param {string} [endpoint]
 */
function guess(place, endpoint) {
  const line = el('p', { t: 'guessUnknown' });
  if (endpoint) {
    fetch(endpoint, { mode: 'no-cors', credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' }).then(
      () => {
        const address = originOf(place);
        const link = el('a', { href: address, target: '_blank', rel: 'noreferrer noopener' }, address);
        line.replaceWith(el('p', { t: 'guessHost', vars: { address: link } }));
      },
      () => line.replaceWith(el('p', { t: 'guessNetwork' })),
    );
  }
  return line;
}
