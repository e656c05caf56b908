// @ts-check
// As its handleUserSRPAuthFlow and handlePasswordVerifierChallenge do it, without the HTTP around them.
import BigInteger from '@peers/@aws-amplify/auth/dist/esm/providers/cognito/utils/srp/BigInteger/BigInteger.mjs';
import { getAuthenticationHelper } from '@peers/@aws-amplify/auth/dist/esm/providers/cognito/utils/srp/getAuthenticationHelper.mjs';
import { getNowString } from '@peers/@aws-amplify/auth/dist/esm/providers/cognito/utils/srp/getNowString.mjs';
import { getSignatureString } from '@peers/@aws-amplify/auth/dist/esm/providers/cognito/utils/srp/getSignatureString.mjs';

/** @type {import('../interleave.mjs').Contender} */
export const awsAmplify = {
  name: 'aws-amplify',
  bits: 1024,
  async begin({ poolName }) {
    const helper = await getAuthenticationHelper(poolName);
    return { A: helper.A.toString(16), state: helper };
  },
  async finish({ state: helper }, { poolName, userId, password, salt, B, secretBlock }) {
    const hkdf = await helper.getPasswordAuthenticationKey({
      username: userId,
      password,
      serverBValue: new BigInteger(B, 16),
      salt: new BigInteger(salt, 16),
    });
    const timestamp = getNowString();
    const challengeParameters = { SECRET_BLOCK: secretBlock };
    const signature = getSignatureString({ userPoolName: poolName, username: userId, challengeParameters, dateNow: timestamp, hkdf });
    return { signature, timestamp };
  },
};
