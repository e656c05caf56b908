// @ts-check
// Its public API. It draws the timestamp with a, before the challenge.
import { createSrpSession, signSrpSession } from '@peers/cognito-srp-helper';

/** @type {import('../interleave.mjs').Contender} */
export const cognitoSrpHelper = {
  name: 'cognito-srp-helper',
  bits: 1024,
  async begin({ userId, userPoolId, password }) {
    const session = createSrpSession(userId, password, userPoolId, false);
    return { A: session.largeA, state: session };
  },
  async finish({ state: session }, { userId, salt, B, secretBlock }) {
    const challenge = { ChallengeParameters: { SALT: salt, SECRET_BLOCK: secretBlock, SRP_B: B, USER_ID_FOR_SRP: userId } };
    return { signature: signSrpSession(session, challenge).passwordSignature, timestamp: session.timestamp };
  },
};
