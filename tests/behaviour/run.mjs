// @ts-check
// One case with one client: what came of it, what it cost, whether the person is still signed in.
import { createKeyPair, startSandbox, totp } from '../../scripts/sandbox/index.mjs';
import { holdTime, letTimeGo, pass } from './time.mjs';

/** @typedef {import('./cases.mjs').Case} Case */
/**
 * @typedef {object} Person what somebody in front of the client knows
 * @property {string} code that was sent
 * @property {(secret?: string) => string} totp the authenticator's code
 * @property {string} newPassword
 *
 * @typedef {object} OpenClient
 * @property {(credentials: { username: string, password: string }, person: Person) => Promise<void>} signIn
 * @property {() => Promise<string>} idToken one that is good now
 * @property {(when: Promise<void>) => Promise<unknown>} [giveUp] the same, cancelled then; absent where the client has no such thing
 * @property {() => void} close
 *
 * @typedef {object} ClientUnderTest
 * @property {string} name of the npm package
 * @property {(pool: { userPoolId: string, clientId: string, url: string }) => Promise<OpenClient>} open
 * @property {(error: unknown) => string} nameOf by which a program tells errors apart
 *
 * @typedef {{ ok: boolean, error?: string, ms: number, requests: number, kept: boolean, met: boolean }} Outcome met: all that the case wants
 */

/** Beyond it a person has gone away. */
const PATIENCE_MS = 20_000;

const keyPair = createKeyPair(); // once: making one takes a quarter of a second

/**
 * @param {ClientUnderTest} client
 * @param {Case} each
 * @returns {Promise<Outcome | undefined>} undefined where the client has no such call
 */
export async function run(client, each) {
  holdTime();
  const sandbox = await startSandbox({ poolOptions: each.poolOptions, keyPair: await keyPair });
  const opened = await client.open(sandbox.pool);
  try {
    return await runIn(sandbox, client, opened, each);
  } finally {
    opened.close();
    sandbox.pool.faults.clear();
    await sandbox.close();
    letTimeGo();
  }
}

/**
 * @param {Awaited<ReturnType<typeof startSandbox>>} sandbox
 * @param {ClientUnderTest} client
 * @param {OpenClient} opened
 * @param {Case} each
 */
async function runIn({ pool, accounts, clock }, client, opened, each) {
  const account = accounts.find(({ kind }) => kind === each.account);
  if (!account) throw new Error(`no demo account of kind ${each.account}`);
  const person = {
    code: '123456', // what the demo accounts are always sent
    totp: (secret = account.totpSecret) => totp(String(secret), clock.now()),
    newPassword: 'Brand-New-Pass-7',
  };
  const signIn = () => opened.signIn({ username: account.username, password: account.password, ...each.as }, person);
  if (each.act === 'giveUp' && !opened.giveUp) return undefined;
  if (each.act !== 'signIn') await signIn();
  pass(each.minutes ?? 0);
  if (each.revoked) pool.revokeAll();
  const fault = each.fault && pool.faults.add(each.fault);
  pool.clearRequests();

  const acts = {
    signIn,
    idToken: opened.idToken,
    five: () => Promise.all(Array.from({ length: 5 }, opened.idToken)),
    giveUp: () => opened.giveUp?.(/** @type {NonNullable<typeof fault>} */ (fault).taken) ?? Promise.reject(),
  };
  const began = performance.now();
  const error = await failureOf(acts[each.act]);
  const ms = performance.now() - began;
  const requests = pool.requests.length;
  pool.faults.clear();
  const kept = (await failureOf(opened.idToken)) === undefined;

  const { ok, requests: most, kept: keeps = true, withinMs = PATIENCE_MS } = each.wants;
  const met = (ok ?? error === undefined) === (error === undefined) && requests <= most && kept === keeps && ms <= withinMs;
  return { ok: error === undefined, error: error && client.nameOf(error.cause), ms, requests, kept, met };
}

/**
 * What the work fails with; also what it throws where nobody can catch it, and that it never ends.
 * @param {() => Promise<unknown>} work
 * @returns {Promise<{ cause: unknown } | undefined>}
 */
async function failureOf(work) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {(error: unknown) => void} */
  let onCrash = () => {};
  const crashed = new Promise((_, reject) => {
    onCrash = (error) => reject(new Error(`crashes: ${/** @type {Error} */ (error)?.name ?? error}`));
    timer = setTimeout(() => reject(new Error('never answers')), PATIENCE_MS);
  });
  const events = /** @type {const} */ (['uncaughtException', 'unhandledRejection']);
  for (const event of events) process.on(event, onCrash);
  try {
    await Promise.race([work(), crashed]);
    return undefined;
  } catch (cause) {
    return { cause };
  } finally {
    clearTimeout(timer);
    for (const event of events) process.off(event, onCrash);
  }
}
