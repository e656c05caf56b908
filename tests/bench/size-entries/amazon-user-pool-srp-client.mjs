import { SRPClient, calculateSignature, getNowString } from '@peers/amazon-user-pool-srp-client';
import { cognito } from './cognito-fetch.mjs';

export async function signIn({ userPoolId, clientId, username, password }) {
  const call = cognito(userPoolId);
  const poolName = userPoolId.split('_')[1];
  const srp = new SRPClient(poolName);
  const challenge = await call('InitiateAuth', {
    ClientId: clientId,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME: username, SRP_A: srp.calculateA() },
  });
  const { USER_ID_FOR_SRP, SALT, SRP_B, SECRET_BLOCK } = challenge.ChallengeParameters;
  const key = srp.getPasswordAuthenticationKey(USER_ID_FOR_SRP, password, SRP_B, SALT);
  const timestamp = getNowString();
  const { AuthenticationResult } = await call('RespondToAuthChallenge', {
    ClientId: clientId,
    ChallengeName: 'PASSWORD_VERIFIER',
    Session: challenge.Session,
    ChallengeResponses: {
      USERNAME: USER_ID_FOR_SRP,
      PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: calculateSignature(key, poolName, USER_ID_FOR_SRP, SECRET_BLOCK, timestamp),
      TIMESTAMP: timestamp,
    },
  });
  return AuthenticationResult;
}
