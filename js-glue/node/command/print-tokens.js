// @ts-check
// Tokens as they are printed: they were asked for.
import { bold, printable, when } from './io.js';
import { field, printJson } from './output.js';

/**
 * @param {import('./io.js').Io} io
 * @param {import('./options.js').Values} values
 * @param {import('../../index.js').Tokens} tokens
 */
export function printTokens(io, values, tokens) {
  if (values.field) return field(io, { ...tokens }, values.field);
  if (values.json) return printJson(io, tokens);
  const { idToken, accessToken, refreshToken, expiresAt } = tokens;
  const strong = bold(io);
  io.stdout.write(`${strong('ID token')}, until ${when(expiresAt)}, for FileMaker hosts (Authorization: FMID …)
${printable(idToken)}

${strong('Access token')}, until the same time, for Cognito's own calls
${printable(accessToken)}

${strong('Refresh token')}, good until it is refused; a secret like the password
${printable(refreshToken)}
`);
}
