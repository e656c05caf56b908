// @ts-check
// fmid, as index.d.ts says it is used.
import { createClient } from '../../dist/fmid/index.js';

/** @type {import('./run.mjs').ClientUnderTest} */
export const fmid = {
  name: 'fmid',

  async open({ userPoolId, clientId, url: endpoint }) {
    const client = await createClient({ pool: { userPoolId, clientId, endpoint } });
    return {
      async signIn({ username, password }, person) {
        await client.signIn({
          username,
          password,
          answer(challenge) {
            if (challenge.previousError) throw challenge.previousError;
            switch (challenge.name) {
              case 'SELECT_MFA_TYPE':
                return { choice: challenge.choices?.[0] };
              case 'NEW_PASSWORD_REQUIRED':
                return { newPassword: person.newPassword, attributes: { name: 'Ada' } };
              case 'MFA_SETUP':
                return { code: person.totp(challenge.secretCode) };
              case 'SOFTWARE_TOKEN_MFA':
                return { code: person.totp() };
              default:
                return { code: person.code };
            }
          },
        });
      },
      idToken: () => client.idToken(),
      giveUp(waitFor) {
        const controller = new AbortController();
        const call = client.idToken({ signal: controller.signal });
        waitFor.then(() => controller.abort());
        return call;
      },
      close: () => client.stop(),
    };
  },

  nameOf: (error) => /** @type {{ code?: string }} */ (error).code ?? String(error),
};
