// @ts-check
// What a token says about itself, as a table; and whether its signature is the pool's, for those who want to know.
import { button, el } from './dom.js';
import { showError } from './errors.js';
import { verifySignature } from './fmid/verify/index.js';
import { hasText, language, write } from './language.js';

/** Cognito's and the standard's (RFC 7519, OpenID Connect Core); what each means is `claim.NAME`. */
const TIMES = new Set(['exp', 'iat', 'auth_time', 'nbf']);

/**
 * @param {import('../js-glue/index.js').Client} client @param {string} token
 * @param {string} what key of the token's name
 */
export function claimsTable(client, token, what) {
  const { claims } = client.decodeUnverified(token);
  const badge = el('span', { class: 'badge', t: 'notVerified' });
  const said = el('p', { class: 'fine', role: 'status' });
  const slot = el('div');
  const rows = Object.entries(claims).map(([name, value]) => {
    const meaning = hasText(`claim.${name}`) ? [el('span', { class: 'fine', t: `claim.${name}` })] : [];
    return el('tr', {}, el('th', { scope: 'row' }, el('code', {}, name), ' ', ...meaning), el('td', { dir: 'auto' }, readable(name, value)));
  });

  const verify = button('verifySignature', async () => {
    slot.replaceChildren();
    try {
      const verdict = await verifySignature(client, token);
      const over = verdict === 'expired';
      write(badge, over || verdict === 'valid' ? 'verified' : 'notVerified');
      badge.classList.toggle('good', verdict === 'valid');
      badge.classList.toggle('bad', over || verdict === 'invalid');
      write(said, `verdict.${verdict}`);
      said.scrollIntoView({ block: 'nearest' }); // the table may be longer than the window
    } catch (error) {
      showError(slot, error);
    }
  }, 'quiet');

  const table = el(
    'table',
    { class: 'claims' },
    el('caption', {}, badge, ' ', el('span', { t: 'claimsCaption', vars: { what: el('span', { t: what }) } })),
    el('thead', { class: 'hidden-text' }, el('tr', {}, el('th', { scope: 'col', t: 'claim' }), el('th', { scope: 'col', t: 'value' }))),
    el('tbody', {}, ...rows),
  );
  return el('div', { class: 'stack' }, el('div', { class: 'scroller' }, table), slot, el('div', { class: 'actions' }, verify, said));
}

/** @param {string} name @param {unknown} value */
function readable(name, value) {
  if (TIMES.has(name) && typeof value === 'number') return new Date(value * 1000).toLocaleString(language());
  return typeof value === 'string' ? value : JSON.stringify(value);
}
