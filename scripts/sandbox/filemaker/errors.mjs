// @ts-check
// FileMaker's error codes with the HTTP status that carries them. The codes are in docs/protocol.md §Data API; which
// status goes with 9, 101, 102, 105, 306, 956 and 960 is [M]: clients must decide by the code.

export class FileMakerError extends Error {
  /** @param {number} status @param {number} code @param {string} message */
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = String(code);
  }
}

export const noPrivilege = () => new FileMakerError(403, 9, 'Insufficient privileges');
export const missingRecord = () => new FileMakerError(404, 101, 'Record is missing');
export const missingField = () => new FileMakerError(500, 102, 'Field is missing');
export const missingLayout = () => new FileMakerError(500, 105, 'Layout is missing');
export const invalidAccount = () =>
  new FileMakerError(401, 212, 'Invalid user account and/or password; please try again');
export const otherModId = () => new FileMakerError(500, 306, 'Record modification ID does not match');
export const noRecordsMatch = () => new FileMakerError(401, 401, 'No records match the request');
export const cannotOpenFile = () => new FileMakerError(500, 802, 'Unable to open the file');
export const invalidToken = () => new FileMakerError(401, 952, 'Invalid FileMaker Data API token (*)');
export const tooManyAdminSessions = () =>
  new FileMakerError(500, 956, 'Maximum number of Admin API sessions exceeded');
export const badParameter = () => new FileMakerError(400, 960, 'Parameter is invalid');
export const unknownAddress = () => new FileMakerError(404, 1708, 'Parameter value is invalid');
export const wrongContentType = () => new FileMakerError(415, 1704, 'Resource requires application/json'); // sentence [M]
