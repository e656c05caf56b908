// @ts-check
// One case with one client: a pool of its own, a machine whose clock can be moved, and what came of it, counted at the pool.
import { createKeyPair, demoAccounts, startPool, totp } from '../../scripts/sandbox/index.mjs';

/**
 * @typedef {Awaited<ReturnType<typeof startPool>>} Pool
 * @typedef {import('../../scripts/sandbox/demo-accounts.mjs').Account} Account
 *
 * Who is asked.
 * @typedef {object} Person
 * @property {string} sentCode what the text message or e-mail says
 * @property {(secret?: string) => string} appCode what the authenticator app shows, by a secret that was just set up or by the old one
 * @property {{ newPassword: string, attributes: Record<string, string> }} newPassword
 *
 * A client as an application uses it.
 * @typedef {object} Driver
 * @property {(account: Account, person: Person) => Promise<void>} signIn
 * @property {(options?: { signal?: AbortSignal, timeoutMs?: number }) => Promise<string>} idToken one that can be used: what
 *   an application asks for before every call
 * @property {() => void} stop
 *
 * @typedef {object} Adapter
 * @property {string} name
 * @property {string} version
 * @property {boolean} canAbort a call can be given up
 * @property {boolean} canLimitTime a call can be given a time limit
 * @property {(pool: Pool) => Promise<Driver>} start
 *
 * @typedef {object} Outcome
 * @property {string} ends "ok", or the error's code or name; "bad token" where a client gave something that is no ID token, or one that is over
 * @property {boolean} isTyped the error has a code or a name of its own. JavaScript's own errors say what went wrong in the client, and not
 *   what happened
 * @property {number} requests at the pool
 * @property {number} ms
 *
 * @typedef {ReturnType<typeof stageFor>} Stage what a case plays on
 * @typedef {Outcome & { next?: string, met: boolean }} Result
 */

/** Longer than any client here tries: one that says nothing then has been forgotten by its own code. */
const PATIENCE_MS = 20_000;

const keyPair = createKeyPair();

/**
 * @param {import('./cases.mjs').Case} scene
 * @param {Adapter} adapter
 * @returns {Promise<Result | undefined>} undefined where the client has no such thing
 */
export async function play(scene, adapter) {
  if (scene.needs && !adapter[scene.needs]) return undefined;
  const machine = ownClock();
  const pool = await startPool({ keyPair: await keyPair, options: { demo: true, ...scene.pool } });
  const poolNow = () => Date.now() + (scene.pool?.clockSkewMs ?? 0);
  const driver = await adapter.start(pool);
  try {
    const stage = stageFor(pool, driver, machine, poolNow);
    const outcome = await scene.play(stage);
    pool.faults.clear();
    const next = scene.next && (await stage.idToken()).ends;
    const result = { ...outcome, next };
    return { ...result, met: isMet(scene, result) };
  } finally {
    driver.stop();
    machine.restore();
    await pool.close();
  }
}

/** @param {import('./cases.mjs').Case} scene @param {Outcome & { next?: string }} result */
function isMet({ ends, most = Infinity, underMs = Infinity, next }, result) {
  const asWanted = ends === 'ok' ? result.ends === 'ok' : result.ends !== 'ok' && result.ends !== 'bad token' && result.isTyped;
  return asWanted && result.requests <= most && result.ms < underMs && (next === undefined || result.next === next);
}

/**
 * @param {Pool} pool
 * @param {Driver} driver
 * @param {ReturnType<typeof ownClock>} machine
 * @param {() => number} poolNow
 */
function stageFor(pool, driver, machine, poolNow) {
  const accountOf = (/** @type {string} */ kind) => /** @type {Account} */ (demoAccounts.find((each) => each.kind === kind));

  /** @param {() => Promise<unknown>} call @returns {Promise<Outcome>} */
  async function watch(call) {
    pool.clearRequests();
    const began = performance.now();
    const { ends, isTyped } = await endOf(call);
    return { ends, isTyped, requests: pool.requests.length, ms: Math.round(performance.now() - began) };
  }
  const stage = {
    pool,
    /** The machine sleeps, or nobody does anything. @param {number} minutes */
    pass: (minutes) => machine.advance(minutes),
    /** @param {string} [kind] @param {Partial<Account>} [but] */
    signIn: (kind = 'none', but = {}) => watch(() => driver.signIn({ ...accountOf(kind), ...but }, personOf(accountOf(kind)))),
    /** @param {{ signal?: AbortSignal, timeoutMs?: number }} [options] */
    idToken: (options) => watch(async () => checked(await driver.idToken(options), poolNow())),
    /** All at once. @param {number} callers */
    idTokens: (callers) => watch(() => Promise.all(Array.from({ length: callers }, async () => checked(await driver.idToken(), poolNow())))),
    /** Somebody is signed in, and their tokens are over. */
    async expired() {
      const { ends } = await stage.signIn();
      if (ends !== 'ok') throw new Error(`the sign-in before the case failed: ${ends}`);
      stage.pass(61);
    },
  };
  return stage;
}

/** @param {Account} account @returns {Person} */
function personOf({ totpSecret }) {
  return {
    sentCode: '123456', // what a demo pool always sends
    appCode: (secret = totpSecret) => totp(/** @type {string} */ (secret), Date.now()),
    newPassword: { newPassword: 'Brand-New-Pass-7', attributes: { name: 'Ada' } },
  };
}

/**
 * By the pool's clock, as FileMaker Cloud would judge it.
 * @param {unknown} token
 * @param {number} now
 */
function checked(token, now) {
  const [, payload] = String(token).split('.');
  const { exp, token_use } = payload ? JSON.parse(Buffer.from(payload, 'base64url').toString()) : {};
  if (token_use !== 'id' || exp * 1000 <= now) throw Object.assign(new Error('no usable ID token'), { name: 'bad token' });
}

/** @param {() => Promise<unknown>} call */
async function endOf(call) {
  /** @type {(error: unknown) => void} */
  let fail = () => {};
  // Some clients throw where nobody can catch it: an application sees that as an unhandled error.
  const uncaught = new Promise((_, reject) => (fail = reject));
  process.on('unhandledRejection', fail).on('uncaughtException', fail);
  const timer = setTimeout(() => fail(Object.assign(new Error('silence'), { name: 'no answer at all' })), PATIENCE_MS);
  try {
    await Promise.race([call(), uncaught]);
    return { ends: 'ok', isTyped: true };
  } catch (error) {
    const { code, name } = /** @type {{ code?: string, name?: string }} */ (error);
    return { ends: code || name || String(typeof error), isTyped: Boolean(code) || !['Error', 'TypeError', 'SyntaxError', 'RangeError'].includes(String(name)) };
  } finally {
    clearTimeout(timer);
    process.off('unhandledRejection', fail).off('uncaughtException', fail);
  }
}

/** This process's clock, the pool's with it, real time and what was added: the peers know no other. */
function ownClock() {
  const RealDate = Date;
  let offset = 0;
  globalThis.Date = /** @type {DateConstructor} */ (
    class extends RealDate {
      /** @param {...any} given */
      constructor(...given) {
        // @ts-expect-error Date's constructor has more shapes than a spread can say
        super(...(given.length ? given : [RealDate.now() + offset]));
      }
      static now() {
        return RealDate.now() + offset;
      }
    }
  );
  return {
    advance: (/** @type {number} */ minutes) => (offset += minutes * 60_000),
    restore: () => (globalThis.Date = RealDate),
  };
}
