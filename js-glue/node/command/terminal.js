// @ts-check
// Asks the person at the terminal, also where standard input and output are pipes, as ssh and sudo do.
import { closeSync, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { ReadStream } from 'node:tty';
import { CommandError, EXIT } from './errors.js';

/** @typedef {NonNullable<ReturnType<typeof openTerminal>>} Terminal */

/**
 * @param {import('./io.js').Io} io
 * @returns undefined where there is none, as under cron
 */
export function openTerminal({ stdin, stderr, signal }) {
  const terminal = stdin.isTTY && stderr.isTTY ? { input: stdin, write: (/** @type {string} */ text) => void stderr.write(text), close() {} } : controlling();
  if (!terminal) return undefined;
  const { input, write, close } = terminal;

  /**
   * @param {string} question
   * @param {{ hidden?: boolean }} [options] hidden: what is typed is not shown
   * @returns {Promise<string>}
   */
  async function ask(question, { hidden = false } = {}) {
    const output = new Writable({
      write(chunk, _, done) {
        if (!hidden) write(chunk.toString());
        done();
      },
    });
    // With `terminal` readline switches the terminal's own echo off while it reads, and on again in close(). Off before it is asked: a quick
    // hand would be shown.
    const reader = createInterface({ input, output, terminal: true, historySize: 0 });
    if (hidden) write(question);
    const interrupted = new Promise((_, reject) => {
      // Ctrl-C is a character now; so is Ctrl-D, after which nothing more comes.
      reader.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      reader.once('close', () => reject(new CommandError(EXIT.personNeeded, 'person_needed', 'There was no answer.', 'Run the command again when you can give one.')));
    });
    try {
      return /** @type {string} */ (await Promise.race([reader.question(hidden ? '' : question, { signal }), interrupted]));
    } finally {
      interrupted.catch(() => {});
      reader.close();
      if (hidden || signal.aborted) write('\n');
    }
  }

  return { ask, write, close };
}

/** The terminal that this process belongs to, whatever its standard streams are. */
function controlling() {
  /** @type {number[]} */
  const opened = [];
  try {
    for (const flags of ['r', 'w']) opened.push(openSync('/dev/tty', flags));
    const [readable, writable] = opened;
    const input = new ReadStream(readable);
    return {
      input,
      write: (/** @type {string} */ text) => void writeSync(writable, text),
      close() {
        input.destroy(); // closes its descriptor
        closeSync(writable);
      },
    };
  } catch {
    opened.forEach((descriptor) => closeSync(descriptor));
    return undefined; // ENXIO: no terminal; ENOENT: Windows
  }
}
