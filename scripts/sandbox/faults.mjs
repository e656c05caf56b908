// @ts-check
// Answers that go wrong on purpose: a test says which call, how often and in what way.
//
//   pool.faults.add({ operation: 'RespondToAuthChallenge', times: 2, kind: 'throttle' });
//   host.faults.add({ path: '/sessions', method: 'POST', kind: 'html' });

/**
 * @typedef {'throttle'|'internal'|'http500'|'drop'|'slow'|'truncated'|'not-json'|'wrong-types'
 *   |'html'|'empty'|'huge'|'deep'|'error'|'no-cors'|'reply'} FaultKind
 *
 * @typedef {object} Fault
 * @property {FaultKind} kind
 * @property {string} [operation] pool: the operation, e.g. 'InitiateAuth'
 * @property {string} [authFlow]  pool: its AuthFlow
 * @property {string} [challenge] pool: its ChallengeName
 * @property {string} [method]    host: the HTTP method
 * @property {string|RegExp} [path] host: a part of the path as sent, or a pattern
 * @property {number} [times]     how many calls it spoils (1)
 * @property {number} [delayMs]   'slow': real milliseconds before the true answer (1000)
 * @property {number} [retryAfter] 'throttle': seconds, sent as Retry-After
 * @property {{name: string, message: string, status?: number}} [error] 'error': what to say
 * @property {{status?: number, headers?: Record<string, string>, body?: string}} [reply] 'reply': exactly this
 *
 * @typedef {{operation?: string, authFlow?: string, challenge?: string, method?: string, path?: string}} Call
 */

export function createFaults() {
  /** @type {(Fault & {left: number})[]} */
  let faults = [];
  return {
    /** @param {Fault} fault */
    add(fault) {
      faults.push({ ...fault, left: fault.times ?? 1 });
    },
    clear() {
      faults = [];
    },
    /**
     * The fault for this call, if any; counts it.
     *
     * @param {Call} call
     */
    take(call) {
      const fault = faults.find((each) => each.left > 0 && matches(each, call));
      if (fault) fault.left -= 1;
      return fault;
    },
  };
}

/** @param {Fault} fault @param {Call} call */
function matches(fault, call) {
  for (const key of /** @type {const} */ (['operation', 'authFlow', 'challenge', 'method'])) {
    if (fault[key] !== undefined && fault[key] !== call[key]) return false;
  }
  if (fault.path === undefined) return true;
  const path = call.path ?? '';
  return fault.path instanceof RegExp ? fault.path.test(path) : path.includes(fault.path);
}

/**
 * The bodies that replace an answer whatever the answer was.
 *
 * @param {FaultKind} kind
 * @returns {{status: number, contentType: string, text: string} | undefined}
 */
export function spoiledAnswer(kind) {
  const json = 'application/json';
  switch (kind) {
    case 'http500':
      return { status: 500, contentType: 'text/plain', text: '' };
    case 'not-json':
      return { status: 200, contentType: json, text: 'this is not JSON' };
    case 'html':
      return { status: 503, contentType: 'text/html', text: '<html><body><h1>Service Unavailable</h1></body></html>' };
    case 'empty':
      return { status: 200, contentType: json, text: '' };
    case 'huge': // 16 MiB: more than any honest answer, little enough for a test
      return { status: 200, contentType: json, text: `{"padding":"${'x'.repeat(16 * 1024 * 1024)}"}` };
    case 'deep': // deep enough to overflow the stack of a recursive parser
      return { status: 200, contentType: json, text: '['.repeat(200_000) + ']'.repeat(200_000) };
    default:
      return undefined;
  }
}

/**
 * The same answer with every leaf of another type: a string where a number was and the reverse.
 *
 * @param {unknown} value
 * @returns {unknown}
 */
export function withWrongTypes(value) {
  if (Array.isArray(value)) return { 0: 'was a list' };
  if (typeof value === 'string') return 42;
  if (typeof value === 'number') return 'forty-two';
  if (value === null || typeof value !== 'object') return [];
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withWrongTypes(each)]));
}
