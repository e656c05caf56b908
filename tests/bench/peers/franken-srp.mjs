// @ts-check
// What its srpLogin calls for the mathematics. It makes A a second time when it signs.
import { calculateClaimSig, makeSrpSession } from '@peers/franken-srp/dist/srp/index.js';

/** @type {import('../interleave.mjs').Contender} */
export const frankenSrp = {
  name: 'franken-srp',
  bits: 256,
  async begin() {
    const { a, A } = await makeSrpSession();
    return { A: A.toString(16), state: a };
  },
  async finish({ state: a }, { poolName, userId, password, salt, B, secretBlock }) {
    const challengeParameters = { SALT: salt, SRP_B: B, SECRET_BLOCK: secretBlock, USER_ID_FOR_SRP: userId };
    const { claimSig, timestamp } = await calculateClaimSig(a, poolName, userId, password, challengeParameters);
    return { signature: claimSig, timestamp };
  },
};
