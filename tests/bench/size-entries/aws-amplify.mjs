import { Amplify } from '@peers/aws-amplify';
import { fetchAuthSession, signIn as amplifySignIn } from '@peers/aws-amplify/auth';

export async function signIn({ userPoolId, clientId, username, password }) {
  Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId: clientId } } });
  await amplifySignIn({ username, password });
  return (await fetchAuthSession()).tokens;
}
