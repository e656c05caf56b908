import { AuthenticationDetails, CognitoUser, CognitoUserPool } from '@peers/amazon-cognito-identity-js';

export function signIn({ userPoolId, clientId, username, password }) {
  const user = new CognitoUser({ Username: username, Pool: new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId }) });
  return new Promise((onSuccess, onFailure) => {
    user.authenticateUser(new AuthenticationDetails({ Username: username, Password: password }), { onSuccess, onFailure });
  });
}
