// @ts-check
// What its authenticateWithSRP calls for the mathematics. The module does not export these three; bundle.mjs adds the export, so that no
// request, storage or token has to be made up around them and be counted.
import { configure } from '@peers/amazon-cognito-passwordless-auth/dist/client/config.js';
import { calculateLargeAHex, calculateSrpSignature, generateSmallA } from '@peers/amazon-cognito-passwordless-auth/dist/client/srp.js';

/** @type {import('../interleave.mjs').Contender} */
export const amazonCognitoPasswordlessAuth = {
  name: 'amazon-cognito-passwordless-auth',
  bits: 1024,
  async begin({ userPoolId }) {
    configure({ userPoolId, clientId: 'bench', storage: { getItem() {}, setItem() {}, removeItem() {} } });
    const smallA = generateSmallA();
    const A = await calculateLargeAHex(smallA);
    return { A, state: smallA };
  },
  async finish({ A, state: smallA }, { userId, userPoolId, password, salt, B, secretBlock }) {
    const { passwordClaimSignature, timestamp } = await calculateSrpSignature({
      smallA,
      largeAHex: A,
      srpBHex: B,
      salt,
      username: userId,
      userPoolId,
      password,
      secretBlock,
    });
    return { signature: passwordClaimSignature, timestamp };
  },
};
