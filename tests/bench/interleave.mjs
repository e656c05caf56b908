// @ts-check
// Times contenders against each other, in Node and in pages alike: one run of each per round, so that whatever else the machine does
// meanwhile hits all of them, and the order moves on by one every round, so that nobody always runs behind the same neighbour.

/**
 * @typedef {import('./users.mjs').PublicUser} User
 * @typedef {{ A: string, state: any }} Begun
 * @typedef {{ signature: string, timestamp: string }} Finished
 * @typedef {object} Contender one client
 * @property {string} name
 * @property {number} bits of a, its secret exponent
 * @property {(user: User) => Promise<Begun>} begin what it can do before the server's challenge: draws a, makes A = g^a
 * @property {(begun: Begun, user: User) => Promise<Finished>} finish the rest: u, x, S, HKDF, signature
 * @property {(begun: Begun) => Promise<void>} [end] lets go of what the sign-in still holds; not timed
 *
 * @typedef {object} Entry something to time
 * @property {string} name
 * @property {(round: number) => Promise<{ whole: number, after?: number }>} run milliseconds
 *
 * @typedef {Record<string, { whole: number[], after: number[] }>} Samples
 */

/**
 * @param {Contender} contender
 * @param {User} user
 */
export async function login(contender, user) {
  const start = performance.now();
  const begun = await contender.begin(user);
  const challenged = performance.now();
  const finished = await contender.finish(begun, user);
  const done = performance.now();
  await contender.end?.(begun);
  return { whole: done - start, after: done - challenged, A: begun.A, ...finished };
}

/**
 * @param {Contender} contender
 * @param {readonly User[]} users
 * @returns {Entry}
 */
export function entryOf(contender, users) {
  return { name: contender.name, run: (round) => login(contender, users[round % users.length]) };
}

/**
 * @param {readonly Entry[]} entries
 * @param {number} rounds
 * @returns {Promise<Samples>}
 */
export async function interleave(entries, rounds) {
  /** @type {Samples} */
  const samples = Object.fromEntries(entries.map(({ name }) => [name, { whole: [], after: [] }]));
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < entries.length; i++) {
      const { name, run } = entries[(round + i) % entries.length];
      // A task of its own: what the one before left behind (microtasks, timers) is done first.
      await new Promise((resolve) => setTimeout(resolve));
      const { whole, after } = await run(round);
      samples[name].whole.push(whole);
      if (after !== undefined) samples[name].after.push(after);
    }
  }
  return samples;
}
