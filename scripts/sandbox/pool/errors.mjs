// @ts-check
// Cognito's refusals. The names and sentences marked [M] are remembered, not seen in a source; the
// rest are quoted in docs/protocol.md §Error names. Clients decide by the name, some also by the sentence.

export class CognitoError extends Error {
  /** @param {string} name @param {string} message @param {number} [status] */
  constructor(name, message, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

/** @param {string} message */
export const notAuthorized = (message) => new CognitoError('NotAuthorizedException', message);
/** @param {string} message */
export const invalidParameter = (message) => new CognitoError('InvalidParameterException', message);

export const wrongPassword = () => notAuthorized('Incorrect username or password.');
export const tooManyAttempts = () => notAuthorized('Password attempts exceeded');
export const noSuchUser = () => new CognitoError('UserNotFoundException', 'User does not exist.');
// Seen: amazon-cognito-identity-js #200, amplify-android #2603.
export const noSuchDevice = () => new CognitoError('ResourceNotFoundException', 'Device does not exist.');
/** @param {unknown} error */
export const isNoSuchDevice = (error) => error instanceof CognitoError && error.message === noSuchDevice().message;
export const invalidRefreshToken = () => notAuthorized('Invalid Refresh Token.');
export const throttled = () => new CognitoError('TooManyRequestsException', 'Rate exceeded', 429);
export const internalError = () => new CognitoError('InternalErrorException', 'Something went wrong', 500);

/** @param {string} [message] */
export const codeMismatch = (message = 'Invalid verification code provided, please try again.') =>
  new CognitoError('CodeMismatchException', message);

/**
 * What stops a person whose password is right. That these come after the proof and not before is
 * [M]: with PreventUserExistenceErrors an earlier answer would tell who has an account.
 *
 * @type {Record<import('./users.mjs').Refusal, () => CognitoError>}
 */
export const troubles = {
  disabled: () => notAuthorized('User is disabled.'),
  'reset-required': () => new CognitoError('PasswordResetRequiredException', 'Password reset required for the user'), // [M]
  unconfirmed: () => new CognitoError('UserNotConfirmedException', 'User is not confirmed.'), // [M]
  security: () => notAuthorized('Unable to login because of security reasons.'),
};
