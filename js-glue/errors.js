// @ts-check
// Errors as callers see them: a class for the kind, a stable code, a sentence for people.
import { messages } from './messages.js';

/** @typedef {import('./index.js').ErrorCode} ErrorCode */
/** @typedef {Omit<import('./fmid-core.js').CoreError, 'kind'>} ErrorFacts */

/** The same call may work later, unchanged: what the core's retries are for, and what a person can do something about. */
const RETRYABLE = new Set(['network_failed', 'offline', 'timeout', 'aborted', 'throttled', 'service_failed', 'limit_exceeded',
  'concurrent_change', 'fm_unavailable', 'relay_unreachable', 'wasm_load_failed']);

export class FmidError extends Error {
  /** @param {ErrorFacts} facts @param {ErrorOptions} [options] */
  constructor(facts, options) {
    const { title, hint } = messages[facts.code];
    const where = facts.detail ? ` (${facts.detail})` : '';
    super(`${title}${where} ${hint}`, options);
    this.code = facts.code;
    this.title = title;
    this.hint = hint;
    this.detail = facts.detail;
    this.serviceError = facts.serviceError;
    this.serviceMessage = facts.serviceMessage;
    this.httpStatus = facts.httpStatus;
    this.retryAfterMs = facts.retryAfterMs;
    this.retryable = RETRYABLE.has(facts.code);
  }
}

export class InputError extends FmidError {}
export class EnvironmentError extends FmidError {}
export class TransportError extends FmidError {}
export class ProtocolError extends FmidError {}
export class ServerError extends FmidError {}
export class SignInRequiredError extends FmidError {
  /** @param {ErrorOptions} [options] */
  constructor(options) {
    super({ code: 'sign_in_required' }, options);
  }
}
export class FileMakerError extends FmidError {
  /** @param {ErrorFacts} facts @param {ErrorOptions} [options] */
  constructor(facts, options) {
    super(facts, options);
    this.fileMakerCode = facts.fileMakerCode;
  }
}

// Written out: a bundler that shortens the names of classes would shorten those of errors, too.
const NAMED = { FmidError, InputError, EnvironmentError, TransportError, ProtocolError, ServerError, SignInRequiredError, FileMakerError };
for (const [name, { prototype }] of Object.entries(NAMED)) {
  Object.defineProperty(prototype, 'name', { value: name, configurable: true, writable: true });
}

/** By ErrorKind of fmid/error.h. */
const CLASSES = {
  input: InputError, environment: EnvironmentError, transport: TransportError, protocol: ProtocolError, server: ServerError, filemaker: FileMakerError,
};

/**
 * @param {import('./fmid-core.js').CoreError} error
 * @param {ErrorOptions} [options]
 * @returns {FmidError}
 */
export function fromCore(error, options) {
  return new CLASSES[error.kind](error, options);
}
