// @ts-check
// One process at a time: a lock file that its holder touches while it lives. One that is no longer touched was left by a process that was
// killed, here or in another container or on another machine, where its process id would say nothing.
import { randomBytes } from 'node:crypto';
import { lstat, open, readFile, rename, unlink, utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError, EXIT } from './errors.js';
import { fileError, me } from './private-file.js';

const TOUCH_MS = 1000;
const LOOK_MS = 50;
/** Ten times as long as a holder that lives lets it be. */
const LEFT_BEHIND_MS = 10 * TOUCH_MS;
/** In a folder for everybody (/tmp) that others may have taken. */
const MAX_NAMES = 100;
/** Longer than a refresh may take with all of its tries. */
const PATIENCE_MS = 2 * 60_000;

/**
 * @template T
 * @param {string} path of the file that is protected; the lock is beside it
 * @param {AbortSignal} signal
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function exclusively(path, signal, work) {
  const mine = randomBytes(12).toString('hex');
  const lock = await take(path, mine, signal);
  const touching = setInterval(() => void utimes(lock, new Date(), new Date()).catch(() => {}), TOUCH_MS);
  touching.unref();
  try {
    return await work();
  } finally {
    clearInterval(touching);
    if ((await readFile(lock, 'utf8').catch(() => '')) === mine) await unlink(lock).catch(() => {});
  }
}

/** @param {string} path @param {string} mine @param {AbortSignal} signal @returns {Promise<string>} the lock that is ours now */
async function take(path, mine, signal) {
  const began = Date.now();
  let seen = { touchedAt: NaN, since: began };
  for (;;) {
    const lock = await nameOf(path);
    if (await create(lock, mine)) return lock;
    const touchedAt = (await lstat(lock).catch(() => undefined))?.mtimeMs ?? NaN;
    if (touchedAt !== seen.touchedAt) seen = { touchedAt, since: Date.now() };
    // By this machine's watch alone: the file's time may come from another one's.
    else if (Date.now() - seen.since > LEFT_BEHIND_MS) await breakLock(lock, touchedAt);
    if (Date.now() - began > PATIENCE_MS) {
      throw new CommandError(EXIT.tryLater, 'cache_locked', `Another fmid has held ${lock} for two minutes.`, 'Wait for it or end it, then try again.');
    }
    await sleep(LOOK_MS, undefined, { signal });
  }
}

/**
 * Beside the file. In a folder for everybody, where each removes only what is theirs, somebody else may have put a file of that name there
 * to keep this person out: it is no lock of theirs, and the next name is taken, by every process of this person the same.
 * @param {string} path
 * @returns {Promise<string>}
 */
async function nameOf(path) {
  for (let i = 1; i <= MAX_NAMES; i++) {
    const lock = i === 1 ? `${path}.lock` : `${path}.lock${i}`;
    const status = await lstat(lock).catch(() => undefined);
    if (!status || me === undefined || status.uid === me) return lock;
  }
  throw new CommandError(EXIT.file, 'file_unsafe', `Others have put files beside ${path} that keep it locked.`, 'Use a folder that only you can write to.');
}

/** @param {string} lock @param {string} mine @returns {Promise<boolean>} whether it is ours now */
async function create(lock, mine) {
  try {
    const file = await open(lock, 'wx', 0o600);
    await file.writeFile(mine);
    await file.close();
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw fileError(lock, error);
  }
}

/**
 * Of several who find the lock left behind, one moves it away; what was moved is looked at, so that a new holder's is not broken.
 * @param {string} lock
 * @param {number} touchedAt
 */
async function breakLock(lock, touchedAt) {
  const aside = `${lock}.${process.pid}.old`;
  try {
    await rename(lock, aside);
    const isTheOld = (await lstat(aside)).mtimeMs === touchedAt;
    await (isTheOld ? unlink(aside) : rename(aside, lock));
  } catch {
    // Another one was faster.
  }
}
