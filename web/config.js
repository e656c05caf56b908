// @ts-check
// What this deployment offers besides Claris ID: config.json beside the page. The one in this folder is empty; the local server
// answers with its sandbox and its relay.

/**
 * @typedef {object} DemoAccount
 * @property {string} username
 * @property {string} password
 * @property {string} title
 * @property {string} howToAnswer
 * @property {string} [totpSecret] base32
 * @property {string} [trouble] why it cannot sign in
 *
 * @typedef {object} PoolChoice something to sign in to
 * @property {string} id
 * @property {string} label
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

/** @param {any} settings @param {import('../js-glue/index.js').Pool} clarisId @returns {Config} */
export function readConfig({ pools = [], relay }, clarisId) {
  const sandboxes = pools.map((/** @type {any} */ each) => ({
    id: String(each.id),
    label: String(each.label),
    pool: { userPoolId: each.userPoolId, clientId: each.clientId, endpoint: each.endpoint },
    sandbox: true,
    accounts: each.accounts ?? [],
    host: each.host ?? '',
    databases: (each.databases ?? []).map((/** @type {any} */ database) => database.name ?? database),
  }));
  const claris = { id: 'claris', label: 'Claris ID', pool: clarisId, sandbox: false, accounts: [], host: '', databases: [] };
  return {
    pools: [...sandboxes, claris],
    relay: relay ? new URL(relay, location.href).href.replace(/\/$/, '') : undefined,
  };
}
