// @ts-check
// What `import 'fmid'` gives. index.d.ts documents every part.
import { openClient } from './client.js';
import { InputError, fromCore } from './errors.js';
import { loadCore, prepareWhenIdle } from './load.js';
import { openStorage } from './storage.js';

export { EnvironmentError, FileMakerError, FmidError, InputError, ProtocolError, ServerError, SignInRequiredError, TransportError } from './errors.js';
export { fetchTransport } from './transport.js';

/** @type {import('./index.js').Pool} */
export const CLARIS_ID = Object.freeze({
  userPoolId: 'us-west-2_NqkuZcXQY',
  clientId: '4l9rvl4mv5es1eep1qe97cautn',
  endpoint: 'https://cognito-idp.us-west-2.amazonaws.com/',
});

const DEFAULT_TIMEOUT_MS = 30_000;
/** setTimeout() takes 31 bits, and what is longer for nothing. */
const TIMEOUT_MS_END = 2 ** 31;

/**
 * @param {import('./index.js').ClientOptions} [options]
 * @returns {Promise<import('./index.js').Client>}
 */
export async function createClient(options = {}) {
  const { pool = CLARIS_ID, transport, observe, timeoutMs = DEFAULT_TIMEOUT_MS, wasm, now = Date.now, storage, keepFresh = false } = options;
  if (!(timeoutMs > 0 && timeoutMs < TIMEOUT_MS_END)) {
    throw new InputError({ code: 'option_invalid', detail: `timeoutMs must be above 0 and below ${TIMEOUT_MS_END}` });
  }
  const core = await loadCore(wasm);
  const { userPoolId, clientId, endpoint, clientSecret } = /** @type {import('./index.js').PoolOptions} */ (pool);
  const checked = core.checkPool({ userPoolId, clientId, endpoint, clientSecret });
  if ('error' in checked) throw fromCore(checked.error);
  prepareWhenIdle(core);
  const name = `fmid:${checked.userPoolId}:${checked.clientId}`;
  const store = await openStorage(storage, name);
  return openClient(core, checked, clientSecret, { now, timeoutMs, transport, observe }, { name, store, keepFresh });
}
