// @ts-check
// A person who is signed in, a database of theirs, and what a piece of work cost at the pool and at the host.
import assert from 'node:assert/strict';
import { FmidError } from '../../dist/fmid/index.js';
import { sandboxed } from './sandboxed.mjs';

export const MINUTE = 60_000;

/** What a refresh, and a call without a session, may cost. */
export const REFRESH = { GetTokensFromRefreshToken: 1 };
export const LOGIN = { logIn: 1 };

/**
 * @param {import('node:test').TestContext} t
 * @param {Parameters<typeof sandboxed>[1] & { kind?: string }} [options]
 */
export async function signedIn(t, { kind, ...options } = {}) {
  const sandbox = await sandboxed(t, options);
  const { fmid, pool, host } = sandbox;
  t.after(() => fmid.stop());
  const tokens = await sandbox.signIn(kind);
  pool.clearRequests();
  const database = (/** @type {Partial<import('../../dist/fmid/index.js').DatabaseOptions>} */ given = {}) =>
    fmid.database({ host: host.url, database: 'Contacts', ...given });
  return { ...sandbox, tokens, database, db: database() };
}

/**
 * Does the work and compares what it cost, by operation, with what it may cost.
 * @template T
 * @param {Pick<Awaited<ReturnType<typeof sandboxed>>, 'pool' | 'host'>} servers
 * @param {{ pool?: Record<string, number>, host?: Record<string, number> }} cost
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function costs({ pool, host }, cost, work) {
  pool.clearRequests();
  host.clearRequests();
  const result = await work();
  assert.deepEqual({ pool: pool.counts(), host: host.counts() }, { pool: {}, host: {}, ...cost });
  return result;
}

/**
 * An error of fmid with that code, which says what to do next.
 * @param {string} code
 */
export const fails = (code) => (/** @type {unknown} */ error) => {
  assert.ok(error instanceof FmidError, `not an FmidError: ${error}`);
  assert.equal(error.code, code);
  assert.ok(error.title && error.hint);
  return true;
};

/**
 * Until it is so: for what goes on in the background. A test that waits in vain fails by its own assertion.
 * @param {() => boolean} isSo
 */
export async function settled(isSo) {
  for (let i = 0; i < 200 && !isSo(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** For a test of a limit: where it is not kept to, the usual one of 30 seconds is, and that is too late. */
export const BEFORE_THE_USUAL_LIMIT = { timeout: 20_000 };

/**
 * How long the quickest of three takes: what else the machine does may hold up one of them, hardly all.
 * @param {() => Promise<() => Promise<unknown>>} prepare gives the work that counts
 * @returns {Promise<number>} milliseconds
 */
export async function quickest(prepare) {
  let best = Infinity;
  for (let i = 0; i < 3; i++) {
    const work = await prepare();
    const before = performance.now();
    await work();
    best = Math.min(best, performance.now() - before);
  }
  return best;
}
