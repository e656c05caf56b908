import { configure } from '@peers/amazon-cognito-passwordless-auth/dist/client/config.js';
import { authenticateWithSRP } from '@peers/amazon-cognito-passwordless-auth/srp';

export function signIn({ userPoolId, clientId, username, password }) {
  configure({ userPoolId, clientId });
  return authenticateWithSRP({ username, password }).signedIn;
}
