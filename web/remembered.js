// @ts-check
// What this page keeps between visits, each only because the person asked for it. Never a token: those are the library's `persistent`
// storage. Where the page may not store anything (data: pages, sandboxed frames), it remembers nothing.

/**
 * - `language`: chosen at the top
 * - `places`: hosts and databases, `{ host, database }[]`
 * - `kept`: the pool that somebody stays signed in to, `{ id, pool }`
 *
 * @typedef {'language' | 'places' | 'kept'} Remembered
 */

/** @param {Remembered} name @returns {any} undefined where there is nothing, or nothing that can be read */
export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(`fmid.${name}`) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param {Remembered} name @param {unknown} value undefined: forgets it */
export function remember(name, value) {
  try {
    if (value === undefined) localStorage.removeItem(`fmid.${name}`);
    else localStorage.setItem(`fmid.${name}`, JSON.stringify(value));
  } catch {
    // It is a convenience: the page does without.
  }
}
