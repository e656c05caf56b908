// @ts-check
// In a fresh page: one client's first login. Bundled with that client or, for fmid, without any.
import { FMID, fmidContender } from './fmid.mjs';

const TYPING_MS = 1000; // how long a person types at the least, once the page is at rest

/**
 * Counts the work that the page does in its idle time, which is where fmid prepares itself: load.js is not asked, only watched.
 * @returns {{ slices: number[], atRest(): Promise<void> }}
 */
function watchIdleWork() {
  /** @type {number[]} */
  const slices = [];
  let pending = 0;
  const idle = globalThis.requestIdleCallback.bind(globalThis);
  globalThis.requestIdleCallback = (work, options) => {
    pending++;
    return idle((deadline) => {
      const start = performance.now();
      work(deadline);
      slices.push(performance.now() - start);
      pending--;
    }, options);
  };
  return {
    slices,
    async atRest() {
      while (pending > 0) await sleep(5);
    },
  };
}

/** @param {number} ms */
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @param {string} library its address
 * @param {{ user: import('./users.mjs').PublicUser, networkMs: number, prepared: boolean }} options
 *   networkMs: between SRP_A and the challenge; prepared: the person types first, else the sign-in comes at once
 */
export async function fmidFirstLogin(library, { user, networkMs, prepared }) {
  const idle = watchIdleWork();
  const start = performance.now();
  const { createClient } = await import(library);
  const contender = await fmidContender(FMID, createClient, user.userPoolId);
  return { ...(await firstLogin(contender, { user, networkMs, prepared, start, atRest: idle.atRest })), slices: idle.slices };
}

/**
 * @param {string} bundle the address of a module with one contender
 * @param {{ user: import('./users.mjs').PublicUser, networkMs: number, prepared: boolean }} options
 */
export async function peerFirstLogin(bundle, { user, networkMs, prepared }) {
  const start = performance.now();
  const [contender] = Object.values(await import(bundle));
  return firstLogin(contender, { user, networkMs, prepared, start, atRest: async () => {} });
}

/**
 * @param {import('./interleave.mjs').Contender} contender
 * @param {{ user: import('./users.mjs').PublicUser, networkMs: number, prepared: boolean, start: number, atRest: () => Promise<void> }} options
 */
async function firstLogin(contender, { user, networkMs, prepared, start, atRest }) {
  const load = performance.now() - start;
  if (prepared) {
    await atRest();
    await sleep(TYPING_MS);
  }
  const clicked = performance.now();
  const begun = await contender.begin(user);
  const before = performance.now() - clicked;
  await sleep(networkMs);
  const challenged = performance.now();
  const finished = await contender.finish(begun, user);
  const after = performance.now() - challenged;
  await contender.end?.(begun);
  return { load, before, after, A: begun.A, ...finished };
}
