// @ts-check
// startPool: a stand-in for a Cognito user pool, on loopback.
//
//   const pool = await startPool({ port: 0, clock });
//   … sign in at pool.url with pool.userPoolId and pool.clientId …
//   await pool.close();
import { createClock } from './clock.mjs';
import { demoAccounts } from './demo-accounts.mjs';
import { createFaults } from './faults.mjs';
import { closeServer, listen } from './http.mjs';
import { createRequestLog } from './request-log.mjs';
import { createAuthSessions } from './pool/auth-sessions.mjs';
import { createPasswordProofs } from './pool/password-proofs.mjs';
import { createPoolServer } from './pool/server.mjs';
import { createKeyPair, createTokens } from './pool/tokens.mjs';
import { createUsers } from './pool/users.mjs';

const REGION = 'us-west-2';
const USER_POOL_ID = 'us-west-2_FmidDemo1';
const CLIENT_ID = 'fmidsandboxclient000000001';
const DISCOVERY_PATH = '/endpoint/userpool/2.2.0.my.claris.com.json';

/** What may differ between pools; nobody knows all of Claris's settings (docs/protocol.md §Not known). */
const DEFAULT_OPTIONS = {
  /** Each refresh gives a new refresh token, and REFRESH_TOKEN_AUTH is refused (docs/protocol.md §Refresh and revocation). */
  rotation: false,
  /** How long a replaced refresh token still works: 0 to 60 s in the real service. */
  rotationGraceMs: 0,
  /** An unknown name gets a challenge like everyone, and fails at the proof. */
  preventUserExistenceErrors: true,
  /** Life of a Session, and of a SECRET_BLOCK: 3 to 15 in the real service. */
  sessionMinutes: 3,
  idTokenMinutes: 60,
  /** Claris says a year, Soliant three (docs/protocol.md §Not known). */
  refreshDays: 365,
  /** A client with a secret wants SECRET_HASH everywhere. */
  clientSecret: /** @type {string | null} */ (null),
  deviceTracking: false,
  /** RevokeToken works, and tokens have origin_jti. */
  tokenRevocation: true,
  /** The pool's clock is this much ahead of `clock`: in its Date header, its checks and its tokens. */
  clockSkewMs: 0,
  /** Whether a Session survives a wrong code (docs/protocol.md §Not known). */
  wrongCodeKeepsSession: true,
  /** USER_PASSWORD_AUTH is allowed. */
  passwordAuth: false,
  /** An authenticator code works once, as in the real service; off, so that tests need not wait. */
  totpSingleUse: false,
  /** Codes are 123456, and new passwords and authenticator apps are forgotten after the sign-in. */
  demo: false,
};

/**
 * @typedef {typeof DEFAULT_OPTIONS} PoolOptions
 *
 * What the operations work with.
 *
 * @typedef {object} PoolContext
 * @property {PoolOptions} options
 * @property {() => number} now the pool's own clock
 * @property {string} region
 * @property {string} poolName the part of the pool id after '_'
 * @property {string} clientId
 * @property {import('./pool/users.mjs').Users} users
 * @property {import('./pool/auth-sessions.mjs').AuthSessions} authSessions
 * @property {import('./pool/password-proofs.mjs').PasswordProofs} proofs
 * @property {import('./pool/tokens.mjs').Tokens} tokens
 * @property {ReturnType<typeof createFaults>} faults
 * @property {import('./pool/server.mjs').LoggedRequest[]} requests
 * @property {number} preflights how often a browser asked for leave (OPTIONS)
 * @property {Record<string, () => object>} documents what GET answers, by path
 *
 * @typedef {Awaited<ReturnType<typeof startPool>>} Pool
 */

/**
 * @param {object} [settings]
 * @param {number} [settings.port]
 * @param {import('./clock.mjs').Clock} [settings.clock]
 * @param {Partial<PoolOptions>} [settings.options]
 * @param {import('./demo-accounts.mjs').Account[]} [settings.accounts]
 * @param {import('./pool/tokens.mjs').KeyPair} [settings.keyPair] to sign tokens with: making one takes
 *   a quarter of a second, so whoever starts many pools makes it once
 */
export async function startPool(settings = {}) {
  const { port = 0, clock = createClock(), accounts = demoAccounts } = settings;
  const keyPair = settings.keyPair ?? (await createKeyPair());
  const options = { ...DEFAULT_OPTIONS, ...settings.options };
  const now = () => clock.now() + options.clockSkewMs;
  const minutes = () => options.sessionMinutes;
  const poolName = USER_POOL_ID.slice(USER_POOL_ID.indexOf('_') + 1);
  const users = createUsers(poolName);
  for (const account of accounts) users.add(account);

  /** @type {ReturnType<typeof createRequestLog<import('./pool/server.mjs').LoggedRequest>>} */
  const log = createRequestLog();
  /** @type {PoolContext} */
  const context = {
    options,
    now,
    region: REGION,
    poolName,
    clientId: CLIENT_ID,
    users,
    authSessions: createAuthSessions({ now, minutes }),
    proofs: createPasswordProofs({ now, minutes }),
    tokens: /** @type {any} */ (undefined), // needs the address, which needs the port
    faults: createFaults(['end-session']),
    requests: log.requests,
    preflights: 0,
    documents: {},
  };
  const server = createPoolServer(context);
  const url = `http://127.0.0.1:${await listen(server, port)}/`;
  // The real issuer is the service's address and the pool id, so that the key set is found from it.
  const issuer = `${url}${USER_POOL_ID}`;
  const tokens = createTokens({ keyPair, now, issuer, clientId: CLIENT_ID, options: () => options });
  context.tokens = tokens;
  context.documents[`/${USER_POOL_ID}/.well-known/jwks.json`] = () => tokens.jwks;
  context.documents[DISCOVERY_PATH] = discoveryJson;

  return {
    url,
    region: REGION,
    userPoolId: USER_POOL_ID,
    clientId: CLIENT_ID,
    issuer,
    jwksUrl: `${issuer}/.well-known/jwks.json`,
    discoveryUrl: `${url.slice(0, -1)}${DISCOVERY_PATH}`,
    publicKey: tokens.publicKey,
    users,
    faults: context.faults,
    ...log,
    preflights: () => context.preflights,
    /** The code that was 'sent' last. @param {string} username */
    lastCode: (username) => users.find(username)?.lastCode,
    /** Ends every sign-in there is: refresh and access tokens stop working. */
    revokeAll: () => tokens.revoke(() => true),
    /** What an administrator can do: the person's devices are unknown from now on. @param {string} username */
    forgetDevices: (username) => users.find(username)?.devices.clear(),
    /** @param {Partial<PoolOptions>} changes */
    setOptions: (changes) => void Object.assign(options, changes),
    close: () => closeServer(server),
  };
}

/** The shape of Claris's discovery JSON (docs/protocol.md §Claris ID); the last two values are not used to sign in. */
function discoveryJson() {
  return {
    errcode: 'Ok',
    errmessage: null,
    data: {
      Region: REGION,
      UserPool_ID: USER_POOL_ID,
      Client_ID: CLIENT_ID,
      API_Host: 'api.example.com/2-2',
      FCC_Host: 'console.example.com',
    },
    csrid: null,
  };
}
