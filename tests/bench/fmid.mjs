// @ts-check
// fmid as a contender, by its public API and as it is delivered. This counts more for fmid than for the others: writing and reading of
// Cognito's JSON, every check of the core, the promises of the JavaScript face. What it cannot see is the table of powers of g, which
// is made once in a page's life: cold.mjs reports it.

export const FMID = 'fmid';
/** With the module for engines without SIMD: from a copy of the library, because one library loads one module. */
export const FMID_SCALAR = 'fmid, scalar module';

/**
 * @param {string} name
 * @param {typeof import('../../js-glue/index.js').createClient} createClient
 * @param {string} userPoolId
 * @returns {Promise<import('./interleave.mjs').Contender>}
 */
export async function fmidContender(name, createClient, userPoolId) {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  /** @type {(request: any) => Promise<object>} the server of the sign-in that is under way */
  let answer;
  const client = await createClient({
    pool: { userPoolId, clientId: 'bench1234567890', endpoint: 'https://pool.invalid/' },
    transport: async ({ body }) => {
      const reply = await answer(JSON.parse(decoder.decode(body)));
      return { status: 200, headers: {}, body: encoder.encode(JSON.stringify(reply)) };
    },
  });
  return {
    name,
    bits: 288,
    async begin({ userId, password }) {
      const initiated = deferred();
      const challenged = deferred();
      const claimed = deferred();
      const accepted = deferred();
      answer = (request) => {
        if (request.AuthFlow) {
          initiated.resolve(request.AuthParameters.SRP_A);
          return challenged.promise;
        }
        claimed.resolve(request.ChallengeResponses);
        return accepted.promise;
      };
      const signedIn = client.signIn({ username: userId, password });
      signedIn.catch((error) => [initiated, claimed].forEach(({ reject }) => reject(error)));
      return { A: await initiated.promise, state: { challenged, claimed, accepted, signedIn } };
    },
    async finish({ state: { challenged, claimed } }, { userId, salt, B, secretBlock }) {
      challenged.resolve({
        ChallengeName: 'PASSWORD_VERIFIER',
        ChallengeParameters: { SALT: salt, SRP_B: B, SECRET_BLOCK: secretBlock, USER_ID_FOR_SRP: userId, USERNAME: userId },
      });
      const { PASSWORD_CLAIM_SIGNATURE, TIMESTAMP } = await claimed.promise;
      return { signature: PASSWORD_CLAIM_SIGNATURE, timestamp: TIMESTAMP };
    },
    async end({ state: { accepted, signedIn } }) {
      const token = 'e30.e30.e30';
      accepted.resolve({ AuthenticationResult: { AccessToken: token, IdToken: token, RefreshToken: token, ExpiresIn: 3600, TokenType: 'Bearer' } });
      await signedIn;
    },
  };
}

function deferred() {
  /** @type {(value: any) => void} */
  let resolve = () => {};
  /** @type {(error: any) => void} */
  let reject = () => {};
  const promise = new Promise((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  promise.catch(() => {}); // whoever waits hears of it; nobody else has to
  return { promise, resolve, reject };
}
