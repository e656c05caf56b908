// @ts-check
// As its documentation says: signIn() and confirmSignIn(), step by step, and fetchAuthSession() before each use of a token.
import { createRequire } from 'node:module';
import { Amplify } from 'aws-amplify';
import { confirmSignIn, fetchAuthSession, signIn } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { memoryStorage } from './memory-storage.mjs';

/** @type {import('../run.mjs').Adapter} */
export const awsAmplify = {
  name: 'aws-amplify',
  version: createRequire(import.meta.url)('aws-amplify/package.json').version,
  canAbort: false,
  canLimitTime: false,

  async start({ userPoolId, clientId: userPoolClientId, url: userPoolEndpoint }) {
    Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId, userPoolEndpoint } } });
    // After configure(), which sets a storage of its own.
    const { getItem, setItem, removeItem, clear } = memoryStorage();
    cognitoUserPoolsTokenProvider.setKeyValueStorage({
      getItem: async (key) => getItem(key),
      setItem: async (key, value) => setItem(key, value),
      removeItem: async (key) => removeItem(key),
      clear: async () => clear(),
    });
    return {
      async signIn({ username, password }, person) {
        let { nextStep } = await signIn({ username, password });
        while (nextStep.signInStep !== 'DONE') ({ nextStep } = await confirmSignIn(answerTo(nextStep, person)));
      },
      async idToken() {
        const { tokens } = await fetchAuthSession();
        // What it says where nobody is signed in, or no longer.
        if (!tokens?.idToken) throw Object.assign(new Error('nobody is signed in'), { name: 'tokens: undefined' });
        return tokens.idToken.toString();
      },
      stop() {},
    };
  },
};

/**
 * @param {any} step
 * @param {import('../run.mjs').Person} person
 */
function answerTo(step, person) {
  switch (step.signInStep) {
    case 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION':
      return { challengeResponse: 'TOTP' };
    case 'CONFIRM_SIGN_IN_WITH_TOTP_CODE':
      return { challengeResponse: person.appCode() };
    case 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP':
      return { challengeResponse: person.appCode(step.totpSetupDetails.sharedSecret) };
    case 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED':
      return { challengeResponse: person.newPassword.newPassword, options: { userAttributes: person.newPassword.attributes } };
    case 'CONFIRM_SIGN_IN_WITH_SMS_CODE':
    case 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE':
      return { challengeResponse: person.sentCode };
    default:
      throw Object.assign(new Error('a step that this adapter does not know'), { name: step.signInStep });
  }
}
