// @ts-check
// What a server was asked, and how often: "this may cost two requests" is a question to it.
//
//   pool.count({ operation: 'GetTokensFromRefreshToken' })       1
//   host.count({ operation: 'createRecord', done: true })        how many records there are now
//   host.counts()                                                { logIn: 1, getRecord: 5 }

/**
 * What all requests have in a log, whichever server's it is. Names, never values: a log is no place
 * for a secret.
 *
 * @typedef {object} Logged
 * @property {string} operation '' if it is none
 * @property {number} at        by the server's clock
 * @property {number} status    0 while unanswered, and for a dropped connection
 * @property {boolean} done     the work was done, whether or not the answer arrived
 *
 * Which requests: by any of these, a text or a pattern. A path may be a part of it.
 *
 * @typedef {object} Selector
 * @property {string|RegExp} [operation] the pool's, e.g. 'InitiateAuth', or the host's, e.g. 'logIn'
 * @property {string|RegExp} [authFlow]  pool: its AuthFlow
 * @property {string|RegExp} [challenge] pool: its ChallengeName
 * @property {string|RegExp} [method]    host: the HTTP method
 * @property {string|RegExp} [path]      host: a part of the path as sent, or a pattern
 *
 * @typedef {Selector & {status?: number, done?: boolean}} CountSelector
 */

/** @template {Logged} T */
export function createRequestLog() {
  /** @type {T[]} */
  const requests = [];
  return {
    requests,
    clearRequests: () => void requests.splice(0),

    /** @param {CountSelector} [which] */
    count: (which = {}) => requests.filter((each) => isSelected(which, each)).length,

    /** By operation. @returns {Record<string, number>} */
    counts() {
      /** @type {Record<string, number>} */
      const counts = {};
      for (const { operation } of requests) counts[operation] = (counts[operation] ?? 0) + 1;
      return counts;
    },
  };
}

/** @param {CountSelector} which @param {object} request */
export function isSelected(which, request) {
  const of = /** @type {Record<string, any>} */ (request);
  const texts = { ...of, authFlow: of.body?.AuthFlow ?? '', challenge: of.body?.ChallengeName ?? '' };
  return Object.entries(which).every(([key, wanted]) => {
    const given = /** @type {Record<string, unknown>} */ (texts)[key];
    if (wanted === undefined) return true;
    if (wanted instanceof RegExp) return wanted.test(String(given));
    return key === 'path' ? String(given).includes(String(wanted)) : given === wanted;
  });
}
