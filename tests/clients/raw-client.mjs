// @ts-check
// A client in the open: every message by hand, so that a test can send what no library would.
// Its SRP is the textbook's, in BigInt, and shares no line with the sandbox's server.
import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { createKeyPair, demoAccounts } from '../../scripts/sandbox/index.mjs';

/** @typedef {import('../../scripts/sandbox/pool.mjs').Pool} Pool */

/** For every pool of a test file: a new pool is needed often, new keys never. */
export const keyPair = await createKeyPair();

/** @param {string} kind */
export function accountOf(kind) {
  const account = demoAccounts.find((each) => each.kind === kind);
  if (!account) throw new Error(`No demo account of kind ${kind}`);
  return account;
}

/**
 * @param {Pool} pool @param {string} operation @param {object} body
 * @returns {Promise<{status: number, headers: Headers, body: any}>}
 */
export async function call(pool, operation, body) {
  const response = await fetch(pool.url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** a, and A of it. */
export const newSecret = () => BigInt(`0x${randomBytes(32).toString('hex')}`);
/** @param {bigint} a */
export const publicKeyOf = (a) => power(2n, a);

/** 'Name: message' of a refusal. @param {{body: any}} answer */
export const refusalOf = ({ body }) => `${body.__type}: ${body.message}`;

/** @param {Pool} pool @param {string} name @param {object} [parameters] @param {bigint} [a] */
export async function askForProof(pool, name, parameters = {}, a = newSecret()) {
  const A = publicKeyOf(a);
  const answer = await call(pool, 'InitiateAuth', {
    AuthFlow: 'USER_SRP_AUTH',
    ClientId: pool.clientId,
    AuthParameters: { USERNAME: name, SRP_A: A.toString(16), ...parameters },
  });
  return { ...answer, a, A };
}

/**
 * The ChallengeResponses of PASSWORD_VERIFIER.
 *
 * @param {Pool} pool @param {Asked} asked @param {string} password @param {string} timestamp
 */
export function proofFor(pool, asked, password, timestamp) {
  const { USER_ID_FOR_SRP } = asked.body.ChallengeParameters;
  const owner = { poolName: pool.userPoolId.split('_')[1], userId: USER_ID_FOR_SRP, password };
  return { USERNAME: USER_ID_FOR_SRP, ...claim(owner, asked, timestamp) };
}

/**
 * Who has the password, and the pool that the password is for. Of a remembered device, its key and
 * its group's.
 *
 * @typedef {{poolName: string, userId: string, password: string}} Owner
 * @typedef {{a: bigint, A: bigint, body: any}} Asked
 */

/** @param {Owner} owner @param {Asked} asked @param {string} timestamp */
export function claim({ poolName, userId, password }, { a, A, body }, timestamp) {
  const { SALT, SRP_B, SECRET_BLOCK } = body.ChallengeParameters;
  const B = BigInt(`0x${SRP_B}`);
  const k = hashed(bytesOf(N), bytesOf(2n));
  const u = hashed(bytesOf(A), bytesOf(B));
  const salt = SALT.startsWith('-') ? -BigInt(`0x${SALT.slice(1)}`) : BigInt(`0x${SALT}`);
  const x = privateKeyOf({ poolName, userId, password }, salt);
  const base = (((B - k * power(2n, x)) % N) + N) % N;
  const S = power(base, a + u * x);
  const K = Buffer.from(hkdfSync('sha256', bytesOf(S), bytesOf(u), 'Caldera Derived Key', 16));
  const mac = createHmac('sha256', K).update(poolName + userId);
  const signature = mac.update(Buffer.from(SECRET_BLOCK, 'base64')).update(timestamp).digest('base64');
  return { PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK, PASSWORD_CLAIM_SIGNATURE: signature, TIMESTAMP: timestamp };
}

/** A device's DeviceSecretVerifierConfig. @param {Owner} owner @param {bigint} salt */
export function deviceSecret(owner, salt) {
  const verifier = power(2n, privateKeyOf(owner, salt));
  return {
    Salt: bytesOf(salt).toString('base64'),
    PasswordVerifier: bytesOf(verifier).toString('base64'),
  };
}

/** x. @param {Owner} owner @param {bigint} salt */
function privateKeyOf({ poolName, userId, password }, salt) {
  return hashed(bytesOf(salt), createHash('sha256').update(`${poolName}${userId}:${password}`).digest());
}

/** @param {Pool} pool @param {string} challenge @param {object} responses @param {string} [session] */
export function respond(pool, challenge, responses, session) {
  return call(pool, 'RespondToAuthChallenge', {
    ChallengeName: challenge,
    ClientId: pool.clientId,
    ChallengeResponses: responses,
    ...(session && { Session: session }),
  });
}

/**
 * Both calls of a password sign-in; the answer is tokens, the next challenge or a refusal.
 *
 * @param {Pool} pool @param {string} username @param {string} password @param {number} [nowMs]
 */
export async function signIn(pool, username, password, nowMs = Date.now()) {
  const asked = await askForProof(pool, username);
  if (asked.status !== 200) return asked;
  return respond(pool, 'PASSWORD_VERIFIER', proofFor(pool, asked, password, timestampOf(nowMs)));
}

/** The tokens of an account without a second step. @param {Pool} pool @param {number} [nowMs] */
export async function tokensOf(pool, nowMs) {
  const { username, password } = accountOf('none');
  return (await signIn(pool, username, password, nowMs)).body.AuthenticationResult;
}

/** @param {number} ms */
export function timestampOf(ms) {
  // "Tue, 05 Sep 2023 07:08:09 GMT" has all the parts, in another order and with a padded day.
  const [weekday, day, month, year, time] = new Date(ms).toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
}

const N = (() => {
  // RFC 3526 §5 gives the group as a formula: 2^3072 − 2^3008 − 1 + 2^64 · ([2^2942 · π] + 1690314).
  const digits = 2942n + 64n; // 64 bits to spare for the rounding of the series
  const arctan = (/** @type {bigint} */ inverse) => {
    let term = (1n << digits) / inverse;
    let sum = term;
    for (let n = 3n, sign = -1n; term > 0n; n += 2n, sign = -sign) {
      term /= inverse * inverse;
      sum += (sign * term) / n;
    }
    return sum;
  };
  const pi = 16n * arctan(5n) - 4n * arctan(239n); // Machin
  return (1n << 3072n) - (1n << 3008n) - 1n + (1n << 64n) * ((pi >> 64n) + 1690314n);
})();

/** @param {bigint} base @param {bigint} exponent */
function power(base, exponent) {
  let result = 1n;
  for (let square = base % N; exponent > 0n; exponent >>= 1n, square = (square * square) % N) {
    if (exponent & 1n) result = (result * square) % N;
  }
  return result;
}

/** @param {...Uint8Array} parts */
function hashed(...parts) {
  return BigInt(`0x${createHash('sha256').update(Buffer.concat(parts)).digest('hex')}`);
}

/** Two's complement, the shortest that keeps the sign. @param {bigint} n */
function bytesOf(n) {
  const bytes = [];
  do {
    bytes.unshift(Number(n & 255n));
    n >>= 8n;
  } while (!((n === 0n && bytes[0] < 128) || (n === -1n && bytes[0] >= 128)));
  return Buffer.from(bytes);
}
