// @ts-check
// How a call gets to a FileMaker host: directly where the host lets pages in, else through a relay, else not from a page at all.
import { explain } from './errors.js';

/**
 * @typedef {'auto' | 'direct' | 'relay'} Way
 * @typedef {{ relay: string | undefined }} Route `relay` undefined: directly
 */

/** Nothing was done on the host, and another way may be open. */
const CLOSED = new Set(['cors_refused', 'network_failed']);

/** What worked, by host: the other way is not tried again in this visit. @type {Map<string, Route>} */
const worked = new Map();

/**
 * Does it by the first way that is open. Directly comes first: then nobody between sees the tokens.
 *
 * @template T
 * @param {{ way: Way, relay: string | undefined, host: string }} settings
 * @param {(route: Route) => Promise<T>} work
 * @returns {Promise<{ result: T, route: Route }>} rejects with what the last way said
 */
export async function byAnyWay({ way, relay, host }, work) {
  const direct = { relay: undefined };
  /** @type {Route[]} */
  let routes = way === 'direct' || !relay ? [direct] : way === 'relay' ? [{ relay }] : [direct, { relay }];
  const known = worked.get(host);
  if (way === 'auto' && known) routes = [known];
  for (const [at, route] of routes.entries()) {
    try {
      const result = await work(route);
      worked.set(host, route);
      return { result, route };
    } catch (error) {
      const closed = CLOSED.has(explain(error).code);
      if (closed) worked.delete(host);
      if (!closed || at === routes.length - 1) throw Object.assign(/** @type {any} */ (error), { relayed: route.relay !== undefined });
    }
  }
  throw new RangeError('no way to try');
}
