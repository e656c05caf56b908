// @ts-check
// What the pool can do, by the name in X-Amz-Target.
import { getUser, globalSignOut } from './account.mjs';
import { confirmDevice, forgetDevice } from './devices.mjs';
import { initiateAuth } from './initiate-auth.mjs';
import { getTokensFromRefreshToken, revokeToken } from './refresh.mjs';
import { respondToAuthChallenge } from './respond-to-auth-challenge.mjs';
import { associateSoftwareToken, verifySoftwareToken } from './software-token.mjs';

/** @typedef {(pool: import('../pool.mjs').PoolContext, input: Record<string, any>) => object} Operation */

/** @type {Map<string, Operation>} a Map, so that "constructor" is no operation */
export const operations = new Map(
  Object.entries({
    InitiateAuth: initiateAuth,
    RespondToAuthChallenge: respondToAuthChallenge,
    AssociateSoftwareToken: associateSoftwareToken,
    VerifySoftwareToken: verifySoftwareToken,
    GetTokensFromRefreshToken: getTokensFromRefreshToken,
    RevokeToken: revokeToken,
    GlobalSignOut: globalSignOut,
    GetUser: getUser,
    ConfirmDevice: confirmDevice,
    ForgetDevice: forgetDevice,
  }),
);
