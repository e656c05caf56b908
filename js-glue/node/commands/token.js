// @ts-check
// fmid token: sign in, or refresh where that is enough.
import { SIGN_IN_OPTIONS, describeOptions, readArguments } from '../command/options.js';
import { printTokens } from '../command/print-tokens.js';
import { tokensFor } from '../command/sign-in.js';

const NAMES = [...SIGN_IN_OPTIONS, 'json', 'field'];

export const help = `
Usage: fmid token [options]

Signs in with a Claris ID and prints the ID token, the access token and the
refresh token. The password is asked for without showing it; so is whatever else
the account wants: a code, a choice, a new password, an authenticator app. With
--cache a later run takes what is there, or refreshes, and asks only when both
are over.

Examples
  fmid token                                                        asks for everything
  fmid token --username jane@example.com --cache ~/.fmid.json       signs in once; later runs refresh
  curl -H @<(printf 'Authorization: FMID %s' "$(fmid token --cache ~/.fmid.json --field idToken)") https://…
  pass show claris | fmid token --username jane@example.com --password-stdin --totp-secret-file ~/.claris-totp --json

${describeOptions(NAMES, [['', '--field takes idToken, accessToken, refreshToken, expiresIn, expiresAt, clockOffset or device']])}
`;

/**
 * @param {string[]} argv
 * @param {import('../command/io.js').Io} io
 */
export async function run(argv, io) {
  const { values } = readArguments(argv, io.env, NAMES);
  printTokens(io, values, await tokensFor(values, io));
}
