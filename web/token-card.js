// @ts-check
// One of the tokens: what it is for, how long it lives, the token itself, and what it says.
import { claimsTable } from './claims.js';
import { createCountdown } from './countdown.js';
import { button, el } from './dom.js';
import { unwrite, write } from './language.js';
import { secretField } from './secret-field.js';

/**
 * @param {string} name key; `${name}For` says what it is for
 * @param {object} [more]
 * @param {HTMLElement[]} [more.buttons] beside Reveal and Copy
 * @param {string} [more.over] key of what is said when it has run out
 * @param {() => void} [more.onRefresh] what to do then
 */
export function tokenCard(name, { buttons = [], over = 'expiredRefresh', onRefresh } = {}) {
  const secret = secretField(name, ...buttons);
  const left = el('span', { class: 'left' });
  const bar = el('span', { class: 'life', 'aria-hidden': 'true' });
  const ended = el('span', { class: 'hidden-text', role: 'status' });
  const refresh = onRefresh && button('refresh', onRefresh, 'primary small');
  if (refresh) refresh.hidden = true;
  const countdown = createCountdown(left, {
    over,
    bar,
    onTurn(isOver) {
      if (refresh) refresh.hidden = !isOver;
      if (isOver) write(ended, 'tokenExpired', { name: el('span', { t: name }) });
      else unwrite(ended);
    },
  });
  const claims = el('div', {});
  const details = el('details', { class: 'small', hidden: true }, el('summary', { t: 'claimsOf', vars: { name: el('span', { t: name }) } }), claims);
  const root = el(
    'article',
    { class: 'token' },
    el('div', { class: 'token-head' }, el('h3', { t: name }), el('span', { class: 'token-life' }, left, ...(refresh ? [refresh] : [])), ended),
    el('p', { t: `${name}For` }),
    bar,
    secret.root,
    details,
  );

  /** The table is made when somebody looks. @type {(() => HTMLElement) | undefined} */
  let makeTable;
  details.addEventListener('toggle', () => {
    if (details.open && makeTable) claims.replaceChildren(makeTable());
    makeTable = undefined;
  });

  return {
    root,
    /**
     * @param {string} value
     * @param {{ expiresAt?: number, lifeMs?: number, client?: import('../js-glue/index.js').Client }} [facts] `client`: it has claims
     */
    set(value, { expiresAt, lifeMs = 1, client } = {}) {
      secret.set(value);
      bar.hidden = expiresAt === undefined;
      // Claris says a year, Soliant three, and the token itself does not (docs/protocol.md §Not known).
      if (expiresAt === undefined) write(left, 'goodUntilRefused');
      else countdown.start(expiresAt, lifeMs);
      details.hidden = client === undefined;
      details.open = false;
      claims.replaceChildren();
      makeTable = client && (() => claimsTable(client, value, name));
    },
    /** Its clock began again. @param {number} expiresAt @param {number} lifeMs */
    touch: (expiresAt, lifeMs) => countdown.start(expiresAt, lifeMs),
    clear() {
      secret.set('');
      countdown.stop();
      claims.replaceChildren();
      makeTable = undefined;
    },
  };
}
