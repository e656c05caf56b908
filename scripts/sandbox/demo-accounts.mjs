// @ts-check
// The people of the sandbox: one for each thing that can happen when someone signs in.
//
// `steps` is what the pool asks after the password, in this order.

/**
 * @typedef {'SMS_MFA'|'SMS_OTP'|'EMAIL_OTP'|'SOFTWARE_TOKEN_MFA'|'SELECT_MFA_TYPE'
 *   |'NEW_PASSWORD_REQUIRED'|'MFA_SETUP'|'CUSTOM_CHALLENGE'
 *   |'DEVICE_SRP_AUTH'|'DEVICE_PASSWORD_VERIFIER'} ChallengeStep
 *
 * @typedef {'disabled'|'reset-required'|'unconfirmed'|'locked-out'|'security'} AccountTrouble
 *
 * @typedef {object} Account
 * @property {string} username
 * @property {string} password
 * @property {string} kind
 * @property {string} title        one line for a list
 * @property {string} howToAnswer  what a person does to get in (or why they cannot)
 * @property {string} [code]       what messages to it say in the demo
 * @property {string} [totpSecret] base32
 * @property {ChallengeStep[]} [steps]
 * @property {ChallengeStep[]} [choices]   what SELECT_MFA_TYPE offers
 * @property {string[]} [requiredAttributes] what NEW_PASSWORD_REQUIRED wants besides
 * @property {AccountTrouble} [trouble]
 * @property {Record<string, string>} [attributes]
 */

const PASSWORD = 'Sandbox-Pass-1';
// The secret of RFC 6238's own examples ('12345678901234567890').
const TOTP_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

/** Where the sandbox runs as a demo (pool/codes). */
const CODE = '123456';

const PHONE = { phone_number: '+15555550199', phone_number_verified: 'true' };

/** @type {Account[]} */
export const demoAccounts = [
  {
    kind: 'none',
    username: 'ada@example.com',
    password: PASSWORD,
    title: 'No second step',
    howToAnswer: 'The password is enough.',
    attributes: { name: 'Ada Example' },
  },
  {
    kind: 'unicode',
    username: 'zoë@example.com',
    password: 'Pässwörd-☃-1',
    title: 'A password that is not ASCII',
    howToAnswer: 'The password is enough: Pässwörd-☃-1',
    attributes: { name: 'Zoë Example' },
  },
  {
    kind: 'sms',
    username: 'sms@example.com',
    password: PASSWORD,
    title: 'A code by text message',
    howToAnswer: 'Type the code of the text message: 123456 in the demo.',
    code: CODE,
    steps: ['SMS_MFA'],
    attributes: PHONE,
  },
  {
    kind: 'totp',
    username: 'totp@example.com',
    password: PASSWORD,
    title: 'A code from an authenticator app',
    howToAnswer: `Type the app's code; the app's secret is ${TOTP_SECRET}.`,
    totpSecret: TOTP_SECRET,
    steps: ['SOFTWARE_TOKEN_MFA'],
  },
  {
    kind: 'choice',
    username: 'choice@example.com',
    password: PASSWORD,
    title: 'Choose: text message, app or e-mail',
    howToAnswer: `Choose one; messages say 123456 in the demo, the app's secret is ${TOTP_SECRET}.`,
    code: CODE,
    totpSecret: TOTP_SECRET,
    steps: ['SELECT_MFA_TYPE'],
    choices: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'],
    attributes: PHONE,
  },
  {
    kind: 'email',
    username: 'email@example.com',
    password: PASSWORD,
    title: 'A code by e-mail',
    howToAnswer: 'Type the code of the e-mail: 123456 in the demo.',
    code: CODE,
    steps: ['EMAIL_OTP'],
  },
  {
    kind: 'sms-otp',
    username: 'sms-otp@example.com',
    password: PASSWORD,
    title: 'A one-time code by text message (SMS_OTP)',
    howToAnswer: 'Type the code of the text message: 123456 in the demo.',
    code: CODE,
    steps: ['SMS_OTP'],
    attributes: PHONE,
  },
  {
    kind: 'new-password',
    username: 'new-password@example.com',
    password: 'Temporary-Pass-1',
    title: 'Must choose a new password, and a name',
    howToAnswer: 'Choose a password of 8 or more with A, a, 1 and a symbol, and type a name.',
    steps: ['NEW_PASSWORD_REQUIRED'],
    requiredAttributes: ['name'],
  },
  {
    kind: 'sms-then-new-password',
    username: 'sms-then-new-password@example.com',
    password: 'Temporary-Pass-1',
    title: 'A text message, then a new password',
    howToAnswer: 'Type 123456 (in the demo), then choose a new password.',
    code: CODE,
    steps: ['SMS_MFA', 'NEW_PASSWORD_REQUIRED'],
    attributes: PHONE,
  },
  {
    kind: 'mfa-setup',
    username: 'mfa-setup@example.com',
    password: PASSWORD,
    title: 'Must set up an authenticator app',
    howToAnswer: 'Put the secret that is shown into an authenticator app and type its code.',
    steps: ['MFA_SETUP'],
  },
  {
    kind: 'disabled',
    username: 'disabled@example.com',
    password: PASSWORD,
    title: 'Switched off by an administrator',
    howToAnswer: 'Cannot sign in: "User is disabled."',
    trouble: 'disabled',
  },
  {
    kind: 'reset-required',
    username: 'reset-required@example.com',
    password: PASSWORD,
    title: 'Must reset the password first',
    howToAnswer: 'Cannot sign in: PasswordResetRequiredException.',
    trouble: 'reset-required',
  },
  {
    kind: 'unconfirmed',
    username: 'unconfirmed@example.com',
    password: PASSWORD,
    title: 'Never confirmed the address',
    howToAnswer: 'Cannot sign in: UserNotConfirmedException.',
    trouble: 'unconfirmed',
  },
  {
    kind: 'locked-out',
    username: 'locked-out@example.com',
    password: PASSWORD,
    title: 'Too many wrong passwords',
    howToAnswer: 'Cannot sign in: "Password attempts exceeded".',
    trouble: 'locked-out',
  },
  {
    kind: 'security',
    username: 'security@example.com',
    password: PASSWORD,
    title: 'Refused as a risk',
    howToAnswer: 'Cannot sign in: "Unable to login because of security reasons."',
    trouble: 'security',
  },
  {
    kind: 'custom',
    username: 'custom@example.com',
    password: PASSWORD,
    title: 'A challenge that no client knows',
    howToAnswer: 'A client should say that it cannot answer this (CUSTOM_CHALLENGE).',
    steps: ['CUSTOM_CHALLENGE'],
  },
];

/**
 * Names that nobody has, by the salt that the pool makes up for them. A signed salt is what broke
 * clients (docs/protocol.md §SRP).
 */
export const absentNames = {
  plain: 'nobody@example.com',
  oddLength: 'stranger@example.com',
  negative: 'ghost@example.com',
  negativeOddLength: 'unknown@example.com',
};
