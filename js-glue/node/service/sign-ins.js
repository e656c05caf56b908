// @ts-check
// Sign-ins that may want an answer in between: one request begins it, others bring the answers. Each has a client of its own; all share the
// WebAssembly module.
import { randomBytes } from 'node:crypto';
import { Refusal } from './problems.js';

/** @typedef {import('../../index.js').Challenge} Challenge */
/** @typedef {{ user: string, tokens: import('../../index.js').Tokens } | { user: string, challenge: Challenge, id: string, expiresAt: number }} Outcome */
/**
 * @typedef {object} SignIn
 * @property {string} user
 * @property {AbortController} controller gives it up
 * @property {Deferred} next what comes of the last step
 * @property {(answer: import('../../index.js').Answer) => void} [reply]
 * @property {number} expiresAt
 */
/** @typedef {ReturnType<typeof deferred>} Deferred */

/** Cognito's own default for a sign-in that waits for an answer (3 to 15 minutes, as the pool's owner chose). */
export const ANSWER_WITHIN_MS = 3 * 60_000;

/**
 * @param {object} options
 * @param {() => Promise<import('../../index.js').Client>} options.newClient
 * @param {() => number} options.now
 * @param {number} [options.max] that wait for an answer: each holds a password proof in memory
 */
export function createSignIns({ newClient, now, max = 1000 }) {
  /** By the id of the question. @type {Map<string, SignIn>} */
  const waiting = new Map();

  /**
   * @param {{ username: string, password: string, device?: import('../../index.js').Device }} credentials
   * @param {AbortSignal} signal of the request
   * @returns {Promise<Outcome>}
   */
  async function begin(credentials, signal) {
    tend();
    if (waiting.size >= max) throw new Refusal(503, 'busy', 'Too many sign-ins wait for a code.', 'Try again in a few minutes.', { 'retry-after': '60' });
    const client = await newClient();
    /** @type {SignIn} */
    const signIn = { user: credentials.username, controller: new AbortController(), next: deferred(), expiresAt: 0 };
    client
      .signIn({
        ...credentials,
        signal: signIn.controller.signal,
        answer: (challenge) => new Promise((resolve) => {
          signIn.reply = resolve;
          signIn.next.resolve({ challenge });
        }),
      })
      .then((tokens) => signIn.next.resolve({ tokens }), (error) => signIn.next.reject(error))
      .finally(() => client.stop());
    return outcome(signIn, signal);
  }

  /**
   * @param {string} id
   * @param {import('../../index.js').Answer} answer
   * @param {AbortSignal} signal of the request
   */
  async function answer(id, answer, signal) {
    tend();
    const signIn = waiting.get(id);
    // Taken, and never put back under this id: a second answer to the same question finds nothing.
    if (!waiting.delete(id) || !signIn?.reply) {
      throw new Refusal(410, 'challenge_gone', 'That question was answered already, has run out, or was never asked.', 'Begin the sign-in anew (POST /users), and answer the id that it gives.');
    }
    signIn.next = deferred();
    signIn.reply(answer);
    return outcome(signIn, signal);
  }

  /**
   * @param {SignIn} signIn
   * @param {AbortSignal} signal
   * @returns {Promise<Outcome>}
   */
  async function outcome(signIn, signal) {
    const giveUp = () => signIn.controller.abort();
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      const { user } = signIn;
      const { tokens, challenge } = await signIn.next.promise;
      if (!challenge) return { user, tokens: /** @type {import('../../index.js').Tokens} */ (tokens) };
      const id = randomBytes(32).toString('base64url');
      signIn.expiresAt = now() + ANSWER_WITHIN_MS;
      waiting.set(id, signIn);
      return { user, challenge, id, expiresAt: signIn.expiresAt };
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** Gives up what nobody answered. The oldest come first, because all have the same time. */
  function tend() {
    for (const [id, { expiresAt, controller }] of waiting) {
      if (expiresAt > now()) return;
      waiting.delete(id);
      controller.abort();
    }
  }

  function close() {
    for (const { controller } of waiting.values()) controller.abort();
    waiting.clear();
  }

  return { begin, answer, tend, close, get waiting() { return waiting.size; } };
}

function deferred() {
  /** @type {(step: { tokens?: import('../../index.js').Tokens, challenge?: Challenge }) => void} */
  let resolve = () => {};
  /** @type {(reason: unknown) => void} */
  let reject = () => {};
  /** @type {Promise<{ tokens?: import('../../index.js').Tokens, challenge?: Challenge }>} */
  const promise = new Promise((whenDone, whenFailed) => {
    resolve = whenDone;
    reject = whenFailed;
  });
  return { promise, resolve, reject };
}
