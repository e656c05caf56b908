// @ts-check
// One client of the library for each pool, made when it is wanted. It keeps the sign-in beyond the visit only where the person asked.
import { recall, remember } from './remembered.js';

/**
 * @typedef {import('../js-glue/index.js').Client} Client
 * @typedef {import('./config.js').PoolChoice} PoolChoice
 */

/**
 * @param {typeof import('../js-glue/index.js')} fmid
 * @param {import('../js-glue/index.js').ClientOptions['observe']} observe
 */
export function createClients({ createClient }, observe) {
  /** @type {Map<string, Promise<Client>>} */
  const clients = new Map();

  return {
    /** One that failed is not kept. @param {PoolChoice} choice @param {boolean} [keep] beyond this visit */
    clientFor({ id, pool }, keep = false) {
      const name = `${keep} ${id}`;
      const known = clients.get(name);
      if (known) return known;
      const client = createClient({ pool, observe, ...(keep && { storage: 'persistent' }) });
      clients.set(name, client);
      client.catch(() => clients.delete(name));
      return client;
    },
    /** Somebody signs in without wanting to be kept: what an earlier visit stored goes. */
    async forgetKept() {
      const { kept } = this;
      if (!kept) return;
      this.kept = undefined;
      const client = await createClient({ pool: kept.pool, observe, storage: 'persistent' }).catch(() => undefined);
      await client?.signOut().catch(() => {}); // removed here even where the pool is not reached
      client?.stop();
    },
    /** The pool of a sign-in that is kept. @returns {{ id: string, pool: import('../js-glue/index.js').PoolOptions } | undefined} */
    get kept() {
      return recall('kept');
    },
    /** @param {PoolChoice | undefined} choice */
    set kept(choice) {
      remember('kept', choice && { id: choice.id, pool: choice.pool });
    },
  };
}
