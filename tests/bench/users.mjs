// @ts-check
// Made-up users with what an honest server sends them, and that server's verdict. The server is the sandbox's, which shares no code with
// any contender.
import { randomBytes, randomUUID } from 'node:crypto';
import { openExchange, signatureIsRight, verifierOf } from '../../scripts/sandbox/srp-server.mjs';

const POOL_NAME = 'Bench1234';

/**
 * @typedef {object} PublicUser what a client knows of itself and is told; plain data, which goes to pages as it is
 * @property {string} poolName
 * @property {string} userPoolId
 * @property {string} userId USER_ID_FOR_SRP
 * @property {string} password
 * @property {string} salt hexadecimal
 * @property {string} B hexadecimal
 * @property {string} secretBlock base64
 *
 * @typedef {object} User
 * @property {PublicUser} known
 * @property {(claim: { A: string, signature: string, timestamp: string }) => boolean} accepts
 */

// Salts of 128 random bits, but the first user's has its highest bit set and the second's has not: the two ways Cognito's padding goes.
// Leading zero bytes are left out, as Cognito leaves them out (and as franken-srp needs it).
/** @param {number} i */
function saltOf(i) {
  const salt = randomBytes(16);
  if (i === 0) salt[0] |= 0x80;
  if (i === 1) salt[0] = (salt[0] & 0x7f) | 0x40;
  return BigInt(`0x${salt.toString('hex')}`);
}

/**
 * @param {number} count
 * @returns {User[]}
 */
export function makeUsers(count) {
  return Array.from({ length: count }, (_, i) => {
    const userId = randomUUID();
    const password = `${randomBytes(9).toString('base64')}${i % 2 ? '-é∞' : ''}`;
    const salt = saltOf(i);
    const secretBlock = randomBytes(1024);
    const v = verifierOf({ poolName: POOL_NAME, userId, password, salt });
    const { b, B } = openExchange(v);
    return {
      known: {
        poolName: POOL_NAME,
        userPoolId: `us-east-1_${POOL_NAME}`,
        userId,
        password,
        salt: salt.toString(16),
        B: B.toString(16),
        secretBlock: secretBlock.toString('base64'),
      },
      accepts: ({ A, signature, timestamp }) =>
        signatureIsRight({ poolName: POOL_NAME, userId, v, A: BigInt(`0x${A}`), b, B, secretBlock, timestamp }, signature),
    };
  });
}

/**
 * Has `name` log in as every user; the users whose server refuses it, or the error that it throws.
 * @param {readonly User[]} users
 * @param {(user: PublicUser) => Promise<{ A: string, signature: string, timestamp: string }>} logIn
 * @returns {Promise<string | undefined>} undefined: all is well
 */
export async function whatIsWrong(users, logIn) {
  /** @type {number[]} */
  const refused = [];
  try {
    for (const [i, user] of users.entries()) if (!user.accepts(await logIn(user.known))) refused.push(i);
  } catch (error) {
    return String(/** @type {Error} */ (error).message ?? error);
  }
  return refused.length > 0 ? `the honest server refuses its signature for ${refused.length} of ${users.length} users` : undefined;
}
