// @ts-check
// Which pool is signed in to, where the proof of the password goes, and what stands beside the form: demo accounts or what one needs.
import { byId, el, hiddenText } from './dom.js';

/**
 * @typedef {import('./config.js').PoolChoice} PoolChoice
 * @typedef {import('./config.js').DemoAccount} DemoAccount
 */

/**
 * @param {object} parts
 * @param {PoolChoice[]} parts.pools
 * @param {(choice: PoolChoice) => void} parts.onChange
 * @param {(account: DemoAccount) => void} parts.onAccount
 */
export function createPools({ pools, onChange, onAccount }) {
  let chosen = pools[0];
  const group = byId('pools', HTMLFieldSetElement);
  const destination = byId('destination', HTMLElement);
  const beside = byId('beside', HTMLElement);

  // With one there is nothing to choose; what it is stands in the masthead and at the password.
  group.hidden = pools.length === 1;
  for (const choice of pools) {
    const input = el('input', { type: 'radio', name: 'pool', value: choice.id, checked: choice === chosen });
    input.addEventListener('change', () => choose(choice));
    const address = el('span', { class: 'fine' }, hostOf(choice));
    group.append(el('label', { class: 'choice' }, input, el('span', {}, el('strong', {}, choice.label), address)));
  }

  /** @param {PoolChoice} choice */
  function choose(choice) {
    chosen = choice;
    show();
    onChange(choice);
  }

  function show() {
    byId('masthead-pool', HTMLElement).textContent = chosen.label;
    const { endpoint, userPoolId } = chosen.pool;
    destination.replaceChildren(
      'The proof of it goes to ',
      el('strong', {}, chosen.label),
      ' at ',
      el('code', {}, endpoint ?? ''),
      ', pool ',
      el('code', {}, userPoolId),
      '. The password itself goes nowhere.',
    );
    beside.replaceChildren(...(chosen.sandbox ? demoAccounts(chosen.accounts, onAccount) : prerequisites()));
  }

  show();
  return {
    get chosen() {
      return chosen;
    },
  };
}

/** @param {PoolChoice} choice */
export const hostOf = ({ pool }) => new URL(pool.endpoint ?? 'about:blank').host;

/** @param {DemoAccount[]} accounts @param {(account: DemoAccount) => void} onAccount */
function demoAccounts(accounts, onAccount) {
  const row = (/** @type {DemoAccount} */ account) => {
    const use = el('button', { type: 'button', on: { click: () => onAccount(account) } }, 'Use', hiddenText(` this account: ${account.title}`));
    return el('li', {}, el('div', {}, el('strong', {}, account.title), el('span', { class: 'fine' }, account.username)), use);
  };
  const list = (/** @type {DemoAccount[]} */ some) => el('ul', { class: 'accounts' }, ...some.map(row));
  const refused = accounts.filter(({ trouble }) => trouble !== undefined);
  return [
    el('h3', { id: 'beside-title' }, 'Demo accounts'),
    el('p', { class: 'fine' }, 'They exist on this machine only. Each shows another thing that can happen.'),
    list(accounts.filter(({ trouble }) => trouble === undefined)),
    ...(refused.length === 0 ? [] : [el('details', { class: 'small' }, el('summary', {}, `${refused.length} that are refused`), list(refused))]),
  ];
}

/** DOMAIN §1: what has to be so before a Claris ID opens a database. */
function prerequisites() {
  const items = [
    'A Claris ID account. An account of an external identity provider, such as Okta or Entra ID, cannot sign in this way.',
    'Its second step, if it has one: a text message or an authenticator app. You are asked for the code here.',
    'For the Data API: it is switched on in Admin Console, and the account’s privilege set has the extended privilege fmrest.',
  ];
  return [
    el('h3', { id: 'beside-title' }, 'What you need'),
    el('ul', { class: 'needs' }, ...items.map((text) => el('li', {}, text))),
  ];
}
