// @ts-check
// As its README says: authenticateUser() with callbacks, and getSession() before each use of a token, which refreshes where it must.
import { createRequire } from 'node:module';
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { memoryStorage } from './memory-storage.mjs';

/** @type {import('../run.mjs').Adapter} */
export const amazonCognitoIdentityJs = {
  name: 'amazon-cognito-identity-js',
  version: createRequire(import.meta.url)('amazon-cognito-identity-js/package.json').version,
  canAbort: false,
  canLimitTime: false,

  async start({ userPoolId, clientId, url: endpoint }) {
    const Storage = memoryStorage();
    const Pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint, Storage });
    return {
      signIn({ username, password }, person) {
        const user = new CognitoUser({ Username: username, Pool, Storage });
        return new Promise((resolve, reject) => {
          /** @type {any} */
          const callbacks = {
            onSuccess: () => resolve(),
            onFailure: reject,
            mfaRequired: () => user.sendMFACode(person.sentCode, callbacks),
            totpRequired: () => user.sendMFACode(person.appCode(), callbacks, 'SOFTWARE_TOKEN_MFA'),
            selectMFAType: () => user.sendMFASelectionAnswer('SOFTWARE_TOKEN_MFA', callbacks),
            newPasswordRequired: () => user.completeNewPasswordChallenge(person.newPassword.newPassword, person.newPassword.attributes, callbacks),
            mfaSetup: () => user.associateSoftwareToken({
              onFailure: reject,
              associateSecretCode: (/** @type {string} */ secret) => user.verifySoftwareToken(person.appCode(secret), 'Test', callbacks),
            }),
          };
          user.authenticateUser(new AuthenticationDetails({ Username: username, Password: password }), callbacks);
        });
      },
      idToken: () =>
        new Promise((resolve, reject) => {
          const user = Pool.getCurrentUser();
          if (!user) return reject(Object.assign(new Error('nobody is signed in'), { name: 'getCurrentUser() is null' }));
          user.getSession((/** @type {any} */ error, /** @type {any} */ session) => (error ? reject(error) : resolve(session.getIdToken().getJwtToken())));
        }),
      stop() {},
    };
  },
};
