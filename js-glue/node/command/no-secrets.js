// @ts-check
// A secret among the arguments can be read by everybody on the machine (ps), and stays in the shell's history. It is refused before
// anything else happens, and never repeated.
import { usageError } from './errors.js';

const SECRET_OPTION = /^(--?(pw|pass|passwd|password|new-password|secret|client-secret|totp-secret|(id-|access-|refresh-|session-)?token|code|mfa-code|otp|api-key)(=|$)|-p)/i;
/** A JWT or, of five parts, Cognito's refresh token: both begin with base64url of '{"'. */
const TOKEN = /eyJ[\w-]{8,}\.[\w-]*\.[\w-]+/;

/** @param {readonly string[]} argv */
export function refuseSecrets(argv) {
  const isSecret = argv.some((argument) => SECRET_OPTION.test(argument) || TOKEN.test(argument));
  if (!isSecret) return;
  throw usageError(
    'A password, code or token must not be an argument: everybody on this machine can read it there (ps), and your shell keeps it in its history.',
    'Leave it out to be asked for it, or give it by standard input (--password-stdin, --token-stdin) or the environment (FMID_PASSWORD, FMID_REFRESH_TOKEN, FMID_ID_TOKEN). One that was typed is better changed or revoked.',
  );
}
