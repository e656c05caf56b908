// @ts-check
// Every step between the password and the tokens: what the pool says when it asks, and what it
// makes of the answer. Parameters that the real service sends as JSON inside a string are so here.
import { randomInt } from 'node:crypto';
import { matchingTotpStep } from '../totp.mjs';
import { answerDevicePassword, startDeviceProof } from './devices.mjs';
import { CognitoError, codeMismatch, invalidParameter, wrongPassword } from './errors.mjs';
import { checkNewPassword } from './new-password.mjs';

/**
 * @typedef {import('../pool.mjs').PoolContext} PoolContext
 * @typedef {import('./auth-sessions.mjs').SignIn} SignIn
 * @typedef {Record<string, any>} Responses
 */

/** ChallengeParameters. @param {PoolContext} pool @param {string} step @param {SignIn} signIn */
export function describeStep(pool, step, signIn) {
  const { user } = signIn;
  const shared = { USER_ID_FOR_SRP: user.sub };
  switch (step) {
    case 'SMS_MFA':
    case 'SMS_OTP':
      sendCode(pool, signIn);
      return { ...shared, ...delivery('SMS', maskPhone(user.attributes.phone_number ?? '')) };
    case 'EMAIL_OTP':
      sendCode(pool, signIn);
      return { ...shared, ...delivery('EMAIL', maskEmail(user.username)) };
    case 'SOFTWARE_TOKEN_MFA':
      return { ...shared, FRIENDLY_DEVICE_NAME: 'Sandbox app' };
    case 'SELECT_MFA_TYPE':
      return { ...shared, MFAS_CAN_CHOOSE: JSON.stringify(user.choices) };
    case 'MFA_SETUP':
      return { ...shared, MFAS_CAN_SETUP: JSON.stringify(['SOFTWARE_TOKEN_MFA']) };
    case 'NEW_PASSWORD_REQUIRED': {
      const { sub: _, ...known } = user.attributes;
      return {
        ...shared,
        requiredAttributes: JSON.stringify(user.requiredAttributes.map((name) => `userAttributes.${name}`)),
        userAttributes: JSON.stringify(known),
      };
    }
    case 'CUSTOM_CHALLENGE':
      return { ...shared, USERNAME: user.sub, question: 'What is the magic word?' };
    default:
      return {};
  }
}

/**
 * Takes the answer to the step at the head of `signIn.pending`; throws when it is wrong; leaves in
 * `pending` what is still to be done.
 *
 * @param {PoolContext} pool @param {string} step @param {SignIn} signIn @param {Responses} responses
 */
export function answerStep(pool, step, signIn, responses) {
  switch (step) {
    case 'SMS_MFA':
    case 'SMS_OTP':
    case 'EMAIL_OTP':
      requireCode(signIn, responses[`${step}_CODE`], `${step}_CODE`);
      break;
    case 'SOFTWARE_TOKEN_MFA':
      requireTotp(pool, signIn, responses.SOFTWARE_TOKEN_MFA_CODE);
      break;
    case 'SELECT_MFA_TYPE': {
      const choice = signIn.user.choices.find((each) => each === responses.ANSWER);
      if (!choice) throw invalidParameter('Invalid MFA type'); // [M]
      signIn.pending.splice(1, 0, choice);
      break;
    }
    case 'MFA_SETUP':
      finishMfaSetup(pool, signIn);
      break;
    case 'NEW_PASSWORD_REQUIRED':
      takeNewPassword(pool, signIn, responses);
      break;
    case 'CUSTOM_CHALLENGE':
      if (responses.ANSWER !== 'open sesame') throw wrongPassword();
      break;
    case 'DEVICE_SRP_AUTH':
      signIn.pending.splice(1, 0, 'DEVICE_PASSWORD_VERIFIER');
      return startDeviceProof(pool, signIn, responses);
    case 'DEVICE_PASSWORD_VERIFIER':
      answerDevicePassword(pool, signIn, responses);
      break;
    default:
      throw invalidParameter(`Challenge ${step} is not known`);
  }
  return undefined;
}

/** @param {PoolContext} pool @param {SignIn} signIn */
function sendCode(pool, signIn) {
  signIn.code = pool.options.demo ? '123456' : String(randomInt(1_000_000)).padStart(6, '0');
  signIn.user.lastCode = signIn.code;
}

/** @param {SignIn} signIn @param {unknown} given @param {string} name */
function requireCode(signIn, given, name) {
  if (typeof given !== 'string') throw invalidParameter(`Missing required parameter ${name}`);
  if (given !== signIn.code) throw codeMismatch('Invalid code or auth state for the user.');
}

/** @param {PoolContext} pool @param {SignIn} signIn @param {unknown} given */
function requireTotp(pool, { user }, given) {
  if (typeof given !== 'string') throw invalidParameter('Missing required parameter SOFTWARE_TOKEN_MFA_CODE');
  const step = matchingTotpStep(user.totpSecret ?? '', given, pool.now());
  if (step === undefined) throw codeMismatch();
  if (pool.options.totpSingleUse && step === user.lastTotpStep) {
    throw new CognitoError('ExpiredCodeException', 'Your software token has already been used once.'); // [M]
  }
  user.lastTotpStep = step;
}

/** After AssociateSoftwareToken and VerifySoftwareToken. @param {PoolContext} pool @param {SignIn} signIn */
function finishMfaSetup(pool, signIn) {
  if (!signIn.totpVerified) throw invalidParameter('Software token is not verified'); // [M]
  if (pool.options.demo) return; // the next visitor sets it up again
  signIn.user.totpSecret = signIn.totpSecret;
  replaceStep(signIn.user, 'MFA_SETUP', 'SOFTWARE_TOKEN_MFA');
}

/** @param {PoolContext} pool @param {SignIn} signIn @param {Responses} responses */
function takeNewPassword(pool, { user }, responses) {
  checkNewPassword(responses.NEW_PASSWORD);
  for (const name of user.requiredAttributes) {
    if (!responses[`userAttributes.${name}`]) {
      throw invalidParameter(`Invalid user attributes: ${name}: The attribute is required`); // [M]
    }
  }
  if (pool.options.demo) return; // the next visitor finds the account as it was
  for (const [name, value] of Object.entries(responses)) {
    if (name.startsWith('userAttributes.')) user.attributes[name.slice('userAttributes.'.length)] = String(value);
  }
  pool.users.setPassword(user, responses.NEW_PASSWORD);
  replaceStep(user, 'NEW_PASSWORD_REQUIRED');
}

/**
 * @param {import('./users.mjs').User} user
 * @param {import('../demo-accounts.mjs').ChallengeStep} step
 * @param {...import('../demo-accounts.mjs').ChallengeStep} by
 */
function replaceStep(user, step, ...by) {
  user.steps = user.steps.flatMap((each) => (each === step ? by : [each]));
}

/** @param {string} medium @param {string} destination */
const delivery = (medium, destination) => ({
  CODE_DELIVERY_DELIVERY_MEDIUM: medium,
  CODE_DELIVERY_DESTINATION: destination,
});

/** +15555550199 → +*******0199. @param {string} number */
const maskPhone = (number) => `+*******${number.slice(-4)}`;

/** sms@example.com → s***@e***. @param {string} address */
function maskEmail(address) {
  const [name, host = ''] = address.split('@');
  return `${name.slice(0, 1)}***@${host.slice(0, 1)}***`;
}
