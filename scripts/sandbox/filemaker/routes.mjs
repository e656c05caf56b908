// @ts-check
// A table of addresses: which operation a request is, by method and path.

/**
 * name, HTTP method, path with :parameters, and what does it.
 *
 * @template Work
 * @typedef {[string, string, string, Work]} Route
 */

/**
 * @template Work
 * @param {Route<Work>[]} routes
 * @param {string} method
 * @param {string[]} path decoded
 * @returns {{name: string, work: Work, params: Record<string, string>} | undefined}
 */
export function findRoute(routes, method, path) {
  for (const [name, routeMethod, pattern, work] of routes) {
    const params = routeMethod === method ? match(pattern, path) : undefined;
    if (params) return { name, work, params };
  }
  return undefined;
}

/** @param {string} pattern @param {string[]} path @returns {Record<string, string> | undefined} */
function match(pattern, path) {
  const parts = pattern === '' ? [] : pattern.split('/');
  if (parts.length !== path.length) return undefined;
  /** @type {Record<string, string>} */
  const params = {};
  for (const [index, part] of parts.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = path[index];
    else if (part !== path[index]) return undefined;
  }
  return params;
}
