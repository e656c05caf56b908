// @ts-check
// Secrets on their way into WebAssembly: written straight into memory that is wiped.

/** @typedef {import('./fmid-core.js').CoreModule} CoreModule */
/** @typedef {import('./fmid-core.js').SecretBuffer} SecretBuffer */

const encoder = new TextEncoder();

/**
 * Calls `use` with a buffer for each text (UTF-8) or byte array, and frees the buffers, which wipes what `use` left in them.
 * @template Result
 * @param {CoreModule} core
 * @param {(string | Uint8Array | undefined)[]} secrets
 * @param {(...buffers: SecretBuffer[]) => Result} use
 * @returns {Result}
 */
export function withSecrets(core, secrets, use) {
  const buffers = secrets.map((secret) => toBuffer(core, secret ?? ''));
  try {
    return use(...buffers);
  } finally {
    for (const buffer of buffers) buffer.delete();
  }
}

/**
 * @param {CoreModule} core
 * @param {string | Uint8Array} secret
 * @returns {SecretBuffer}
 */
function toBuffer(core, secret) {
  if (typeof secret !== 'string') {
    const buffer = new core.SecretBuffer(secret.length);
    buffer.view().set(secret);
    return buffer;
  }
  // A UTF-16 unit takes three bytes of UTF-8 at the most.
  const buffer = new core.SecretBuffer(3 * secret.length);
  const { written } = encoder.encodeInto(secret, buffer.view());
  buffer.truncate(written);
  return buffer;
}
