// @ts-check
// What this deployment offers besides Claris ID: config.json beside the page. The one in this folder is empty; the local server
// answers with its sandbox and its relay.

import { el } from './dom.js';
import { learn } from './language.js';

/**
 * @typedef {object} DemoAccount
 * @property {string} username
 * @property {string} password
 * @property {string} kind its texts are `demo.KIND.title` and `demo.KIND.how`
 * @property {string} [code] what messages to it say
 * @property {string} [totpSecret] base32
 * @property {string} [trouble] why it cannot sign in
 *
 * @typedef {object} PoolChoice something to sign in to
 * @property {string} id
 * @property {import('../js-glue/index.js').PoolOptions} pool
 * @property {boolean} sandbox its accounts are for everyone to try
 * @property {DemoAccount[]} accounts
 * @property {string} host       where its databases are; '' where only the person knows
 * @property {string[]} databases
 * @property {boolean} [own] typed by the person
 *
 * @typedef {object} Config
 * @property {PoolChoice[]} pools the first is chosen at the start
 * @property {string | undefined} relay absolute, without a slash at the end
 */

/** {} where there is none: the page works without. @returns {Promise<any>} */
export async function fetchSettings() {
  try {
    const response = await fetch('./config.json', { cache: 'no-store' });
    return response.ok ? await response.json() : {};
  } catch {
    return {};
  }
}

/** The pool's name, in the person's language where the page has one. @param {PoolChoice} choice */
export const nameOf = ({ id, own }) => el('span', { t: own ? 'ownPool' : `pool.${id}` });

/** @param {any} settings @param {import('../js-glue/index.js').Pool} clarisId @returns {Config} */
export function readConfig({ pools = [], relay }, clarisId) {
  for (const { id, label, accounts = [] } of pools) {
    learn(`pool.${id}`, String(label));
    for (const { kind, title, howToAnswer } of accounts) {
      learn(`demo.${kind}.title`, title);
      learn(`demo.${kind}.how`, howToAnswer);
    }
  }
  const sandboxes = pools.map((/** @type {any} */ each) => ({
    id: String(each.id),
    pool: { userPoolId: each.userPoolId, clientId: each.clientId, endpoint: each.endpoint },
    sandbox: each.sandbox === true,
    accounts: each.accounts ?? [],
    host: each.host ?? '',
    databases: (each.databases ?? []).map((/** @type {any} */ database) => database.name ?? database),
  }));
  const claris = { id: 'claris', pool: clarisId, sandbox: false, accounts: [], host: '', databases: [] };
  return {
    pools: [...sandboxes, claris],
    relay: relay ? new URL(relay, location.href).href.replace(/\/$/, '') : undefined,
  };
}
