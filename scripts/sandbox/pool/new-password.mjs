// @ts-check
// Cognito's usual password policy, which is also Claris's kind of rule: 8 or more with A, a, 1 and a symbol.
import { CognitoError, invalidParameter } from './errors.mjs';

/** @type {[RegExp, string][]} */
const RULES = [
  [/^.{8,256}$/su, 'Password not long enough'],
  [/[a-z]/, 'Password must have lowercase characters'],
  [/[A-Z]/, 'Password must have uppercase characters'],
  [/[0-9]/, 'Password must have numeric characters'],
  [/[^A-Za-z0-9]/, 'Password must have symbol characters'],
];

/** @param {unknown} password */
export function checkNewPassword(password) {
  if (typeof password !== 'string') throw invalidParameter('Missing required parameter NEW_PASSWORD');
  for (const [rule, complaint] of RULES) {
    if (rule.test(password)) continue;
    throw new CognitoError('InvalidPasswordException', `Password did not conform with policy: ${complaint}`); // [M]
  }
}
