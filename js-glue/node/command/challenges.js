// @ts-check
// What Cognito asks after the password, put to the person at the terminal. An authenticator whose secret is at hand is answered for.
import { printable } from './io.js';
import { totp } from './totp.js';

/** @typedef {import('../../index.js').Challenge} Challenge */
/** @typedef {import('../../index.js').Answer} Answer */

/** @type {Record<string, string>} */
const WAYS = { SMS_MFA: 'text message', SMS_OTP: 'text message', EMAIL_OTP: 'e-mail', SOFTWARE_TOKEN_MFA: 'authenticator app' };

/**
 * @param {object} options
 * @param {(what: string) => import('./terminal.js').Terminal} options.person gives the terminal, or says that nobody is there for `what`
 * @param {Buffer | undefined} options.totpSecret
 * @returns {(challenge: Challenge) => Promise<Answer>}
 */
export function answering({ person, totpSecret }) {
  /** Codes of the authenticator that were given. */
  let codes = 0;

  /** @param {Challenge} challenge @returns {Promise<Answer>} */
  async function answer(challenge) {
    const { name, previousError, restarted } = challenge;
    if (totpSecret && name === 'SELECT_MFA_TYPE' && challenge.choices?.includes('SOFTWARE_TOKEN_MFA')) return { choice: 'SOFTWARE_TOKEN_MFA' };
    if (totpSecret && name === 'SOFTWARE_TOKEN_MFA') {
      // A code works once. Where this one was used a moment ago, the next is taken already: servers allow for a clock that is one step off
      // (RFC 6238 §5.2). Refused twice, the secret or the clock is wrong.
      if (previousError && codes > 1) throw previousError;
      codes += 1;
      return { code: totp(totpSecret, Date.now(), previousError ? 1 : 0) };
    }
    const terminal = person(WAYS[name] ? `a code by ${WAYS[name]} (${name})` : `more than the password (${name})`);
    if (restarted && !previousError) terminal.write('The sign-in took too long and was begun anew: codes sent before are void.\n');
    if (previousError) terminal.write(`${printable(previousError.message)}\n`);
    if (name === 'SELECT_MFA_TYPE') return { choice: await choose(terminal, challenge.choices ?? []) };
    if (name === 'NEW_PASSWORD_REQUIRED') return askNewPassword(terminal, challenge.requiredAttributes ?? []);
    if (name === 'MFA_SETUP') return setUpAuthenticator(terminal, challenge, previousError !== undefined);
    return { code: await terminal.ask(question(challenge)) };
  }
  return answer;
}

/** @param {Challenge} challenge */
function question({ name, deliveryDestination, friendlyDeviceName }) {
  const where = deliveryDestination ?? friendlyDeviceName;
  return `Code by ${WAYS[name]}${where ? ` (${printable(where)})` : ''}: `;
}

/**
 * @param {import('./terminal.js').Terminal} terminal
 * @param {readonly string[]} choices
 */
async function choose(terminal, choices) {
  terminal.write(`How do you want to be verified?\n${choices.map((each, i) => `  ${i + 1}  ${WAYS[each] ?? printable(each)}\n`).join('')}`);
  for (;;) {
    const choice = choices[Number(await terminal.ask(`1 to ${choices.length}: `)) - 1];
    if (choice) return choice;
  }
}

/**
 * @param {import('./terminal.js').Terminal} terminal
 * @param {readonly string[]} requiredAttributes
 */
async function askNewPassword(terminal, requiredAttributes) {
  terminal.write('The account must get a new password.\n');
  for (;;) {
    const newPassword = await terminal.ask('New password: ', { hidden: true });
    if ((await terminal.ask('Once more: ', { hidden: true })) !== newPassword) {
      terminal.write('They differ. Type it twice.\n');
      continue;
    }
    /** @type {Record<string, string>} */
    const attributes = {};
    for (const name of requiredAttributes) attributes[name] = await terminal.ask(`${printable(name)}: `);
    return { newPassword, attributes };
  }
}

/**
 * @param {import('./terminal.js').Terminal} terminal
 * @param {Challenge} challenge
 * @param {boolean} again
 */
async function setUpAuthenticator(terminal, { secretCode = '', otpauthUri = '' }, again) {
  if (!again) {
    terminal.write(`The account must have an authenticator app. Add this secret to yours, as text or as a QR code of the address:\n  ${printable(secretCode)}\n  ${printable(otpauthUri)}\n`);
  }
  return { code: await terminal.ask('Code that the app then shows: ') };
}
