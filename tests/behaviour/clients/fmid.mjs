// @ts-check
import { readFileSync } from 'node:fs';
import { createClient } from '../../../dist/fmid/index.js';

/** @type {import('../run.mjs').Adapter} */
export const fmid = {
  name: 'fmid',
  version: JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')).version,
  canAbort: true,
  canLimitTime: true,

  async start({ userPoolId, clientId, url: endpoint }) {
    const client = await createClient({ pool: { userPoolId, clientId, endpoint } });
    return {
      async signIn({ username, password }, person) {
        await client.signIn({
          username,
          password,
          answer(challenge) {
            if (challenge.previousError) throw challenge.previousError;
            if (challenge.name === 'SELECT_MFA_TYPE') return { choice: 'SOFTWARE_TOKEN_MFA' };
            if (challenge.name === 'NEW_PASSWORD_REQUIRED') return person.newPassword;
            if (challenge.name === 'MFA_SETUP') return { code: person.appCode(challenge.secretCode) };
            return { code: challenge.name === 'SOFTWARE_TOKEN_MFA' ? person.appCode() : person.sentCode };
          },
        });
      },
      idToken: (options) => client.idToken(options),
      stop: () => client.stop(),
    };
  },
};
