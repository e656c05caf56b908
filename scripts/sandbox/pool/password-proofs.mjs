// @ts-check
// The two moves of SRP as Cognito dresses them: a challenge (SALT, SRP_B, SECRET_BLOCK) and the
// signature that answers it. A person's password and a remembered device's go the same way.
import { randomBytes } from 'node:crypto';
import { N, openExchange, signatureIsRight } from '../srp-server.mjs';
import { invalidParameter, wrongPassword } from './errors.mjs';
import { checkTimestamp } from './timestamp.mjs';

/**
 * Whose password, and what it is hashed with: the pool's name and USER_ID_FOR_SRP for a person, the
 * device's group key and key for a device.
 *
 * @typedef {{poolName: string, userId: string, salt: bigint, verifier: bigint}} Owner
 *
 * @typedef {object} OpenProof
 * @property {Owner} owner
 * @property {bigint} A
 * @property {bigint} b
 * @property {bigint} B
 * @property {number} expiresAt
 *
 * @typedef {ReturnType<typeof createPasswordProofs>} PasswordProofs
 */

/** @param {{now: () => number, minutes: () => number}} settings */
export function createPasswordProofs({ now, minutes }) {
  /** @type {Map<string, OpenProof>} by secret block */
  const open = new Map();

  return {
    /** @param {Owner} owner @param {unknown} srpA */
    challenge(owner, srpA) {
      const A = parseA(srpA);
      const { b, B } = openExchange(owner.verifier);
      // The real block is the pool's own state, encrypted; a client only signs and returns it.
      const block = randomBytes(880).toString('base64');
      open.set(block, { owner, A, b, B, expiresAt: now() + minutes() * 60_000 });
      // As Java's BigInteger.toString(16) writes: no leading zero, perhaps an odd number of digits,
      // perhaps a minus.
      return { SALT: owner.salt.toString(16), SRP_B: B.toString(16), SECRET_BLOCK: block };
    },

    /**
     * Throws unless the answer is a fresh one for this owner. What is wrong is not said. The block is
     * good until useUp().
     *
     * @param {string} userId
     * @param {Record<string, unknown>} responses
     * @returns {boolean} whether the signature is right
     */
    answerIsRight(userId, responses) {
      const { PASSWORD_CLAIM_SECRET_BLOCK: block, PASSWORD_CLAIM_SIGNATURE: claimed, TIMESTAMP } = responses;
      if (typeof block !== 'string') throw invalidParameter('Missing required parameter PASSWORD_CLAIM_SECRET_BLOCK');
      if (typeof claimed !== 'string') throw invalidParameter('Missing required parameter PASSWORD_CLAIM_SIGNATURE');
      checkTimestamp(TIMESTAMP, now());
      const proof = open.get(block);
      if (!proof || proof.owner.userId !== userId || now() >= proof.expiresAt) throw wrongPassword();
      const { owner, A, b, B } = proof;
      const exchange = {
        poolName: owner.poolName,
        userId,
        v: owner.verifier,
        A,
        b,
        B,
        secretBlock: Buffer.from(block, 'base64'),
        timestamp: String(TIMESTAMP),
      };
      return signatureIsRight(exchange, claimed);
    },

    /** One answer to a challenge. @param {Record<string, unknown>} responses */
    useUp: ({ PASSWORD_CLAIM_SECRET_BLOCK: block }) => void open.delete(String(block)),
  };
}

/** @param {unknown} text */
function parseA(text) {
  if (typeof text !== 'string') throw invalidParameter('Missing required parameter SRP_A');
  // 3072 bits are 768 digits; a sign's 00 or a 0x-like prefix would be no number Java's parser takes.
  if (!/^[0-9a-f]{1,770}$/i.test(text)) throw invalidParameter('Invalid SRP_A'); // sentence [M]
  const A = BigInt(`0x${text}`);
  // RFC 5054 §2.5.4: the server MUST abort if A mod N is 0 (S would be 0 whatever the password).
  if (A % N === 0n) throw invalidParameter('Invalid SRP_A');
  return A;
}
