// @ts-check
// Wrong passwords, counted by user name: Cognito locks an account for a second after five, and twice as long after each one more, up to a
// quarter of an hour. What it would refuse anyway is not sent, so that a program that goes on trying does not keep a person locked out.
import { FmidError } from '../../index.js';
import { Refusal } from './problems.js';

const FREE = 5;
const FIRST_MS = 1000;
const LONGEST_MS = 15 * 60_000;
/** Waiting for their turn with one name. */
const MAX_WAITING = 100;

/** @typedef {{ failures: number, until: number, waiting: number, turn: Promise<unknown> }} Entry */

/**
 * @param {object} options
 * @param {() => number} options.now
 * @param {number} [options.max] names that are remembered; the one that failed longest ago goes first
 */
export function createLockout({ now, max = 10_000 }) {
  /** @type {Map<string, Entry>} */
  const names = new Map();

  /**
   * Does the work, one at a time for each name: a hundred guesses at once are not a hundred free ones.
   * @template T
   * @param {string} username
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async function attempt(username, work) {
    const name = username.normalize('NFKC').trim().toLowerCase();
    const entry = names.get(name) ?? { failures: 0, until: 0, waiting: 0, turn: Promise.resolve() };
    if (entry.waiting >= MAX_WAITING) {
      throw new Refusal(503, 'busy', 'Too many sign-ins with one user name at once.', 'Try again in a moment, or keep the tokens of one sign-in.', { 'retry-after': '1' });
    }
    keep(name, entry);
    entry.waiting += 1;
    const mine = entry.turn.then(() => judged(entry, work));
    entry.turn = mine.catch(() => {});
    try {
      return await mine;
    } finally {
      entry.waiting -= 1;
      if (entry.waiting === 0 && entry.failures === 0) names.delete(name);
    }
  }

  /**
   * @template T
   * @param {Entry} entry
   * @param {() => Promise<T>} work
   */
  async function judged(entry, work) {
    if (now() < entry.until) throw locked(entry.until - now());
    try {
      const result = await work();
      entry.failures = 0;
      return result;
    } catch (error) {
      const code = error instanceof FmidError ? error.code : '';
      if (/^(wrong_credentials|user_not_found|too_many_attempts)$/.test(code)) {
        entry.failures = code === 'too_many_attempts' ? Math.max(entry.failures + 1, FREE) : entry.failures + 1;
        const over = entry.failures - FREE;
        entry.until = over < 0 ? 0 : now() + Math.min(FIRST_MS * 2 ** over, LONGEST_MS);
      }
      throw error;
    }
  }

  /** @param {string} name @param {Entry} entry */
  function keep(name, entry) {
    names.delete(name);
    names.set(name, entry); // last
    for (const [oldest, { waiting }] of names) {
      if (names.size <= max) break;
      if (waiting === 0) names.delete(oldest);
    }
  }

  return { attempt, get size() { return names.size; } };
}

/** @param {number} milliseconds */
function locked(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  return new Refusal(429, 'too_many_attempts', 'Too many wrong passwords for this user name.', `Wait ${seconds} seconds before the next try.`, { 'retry-after': String(seconds) });
}
