// @ts-check
// What the glue tests share: a sandbox, a client for it, and somebody who answers its challenges.
import { createClient } from '../../dist/fmid/index.js';
import { createKeyPair, startSandbox, totp } from '../../scripts/sandbox/index.mjs';

const keyPair = createKeyPair(); // once: making one takes a quarter of a second

/**
 * @param {import('node:test').TestContext} t closes the sandbox when the test ends
 * @param {{ poolOptions?: { clientSecret?: string } & Record<string, unknown>, hostOptions?: object, client?: object }} [options]
 */
export async function sandboxed(t, { poolOptions = {}, hostOptions = {}, client = {} } = {}) {
  const sandbox = await startSandbox({ poolOptions, hostOptions, keyPair: await keyPair });
  t.after(() => sandbox.close());
  const { pool } = sandbox;
  const fmid = await createClient({
    pool: { userPoolId: pool.userPoolId, clientId: pool.clientId, endpoint: pool.url, clientSecret: poolOptions.clientSecret },
    now: () => sandbox.clock.now(),
    ...client,
  });
  /** @param {string} kind */
  const account = (kind) => {
    const found = sandbox.accounts.find((each) => each.kind === kind);
    if (!found) throw new Error(`no demo account of kind ${kind}`);
    return found;
  };
  /** @param {string} [kind] */
  const signIn = (kind = 'none') => {
    const { username, password } = account(kind);
    return fmid.signIn({ username, password, answer: answering(sandbox, account(kind)) });
  };
  /** @param {object} [options] */
  const openSession = async (options) => {
    const { idToken } = await signIn();
    return fmid.openSession({ host: sandbox.host.url, database: 'Contacts', idToken, ...options });
  };
  return { ...sandbox, fmid, account, signIn, openSession };
}

/**
 * A person who does what they are asked, and throws when they are told that they were wrong.
 * @param {Awaited<ReturnType<typeof startSandbox>>} sandbox
 * @param {{ totpSecret?: string }} account
 * @returns {(challenge: import('../../dist/fmid/index.js').Challenge) => import('../../dist/fmid/index.js').Answer}
 */
export function answering(sandbox, account) {
  return (challenge) => {
    if (challenge.previousError) throw challenge.previousError;
    switch (challenge.name) {
      case 'SELECT_MFA_TYPE':
        return { choice: /** @type {string[]} */ (challenge.choices)[0] };
      case 'NEW_PASSWORD_REQUIRED':
        return { newPassword: 'Brand-New-Pass-7', attributes: Object.fromEntries((challenge.requiredAttributes ?? []).map((name) => [name, 'Ada'])) };
      case 'MFA_SETUP':
        return { code: totp(/** @type {string} */ (challenge.secretCode), sandbox.clock.now()), deviceName: 'Test' };
      case 'SOFTWARE_TOKEN_MFA':
        return { code: totp(/** @type {string} */ (account.totpSecret), sandbox.clock.now()) };
      default:
        return { code: '123456' }; // what the demo accounts are always sent
    }
  };
}

/**
 * Operations that the pool was asked for since the last look.
 * @param {Awaited<ReturnType<typeof startSandbox>>['pool']} pool
 */
export function operations(pool) {
  const names = pool.requests.map(({ operation }) => operation);
  pool.clearRequests();
  return names;
}
