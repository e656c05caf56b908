// @ts-check
// Why no answer came, as far as a browser lets one know.

/**
 * A page sees the same for "no network" and "refused by CORS". What tells them apart is a second request that asks for no answer
 * (mode no-cors): when that arrives, the host is there and only refuses to be read. It carries no token and no cookie.
 * @param {string} url of the request that failed
 * @param {boolean} mayBeRefusedByCors false for Cognito, which lets every page in: a failure there is the network's
 * @param {number} timeoutMs
 * @returns {Promise<'offline' | 'cors_refused' | 'network_failed'>}
 */
export async function cannotReach(url, mayBeRefusedByCors, timeoutMs) {
  if (globalThis.navigator?.onLine === false) return 'offline';
  const inBrowser = typeof location === 'object';
  if (!mayBeRefusedByCors || !inBrowser || new URL(url).origin === location.origin) return 'network_failed';
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), Math.min(timeoutMs, 5000));
  try {
    await fetch(new URL('/', url), { mode: 'no-cors', credentials: 'omit', cache: 'no-store', signal: controller.signal });
    return 'cors_refused';
  } catch {
    return 'network_failed';
  } finally {
    clearTimeout(timer);
  }
}
