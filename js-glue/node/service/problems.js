// @ts-check
// What goes wrong, as the service says it: an HTTP status, and an object for programs and people. Nothing in it is secret.
import { EnvironmentError, FileMakerError, FmidError, InputError, ProtocolError, ServerError } from '../../index.js';

/** The service's own no; those of the pool and the host are FmidErrors. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} title what happened
   * @param {string} hint what to do next
   * @param {Record<string, string>} [headers]
   */
  constructor(status, code, title, hint, headers = {}) {
    super(`${title} ${hint}`);
    this.status = status;
    this.code = code;
    this.title = title;
    this.hint = hint;
    this.headers = headers;
  }
}

/** The status that HTTP has for each of these. @type {Record<string, number>} */
const STATUSES = {
  wrong_credentials: 401,
  user_not_found: 401,
  not_authorized: 401,
  refresh_token_invalid: 401,
  refresh_token_expired: 401,
  refresh_token_revoked: 401,
  refresh_token_reused: 401,
  wrong_code: 401,
  code_expired: 401,
  sign_in_expired: 401,
  too_many_attempts: 429,
  throttled: 429,
  limit_exceeded: 429,
  service_failed: 502,
  pool_not_found: 502,
  pool_misconfigured: 502,
  timeout: 504,
  offline: 503,
  password_too_weak: 422,
  password_used_before: 422,
  parameter_refused: 422,
  fm_unauthorized: 401,
  fm_file_missing: 404,
  fm_not_found: 404,
  fm_file_unavailable: 404,
  fm_too_many_attempts: 429,
  fm_limit_exceeded: 503,
  fm_unavailable: 503,
};

/** @param {unknown} error @returns {number} */
export function statusOf(error) {
  if (error instanceof Refusal) return error.status;
  if (!(error instanceof FmidError) || error instanceof EnvironmentError || error.code === 'internal') return 500;
  const known = STATUSES[error.code];
  if (known) return known;
  if (error instanceof InputError) return 422;
  if (error instanceof ServerError || error instanceof FileMakerError) return 403;
  return error instanceof ProtocolError ? 502 : 504; // TransportError
}

/**
 * As Cognito's own clients have it (`code`, `name` and `message` are the service's words), and what fmid makes of it: `reason` is one of
 * docs/errors.md.
 * @param {FmidError | Refusal} error
 */
export function describe(error) {
  const { serviceError, serviceMessage, retryable = error instanceof Refusal && error.status >= 429 } = /** @type {Partial<FmidError>} */ (error);
  return {
    code: serviceError ?? error.code,
    name: serviceError ?? error.code,
    message: serviceMessage ?? error.title,
    reason: error.code,
    hint: error.hint,
    retryable,
  };
}

/** Whether it may be said to whoever called; anything else is a fault of the service. @param {unknown} error @returns {error is FmidError | Refusal} */
export const isSayable = (error) => error instanceof Refusal || error instanceof FmidError;
