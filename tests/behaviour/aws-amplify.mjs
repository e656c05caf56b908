// @ts-check
// aws-amplify 6, as its documentation says it is used.
import { Amplify } from 'aws-amplify';
import { confirmSignIn, fetchAuthSession, signIn } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { ConsoleLogger } from 'aws-amplify/utils';
import { nameAndMessage } from './amazon-cognito-identity-js.mjs';

ConsoleLogger.LOG_LEVEL = 'ERROR'; // it warns of every address that is not Amazon's

/** @type {import('./run.mjs').ClientUnderTest} */
export const awsAmplify = {
  name: 'aws-amplify',

  async open({ userPoolId, clientId, url }) {
    const stored = new Map();
    Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: url } } });
    // After configure(), which sets a storage of its own.
    cognitoUserPoolsTokenProvider.setKeyValueStorage({
      getItem: async (key) => stored.get(key) ?? null,
      setItem: async (key, value) => void stored.set(key, value),
      removeItem: async (key) => void stored.delete(key),
      clear: async () => stored.clear(),
    });
    return {
      async signIn({ username, password }, person) {
        let { nextStep } = await signIn({ username, password });
        while (nextStep.signInStep !== 'DONE') {
          ({ nextStep } = await confirmSignIn({ challengeResponse: answerTo(nextStep, person), options: { userAttributes: { name: 'Ada' } } }));
        }
      },
      async idToken() {
        const { tokens } = await fetchAuthSession();
        if (!tokens?.idToken) throw new Error('no tokens, no reason'); // it resolves all the same
        return String(tokens.idToken);
      },
      close() {},
    };
  },

  nameOf: nameAndMessage,
};

/**
 * @param {any} nextStep
 * @param {import('./run.mjs').Person} person
 */
function answerTo(nextStep, person) {
  switch (nextStep.signInStep) {
    case 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION':
      return nextStep.allowedMFATypes[0];
    case 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED':
      return person.newPassword;
    case 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP':
      return person.totp(nextStep.totpSetupDetails.sharedSecret);
    case 'CONFIRM_SIGN_IN_WITH_TOTP_CODE':
      return person.totp();
    default:
      return person.code;
  }
}
