// @ts-check
// amazon-cognito-identity-js, the library of Claris's own sample, as its README says it is used.
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';

/** @type {import('./run.mjs').ClientUnderTest} */
export const amazonCognitoIdentityJs = {
  name: 'amazon-cognito-identity-js',

  async open({ userPoolId, clientId, url: endpoint }) {
    const stored = new Map();
    const Storage = {
      getItem: (/** @type {string} */ key) => stored.get(key) ?? null,
      setItem: (/** @type {string} */ key, /** @type {string} */ value) => void stored.set(key, value),
      removeItem: (/** @type {string} */ key) => void stored.delete(key),
      clear: () => stored.clear(),
    };
    const pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint, Storage });
    return {
      signIn({ username, password }, person) {
        const user = new CognitoUser({ Username: username, Pool: pool, Storage });
        return new Promise((resolve, reject) => {
          /** @type {any} what it calls for each step; a step that is not here ends in a TypeError of its own */
          const callbacks = {
            onSuccess: () => resolve(),
            onFailure: reject,
            mfaRequired: () => user.sendMFACode(person.code, callbacks),
            totpRequired: () => user.sendMFACode(person.totp(), callbacks, 'SOFTWARE_TOKEN_MFA'),
            selectMFAType: () => user.sendMFASelectionAnswer('SMS_MFA', callbacks),
            newPasswordRequired: () => user.completeNewPasswordChallenge(person.newPassword, { name: 'Ada' }, callbacks),
            mfaSetup: () =>
              user.associateSoftwareToken({
                associateSecretCode: (secret) => user.verifySoftwareToken(person.totp(secret), 'Test', callbacks),
                onFailure: reject,
              }),
          };
          user.authenticateUser(new AuthenticationDetails({ Username: username, Password: password }), callbacks);
        });
      },
      idToken() {
        return new Promise((resolve, reject) => {
          const user = pool.getCurrentUser();
          if (!user) return reject(new Error('no current user'));
          user.getSession((/** @type {Error | null} */ error, /** @type {any} */ session) =>
            error ? reject(error) : resolve(session.getIdToken().getJwtToken()),
          );
        });
      },
      close() {},
    };
  },

  nameOf: nameAndMessage,
};

/** @param {unknown} error */
export function nameAndMessage(error) {
  const { name = '', code, message = String(error) } = /** @type {{ name?: string, code?: string, message?: string }} */ (error ?? {});
  return code ?? (name && name !== 'Error' ? name : message);
}
