import { srpLogin } from '@peers/franken-srp';

export async function signIn({ userPoolId, clientId, username, password }) {
  const login = srpLogin({ region: userPoolId.split('_')[0], userPoolId, clientId, username, password });
  const { value } = await login.next();
  if (value.code !== 'TOKENS') throw value.error ?? new Error(value.code);
  return value.response.tokens;
}
