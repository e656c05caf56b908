import type { Client } from '../index.js';

/**
 * - `valid`: the signature is the pool's, and the token's time is not over. That says nothing about its purpose: see its claims.
 * - `expired`: the signature is the pool's, and `exp` is past.
 * - `invalid`: the signature is not the pool's, or none at all. The token was changed, or made by somebody else.
 * - `other_issuer`: another pool than the client's says that it made the token.
 * - `other_algorithm`: the token is not signed with RS256, as Cognito's are.
 * - `unknown_key`: the pool publishes no key of the name that the token gives.
 * - `keys_unreachable`: the pool's keys could not be read within 10 s: no network, or the pool lets no page read them.
 *
 * With all but the first three the signature was not checked.
 */
export type Verdict = 'valid' | 'expired' | 'invalid' | 'other_issuer' | 'other_algorithm' | 'unknown_key' | 'keys_unreachable';

/**
 * Whether the signature of an ID or access token (RS256, RFC 7515) is that of the client's user pool. The keys come from the address of
 * the pool that the client was made for, never from where the token says that it was made (Amazon's documentation, "Verifying JSON web
 * tokens"). By WebCrypto where there is one; else, as in pages without https, by mbedTLS in `fmid-rs256.wasm`, which is fetched for it.
 *
 * In a page it is a reading aid: what decides about access checks it again on its own side.
 *
 * @throws {InputError} `token_malformed`
 * @throws {EnvironmentError} `wasm_load_failed`
 */
export function verifySignature(client: Client, token: string): Promise<Verdict>;
