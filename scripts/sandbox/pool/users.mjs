// @ts-check
// Who is in the pool, and the people who are not but must look as if they were.
import { createHash, randomBytes } from 'node:crypto';
import { fromBytes, verifierOf } from '../srp-server.mjs';

/**
 * @typedef {object} User
 * @property {string} sub   the id inside the pool: USER_ID_FOR_SRP, never what the person types
 * @property {string} username what the person types
 * @property {bigint} salt
 * @property {bigint} verifier
 * @property {boolean} exists false for a stand-in
 * @property {Record<string, string>} attributes
 * @property {import('../demo-accounts.mjs').ChallengeStep[]} steps
 * @property {import('../demo-accounts.mjs').ChallengeStep[]} choices
 * @property {string[]} requiredAttributes
 * @property {Refusal} [trouble] refused although the password is right
 * @property {string} [totpSecret]
 * @property {number} [lastTotpStep]
 * @property {number} failures
 * @property {number} lockedUntil
 * @property {string} [lastCode]
 * @property {Map<string, import('./devices.mjs').Device>} devices
 *
 * @typedef {Exclude<import('../demo-accounts.mjs').AccountTrouble, 'locked-out'>} Refusal
 * @typedef {ReturnType<typeof createUsers>} Users
 */

// Five wrong passwords are free; then 1 s, 2 s, 4 s … 15 min (docs/protocol.md §Error names, partly unverified).
const FREE_FAILURES = 5;
const LONGEST_LOCKOUT_MS = 15 * 60_000;

/** @param {string} poolName the part of the pool id after '_' */
export function createUsers(poolName) {
  /** @type {Map<string, User>} by what is typed, in lower case */
  const byName = new Map();
  /** @type {Map<string, User>} */
  const standIns = new Map();

  return {
    /** @param {import('../demo-accounts.mjs').Account} account */
    add(account) {
      const sub = uuidOf(`person ${account.username}`);
      /** @type {User} */
      const user = {
        ...blank(sub, account.username),
        exists: true,
        attributes: { sub, email: account.username, email_verified: 'true', ...account.attributes },
        steps: [...(account.steps ?? [])],
        choices: [...(account.choices ?? [])],
        requiredAttributes: [...(account.requiredAttributes ?? [])],
        // Locked out is before the password and not after it: any password fails.
        trouble: account.trouble === 'locked-out' ? undefined : account.trouble,
        lockedUntil: account.trouble === 'locked-out' ? Infinity : 0,
        totpSecret: account.totpSecret,
      };
      byName.set(account.username.toLowerCase(), user);
      setPassword(poolName, user, account.password);
      return user;
    },

    /** By e-mail address or by sub. @param {string} name */
    find(name) {
      const wanted = name.toLowerCase();
      return byName.get(wanted) ?? [...byName.values()].find((user) => user.sub === wanted);
    },

    /** By sub alone, also a stand-in: they must fail, and lock, like anybody. @param {string} sub */
    byId: (sub) => [...byName.values(), ...standIns.values()].find((user) => user.sub === sub),

    /**
     * As a PASSWORD_VERIFIER names them: by sub, as Amazon documents it, or as the person typed it, which published clients send to real pools
     * (amazon-cognito-passwordless-auth 0.17, cognito-srp-helper 2.3.4).
     *
     * @param {string} name
     */
    byAnyName(name) {
      return this.byId(name) ?? byName.get(name.toLowerCase()) ?? standIns.get(name.toLowerCase());
    },

    /** For somebody unknown: always the same salt and id for the same name. @param {string} name */
    standIn(name) {
      const key = name.toLowerCase();
      const known = standIns.get(key);
      if (known) return known;
      const seed = createHash('sha256').update(`no one ${poolName} ${key}`).digest();
      const user = {
        ...blank(uuidOf(`no one ${key}`), name),
        // Read as a signed number: half of these are negative, as seen in amplify-js #4430.
        salt: BigInt.asIntN(128, fromBytes(seed.subarray(0, 16))),
        verifier: fromBytes(seed), // nobody knows an x for it
      };
      standIns.set(key, user);
      return user;
    },

    /** @param {User} user @param {string} password */
    setPassword: (user, password) => setPassword(poolName, user, password),

    /** @param {User} user @param {string} password */
    passwordIsRight: (user, password) => user.verifier === verifierFor(poolName, user, password),

    all: () => [...byName.values()],
  };
}

/** @param {User} user @param {number} nowMs */
export function countFailure(user, nowMs) {
  user.failures += 1;
  if (user.failures < FREE_FAILURES) return;
  user.lockedUntil = nowMs + Math.min(1000 * 2 ** (user.failures - FREE_FAILURES), LONGEST_LOCKOUT_MS);
}

/** @param {string} poolName @param {User} user @param {string} password */
function setPassword(poolName, user, password) {
  user.salt = fromBytes(randomBytes(16));
  user.verifier = verifierFor(poolName, user, password);
}

/** @param {string} poolName @param {User} user @param {string} password */
function verifierFor(poolName, user, password) {
  return verifierOf({ poolName, userId: user.sub, password, salt: user.salt });
}

/** @param {string} sub @param {string} username @returns {User} */
function blank(sub, username) {
  return {
    sub,
    username,
    salt: 0n,
    verifier: 1n,
    exists: false,
    attributes: {},
    steps: [],
    choices: [],
    requiredAttributes: [],
    failures: 0,
    lockedUntil: 0,
    devices: new Map(),
  };
}

/** @param {string} text */
function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
