import { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } from '@peers/cognito-srp-helper';
import { cognito } from './cognito-fetch.mjs';

export async function signIn({ userPoolId, clientId, username, password }) {
  const call = cognito(userPoolId);
  const session = createSrpSession(username, password, userPoolId, false);
  const challenge = await call('InitiateAuth', wrapInitiateAuth(session, {
    ClientId: clientId,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME: username },
  }));
  const signed = signSrpSession(session, challenge);
  const { AuthenticationResult } = await call('RespondToAuthChallenge', wrapAuthChallenge(signed, {
    ClientId: clientId,
    ChallengeName: 'PASSWORD_VERIFIER',
    Session: challenge.Session,
    ChallengeResponses: { USERNAME: challenge.ChallengeParameters.USER_ID_FOR_SRP },
  }));
  return AuthenticationResult;
}
