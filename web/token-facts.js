// @ts-check
// What a token says, and on request whether that is true: the claims, and the check of the signature.
import { claimsTable } from './claims.js';
import { el } from './dom.js';
import { verifySignature } from './verify.js';

/**
 * @param {string} token
 * @param {string} what "ID token"
 * @param {import('../js-glue/index.js').Client} client of the pool that should have made it
 * @returns {HTMLElement[]}
 */
export function tokenFacts(token, what, client) {
  const { claims } = client.decodeUnverified(token);
  const badge = el('span', { class: 'badge' }, 'Not verified');
  const said = el('span', { class: 'fine', role: 'status' });
  const button = el('button', { type: 'button', class: 'quiet', on: { click: verify } }, 'Verify signature');

  async function verify() {
    said.textContent = 'Fetching the pool’s keys…';
    const { result, text } = await verifySignature(token, client);
    said.textContent = text;
    badge.textContent = { good: 'Verified', bad: 'Not to be trusted', unknown: 'Not verified' }[result];
    badge.dataset.result = result;
  }
  return [el('div', { class: 'scroller', tabindex: '0', role: 'group', 'aria-label': `Claims of the ${what}` }, claimsTable(claims, what, badge)), el('p', { class: 'actions' }, button, said)];
}
