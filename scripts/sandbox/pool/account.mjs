// @ts-check
// What somebody signed in can ask with the access token: who am I, and sign me out everywhere.

/** @typedef {import('../pool.mjs').PoolContext} PoolContext */

/** @param {PoolContext} pool @param {Record<string, any>} input */
export function getUser(pool, input) {
  const { sub } = pool.tokens.checkAccessToken(input.AccessToken);
  const user = pool.users.find(sub);
  const mfa = (user?.choices.length ? user.choices : (user?.steps ?? [])).filter((step) => /MFA$|OTP$/.test(step));
  return {
    Username: sub,
    UserAttributes: Object.entries(user?.attributes ?? {}).map(([Name, Value]) => ({ Name, Value })),
    ...(mfa.length > 0 && { UserMFASettingList: mfa, PreferredMfaSetting: mfa[0] }),
  };
}

/** @param {PoolContext} pool @param {Record<string, any>} input */
export function globalSignOut(pool, input) {
  const { sub } = pool.tokens.checkAccessToken(input.AccessToken);
  pool.tokens.revoke((record) => record.user.sub === sub);
  return {};
}
