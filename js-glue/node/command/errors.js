// @ts-check
// How a command fails: the exit code of each kind of failure, and what is said of it. docs/command.md lists the codes.
import { EnvironmentError, FileMakerError, FmidError, InputError, ProtocolError, ServerError, TransportError } from '../../index.js';
import { faint, printable, toJson } from './io.js';

/** Stable: scripts compare them. 128 and above are the shell's, for signals. */
export const EXIT = Object.freeze({
  ok: 0,
  /** Of fmid, or of where it runs. */
  fault: 1,
  /** The command was called wrongly; nothing was sent. */
  usage: 2,
  /** The user pool said no. */
  refused: 3,
  /** A person has to sign in: there is no refresh token, it is over, or the account asks for something that nothing here answers. */
  personNeeded: 4,
  /** No answer, or "later": the same command may work in a while. */
  tryLater: 5,
  /** The FileMaker host said no. */
  host: 6,
  /** An answer that makes no sense. */
  nonsense: 7,
  /** A file cannot be used: not there, not readable, not safe. */
  file: 8,
});

/** A failure of the command itself; those of signing in and of calls are FmidErrors. */
export class CommandError extends Error {
  /**
   * @param {number} exitCode
   * @param {string} code
   * @param {string} title what happened
   * @param {string} hint what to do next
   */
  constructor(exitCode, code, title, hint) {
    super(`${title} ${hint}`);
    this.name = 'CommandError';
    this.exitCode = exitCode;
    this.code = code;
    this.title = title;
    this.hint = hint;
  }
}

/** @param {string} title @param {string} hint */
export const usageError = (title, hint) => new CommandError(EXIT.usage, 'usage', title, hint);

/** @param {unknown} error */
export function exitCodeOf(error) {
  if (error instanceof CommandError) return error.exitCode;
  if (!(error instanceof FmidError) || error instanceof EnvironmentError) return EXIT.fault;
  if (/^(sign_in_required|challenge_unanswered|refresh_token_(invalid|expired|revoked|reused))$/.test(error.code)) return EXIT.personNeeded;
  if (error.retryable) return EXIT.tryLater;
  if (error instanceof InputError) return EXIT.usage;
  if (error instanceof ServerError) return EXIT.refused;
  if (error instanceof FileMakerError) return EXIT.host;
  return error instanceof ProtocolError ? EXIT.nonsense : EXIT.tryLater; // TransportError
}

/**
 * @param {unknown} error
 * @param {import('./io.js').Io} io
 * @param {boolean} asJson
 */
export function report(error, io, asJson) {
  const { stderr } = io;
  if (!(error instanceof FmidError || error instanceof CommandError)) return reportFault(error, io);
  const { serviceError, serviceMessage, fileMakerCode, httpStatus } = /** @type {FileMakerError} */ (error);
  const facts = { code: error.code, serviceError, serviceMessage, fileMakerCode, httpStatus };
  const { title, hint } = error;
  const { detail = error instanceof TransportError ? io.silent : undefined, retryable = false } = /** @type {Partial<FmidError>} */ (error);
  if (asJson) {
    stderr.write(`${toJson({ error: { ...facts, title, detail, hint, retryable } })}\n`);
    return;
  }
  stderr.write(`fmid: ${printable([title, detail && `(${detail})`, hint].filter(Boolean).join(' '))}\n`);
  if (error instanceof CommandError) return; // its message is all there is
  const details = Object.entries(facts).flatMap(([name, value]) => (value ? [`${name} ${value}`] : []));
  stderr.write(faint(io)(`      ${printable(details.join(', '))}\n`));
}

/**
 * Where it happened, and not the message: JavaScript quotes in it what it could not read, which may be a secret.
 * @param {unknown} error
 * @param {import('./io.js').Io} io
 */
function reportFault(error, { stderr }) {
  const { name = 'Error', code = '', stack = '' } = /** @type {NodeJS.ErrnoException} */ (error instanceof Error ? error : {});
  stderr.write(`fmid: A fault inside fmid itself (${[name, code].filter(Boolean).join(' ')}). Please report it with these lines; there is nothing secret in them.\n`);
  stderr.write(`${stack.split('\n').filter((line) => /^ {4}at /.test(line)).join('\n')}\n`);
}
