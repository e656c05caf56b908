// @ts-check
// Files with secrets in them: only their owner can read them, and nobody can put another in their place.
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CommandError, EXIT } from './errors.js';

const MODE = 0o600;
const MAX_BYTES = 1024 * 1024; // a cache has some kilobytes

/** Windows has no owner bits; there a file is as private as the folder that it is in. */
export const me = process.geteuid?.();

/**
 * @param {string} path
 * @returns {Promise<string | undefined>} undefined: there is none
 * @throws {CommandError} where others could read or replace it
 */
export async function readPrivate(path) {
  let file;
  try {
    // O_NOFOLLOW: not through a symbolic link. O_NONBLOCK: a pipe must not make this wait for somebody to write.
    file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    throw fileError(path, error);
  }
  try {
    // What was opened is looked at, not what has the name by then.
    const status = await file.stat();
    checkPrivate(path, status);
    await checkFolder(path);
    if (status.size > MAX_BYTES) throw unsafe(path, 'is far too large for what it should hold', 'Name the right file.');
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/**
 * All of it or nothing, also when this process is ended in between: a new file takes the old one's place.
 * @param {string} path
 * @param {string} text
 */
export async function writePrivate(path, text) {
  await checkReplaceable(path);
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx', MODE);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw fileError(path, error);
  }
}

/** @param {string} path */
export async function removePrivate(path) {
  await checkReplaceable(path);
  await unlink(path).catch((error) => {
    if (error.code !== 'ENOENT') throw fileError(path, error);
  });
}

/** @param {string} path */
async function checkReplaceable(path) {
  await checkFolder(path);
  const status = await lstat(path).catch(() => undefined);
  if (status) checkPrivate(path, status);
}

/** @param {string} path @param {import('node:fs').Stats} status */
function checkPrivate(path, status) {
  if (status.isSymbolicLink()) throw symbolicLink(path);
  if (!status.isFile()) throw unsafe(path, 'is no ordinary file', 'Name another one.');
  if (me === undefined) return;
  if (status.uid !== me) throw unsafe(path, 'belongs to somebody else', 'Use a file of your own.');
  if (status.mode & 0o077) throw unsafe(path, 'can be read or changed by others', `Take that away (chmod 600 ${path}); if others may have read it, run fmid revoke and sign in again.`);
}

/** Whoever may rename files in the folder could put another one here. @param {string} path */
async function checkFolder(path) {
  if (me === undefined) return;
  const folder = dirname(path);
  const { mode, uid } = await stat(folder).catch((error) => {
    throw fileError(path, error);
  });
  const isSticky = mode & 0o1000; // as /tmp: each removes only what is theirs
  if ((mode & 0o022 && !isSticky) || (uid !== me && uid !== 0)) {
    throw unsafe(path, 'is in a folder where others may replace it', `Use a folder that only you can write to, or chmod go-w ${folder}.`);
  }
}

/** @param {string} path */
const symbolicLink = (path) => unsafe(path, 'is a symbolic link', 'Name the file itself.');

/** @param {string} path @param {string} why @param {string} hint */
function unsafe(path, why, hint) {
  return new CommandError(EXIT.file, 'file_unsafe', `${path} ${why}.`, hint);
}

/** @param {string} path @param {unknown} error */
export function fileError(path, error) {
  const { code = '' } = /** @type {NodeJS.ErrnoException} */ (error);
  if (code === 'ELOOP') return symbolicLink(path);
  const hint = code === 'ENOENT' ? 'Check the path: a folder or file in it is missing.' : code === 'EACCES' ? 'You may not: check who owns it and its folder.' : 'Check the path and the disk.';
  return new CommandError(EXIT.file, 'file_failed', `${path} cannot be used (${code || 'unknown reason'}).`, hint);
}
