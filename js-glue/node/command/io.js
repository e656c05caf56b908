// @ts-check
// What a command has of the world, and how it writes to it: results to standard output, everything that is said to a person to standard error.

/**
 * @typedef {object} Io
 * @property {NodeJS.ProcessEnv} env
 * @property {NodeJS.ReadStream} stdin
 * @property {NodeJS.WriteStream} stdout
 * @property {NodeJS.WriteStream} stderr
 * @property {string} [silent] origin that gave no answer, the last one
 * @property {AbortSignal} signal aborted by Ctrl-C, SIGTERM and SIGHUP; a command that then ends well ends with its own exit code
 *
 * @typedef {object} Command a module of commands/
 * @property {string} help what `fmid NAME --help` prints
 * @property {(argv: string[], io: Io) => Promise<number | void>} run argv: what follows the name; gives the exit code, undefined is 0
 */

/** @param {NodeJS.WriteStream} stream @param {NodeJS.ProcessEnv} env */
function inColour({ isTTY }, { NO_COLOR, TERM }) {
  return isTTY && !NO_COLOR && TERM !== 'dumb'; // https://no-color.org: present and not empty
}

/**
 * @param {Io} io
 * @returns {(text: string) => string} for standard output
 */
export function bold({ stdout, env }) {
  return inColour(stdout, env) ? (text) => `\x1b[1m${text}\x1b[0m` : (text) => text;
}

/** @param {Io} io @returns {(text: string) => string} for standard error */
export function faint({ stderr, env }) {
  return inColour(stderr, env) ? (text) => `\x1b[2m${text}\x1b[0m` : (text) => text;
}

/**
 * Says what is waited for while it is, to whoever looks: not to logs and pipes.
 * @template T
 * @param {Io} io
 * @param {string} text
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function meanwhile({ stderr }, text, work) {
  if (!stderr.isTTY) return work;
  stderr.write(text);
  try {
    return await work;
  } finally {
    stderr.write('\r\x1b[K');
  }
}

/** A time as a person reads it, with how far it is. @param {number} milliseconds since 1970 */
export function when(milliseconds) {
  if (Number.isNaN(new Date(milliseconds).getTime())) return '(no time)'; // beyond what a date can be
  const minutes = Math.round((milliseconds - Date.now()) / 60_000);
  const distance = minutes >= 0 ? `in ${minutes} min` : `${-minutes} min ago`;
  return `${new Date(milliseconds).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })} (${distance})`;
}

/** Text of others without what would steer a terminal: control characters of both sets, signs of direction, line separators. @param {string} text */
export const printable = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');

/**
 * JSON that steers no terminal and means the same: JSON.stringify escapes the first set of control characters and no other.
 * @param {unknown} value
 * @param {number} [indent]
 */
export const toJson = (value, indent) => JSON.stringify(value, undefined, indent).replace(/[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu, (each) =>
  each.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`));
