// @ts-check
// Which pool is signed in to, where the proof of the password goes, and what stands beside the form: demo accounts or what one needs.
import { nameOf } from './config.js';
import { byId, el } from './dom.js';
import { unwrite, write } from './language.js';
import { createOwnPool } from './own-pool.js';

/**
 * @typedef {import('./config.js').PoolChoice} PoolChoice
 * @typedef {import('./config.js').DemoAccount} DemoAccount
 */

/**
 * @param {object} parts
 * @param {PoolChoice[]} parts.pools
 * @param {() => Promise<import('../js-glue/index.js').Pool>} parts.discover
 * @param {{ id: string, pool: import('../js-glue/index.js').PoolOptions } | undefined} parts.kept signed in to at the last visit
 * @param {(choice: PoolChoice) => void} parts.onChange
 * @param {(account: DemoAccount) => void} parts.onAccount
 */
export function createPools({ pools, discover, kept, onChange, onAccount }) {
  const keptOwn = kept && !pools.some(({ id }) => id === kept.id);
  const own = createOwnPool(discover, keptOwn ? kept.pool : undefined);
  let chosen = keptOwn ? own.read() : (pools.find(({ id }) => id === kept?.id) ?? pools[0]);
  const list = byId('pool-list', HTMLElement);
  const destination = byId('destination', HTMLElement);
  const beside = byId('beside', HTMLElement);

  /** @param {() => PoolChoice} read @param {string} where */
  function offer(read, where) {
    const choice = read();
    const input = el('input', { type: 'radio', name: 'pool', value: choice.id, checked: choice.id === chosen.id });
    input.addEventListener('change', () => choose(read()));
    list.append(el('label', { class: 'choice' }, input, el('span', {}, el('strong', {}, nameOf(choice)), el('span', { class: 'fine' }, where))));
  }
  for (const choice of pools) offer(() => choice, new URL(choice.pool.endpoint ?? 'about:blank').host);
  offer(own.read, '');
  own.onInput(() => choose(own.read()));
  // Claris ID alone is what nearly everybody wants: the rest is a fold then.
  const fold = byId('pools', HTMLDetailsElement);
  fold.open = pools.length > 1 || chosen.own === true;

  /** @param {PoolChoice} choice */
  function choose(choice) {
    chosen = choice;
    show();
    if (!choice.own || (choice.pool.userPoolId && choice.pool.clientId)) onChange(choice);
  }

  function show() {
    own.root.hidden = !chosen.own;
    write(byId('masthead-pool', HTMLElement), 'poolName', { name: nameOf(chosen) });
    const { endpoint, userPoolId } = chosen.pool;
    if (chosen.own) unwrite(destination);
    else {
      write(destination, 'destination', {
        name: el('strong', {}, nameOf(chosen)),
        endpoint: el('code', {}, endpoint ?? ''),
        pool: el('code', {}, userPoolId),
      });
    }
    byId('to-demo', HTMLElement).hidden = !chosen.sandbox;
    beside.replaceChildren(...(chosen.sandbox ? demoAccounts(chosen.accounts, onAccount) : prerequisites()));
  }

  show();
  return {
    get chosen() {
      return chosen;
    },
  };
}

/** @param {DemoAccount[]} accounts @param {(account: DemoAccount) => void} onAccount */
function demoAccounts(accounts, onAccount) {
  const row = (/** @type {DemoAccount} */ account) => {
    const title = () => el('span', { t: `demo.${account.kind}.title` });
    const more = el('span', { class: 'hidden-text' }, ' ', el('span', { t: 'thisAccount', vars: { title: title() } }));
    const use = el('button', { type: 'button', on: { click: () => onAccount(account) } }, el('span', { t: 'use' }), more);
    return el('li', {}, el('div', {}, el('strong', {}, title()), el('span', { class: 'fine' }, account.username)), use);
  };
  const list = (/** @type {DemoAccount[]} */ some) => el('ul', { class: 'accounts' }, ...some.map(row));
  const refused = accounts.filter(({ trouble }) => trouble !== undefined);
  return [
    el('h3', { id: 'beside-title', t: 'demoAccounts' }),
    el('p', { class: 'fine', t: 'demoAccountsHint' }),
    list(accounts.filter(({ trouble }) => trouble === undefined)),
    ...(refused.length === 0 ? [] : [el('details', { class: 'small' }, el('summary', { t: 'refusedAccounts', vars: { count: refused.length } }), list(refused))]),
  ];
}

/** docs/protocol.md §Claris ID: what has to be so before a Claris ID opens a database. */
function prerequisites() {
  const items = ['needAccount', 'needSecondStep', 'needDataApi'];
  return [
    el('h3', { id: 'beside-title', t: 'needs' }),
    el('ul', { class: 'needs' }, ...items.map((key) => el('li', { t: key }))),
  ];
}
