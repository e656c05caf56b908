// @ts-check
// Random histories of one person: hours that pass, calls, faults, sessions that end, sign-ins that are revoked. Whatever happens, what was
// good is not lost, nothing that has run out is shown to a server, nothing is repeated that may not be, and no session is left behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FmidError } from '../../dist/fmid/index.js';
import { MINUTE, settled, signedIn } from './signed-in.mjs';

const HISTORIES = Number(process.env.FMID_HISTORIES ?? 10);
const FIRST = Number(process.env.FMID_HISTORY ?? 1);
const STEPS = 40;

/** Mulberry32: small, and the same everywhere. @param {number} seed */
function dice(seed) {
  const next = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (/** @type {number} */ n) => Math.floor(next() * n);
  return {
    upTo,
    often: (/** @type {number} */ share) => next() < share,
    /** @template T @param {readonly T[]} of @returns {T} */
    one: (of) => of[upTo(of.length)],
  };
}

/** @typedef {ReturnType<typeof dice>} Dice */
/** @typedef {Awaited<ReturnType<typeof signedIn>>} SignedIn */
/** @typedef {import('../../dist/fmid/index.js').Host} Host */
/** @typedef {{ host: Host, operation: string, changes: boolean, make: (options: object) => Promise<unknown> }} Call */

/** @param {SignedIn} s @returns {Call[]} */
function callsOf(s) {
  const { db } = s;
  const stock = s.database({ database: '在庫 Stock' });
  const odata = s.fmid.odata({ host: s.host.url, database: 'Contacts' });
  const admin = s.fmid.admin({ host: s.host.url });
  return [
    { host: db, operation: 'getRecord', changes: false, make: (options) => db.get('Contacts', 1, options) },
    { host: db, operation: 'createRecord', changes: true, make: (options) => db.create('Contacts', { Name: 'X' }, options) },
    { host: stock, operation: 'listRecords', changes: false, make: (options) => stock.list('Stock List', { limit: 2, ...options }) },
    { host: stock, operation: 'runScript', changes: true, make: (options) => stock.runScript('Stock List', 'Count', '', options) },
    { host: odata, operation: 'odata.read', changes: false, make: (options) => odata.call('GET', 'Contact?$top=1', undefined, options) },
    { host: odata, operation: 'odata.create', changes: true, make: (options) => odata.call('POST', 'Contact', { Name: 'Y' }, options) },
    { host: admin, operation: 'admin.serverStatus', changes: false, make: (options) => admin.call('GET', '/server/status', undefined, options) },
  ];
}

/** Some time goes by: mostly little, sometimes just about what a token lives, sometimes a night. @param {Dice} roll */
function someTime(roll) {
  const minutes = roll.one([() => 0, () => roll.upTo(3), () => roll.upTo(10), () => 13 + roll.upTo(3), () => 44 + roll.upTo(4), () => 57 + roll.upTo(5), () => 60 * roll.upTo(30)])();
  return minutes * MINUTE + roll.upTo(60_000);
}

/** Something goes wrong, once or for long. Left out: what no client could save (the answer to an opened session lost). @param {Dice} roll @param {SignedIn} s @param {Call[]} calls */
function somethingWrong(roll, s, calls) {
  const times = roll.one([1, 1, 1, 2, 5]);
  if (roll.often(0.5)) {
    const lost = roll.often(0.3);
    s.pool.faults.add(lost ? { kind: 'drop', when: 'after' } : { kind: roll.one(['throttle', 'internal', 'http500', 'drop', 'html', 'empty', 'not-json']), times });
    return;
  }
  const { operation } = roll.one(calls);
  if (roll.often(0.4)) s.host.faults.add({ operation: /ogIn$/, kind: roll.one(['http500', 'drop', 'html', 'empty', 'throttle']), times });
  else s.host.faults.add({ operation, kind: roll.one(['http500', 'drop', 'html', 'empty', 'truncated', 'throttle']), when: 'after', times });
}

/** Requests that are on their way have come. @param {SignedIn} s */
async function quiet(s) {
  for (let seen = -1; seen !== s.host.requests.length + s.pool.requests.length; ) {
    seen = s.host.requests.length + s.pool.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * One step: time passes, something happens, calls are made at once.
 * @param {Dice} roll
 * @param {SignedIn} s
 * @param {Call[]} calls
 * @param {{ unaware: Set<Host>, revoked: boolean }} world unaware: whose session has ended without their knowledge
 */
async function step(roll, s, calls, world) {
  s.clock.advance(someTime(roll));
  if (roll.often(0.15)) {
    s.host.expireSessions();
    for (const { host } of calls) world.unaware.add(host);
  }
  if (roll.often(0.03)) {
    s.pool.revokeAll();
    world.revoked = true;
  }
  const wrong = roll.often(0.25);
  if (wrong) somethingWrong(roll, s, calls);
  if (roll.often(0.08)) await roll.one(calls).host.close().catch(() => {});

  s.pool.clearRequests();
  s.host.clearRequests();
  const before = s.fmid.tokens?.refreshToken;
  const made = Array.from({ length: roll.one([1, 1, 1, 2, 5]) }, () => ({ call: roll.one(calls), givenUp: roll.often(0.06) }));
  const outcomes = await Promise.all(made.map(async ({ call, givenUp }) => {
    const controller = new AbortController();
    if (givenUp) setTimeout(() => controller.abort(), roll.upTo(8));
    return call.make({ signal: controller.signal }).then(() => 'done', (error) => (error instanceof FmidError ? error.code : assert.fail(`not of fmid: ${error}`)));
  }));
  const story = () => JSON.stringify({ made: made.map(({ call, givenUp }, i) => [call.operation, givenUp, outcomes[i]]), pool: s.pool.counts(), host: s.host.requests.map(({ operation, status, code }) => `${operation} ${status} ${code}`), wrong, world: { ...world, unaware: world.unaware.size } });
  const gaveUp = outcomes.includes('aborted');
  if (gaveUp) await quiet(s);

  // Nothing that has run out is shown to a server.
  assert.equal(s.host.requests.filter(({ status, code }) => status === 401 && code !== '952').length, 0, `an ID token was refused: ${story()}`);
  const refused = s.host.requests.filter(({ operation, code, status }) => status === 401 && code === '952' && !/ogOut$/.test(operation)).length;
  assert.ok(refused <= made.filter(({ call }) => world.unaware.has(call.host)).length, `a session had run out: ${story()}`);
  made.forEach(({ call }, i) => outcomes[i] === 'done' && world.unaware.delete(call.host));

  // Everything for all who wait, once. A passing fault costs two more requests at the most.
  const patience = wrong ? 3 : 1;
  // Where one caller's refresh failed, the next one may try again: only among five is that seen.
  assert.ok(s.pool.count() <= patience * (wrong ? made.length : 1), `too many refreshes: ${story()}`);
  for (const { operation, changes } of calls) {
    const wanted = made.filter(({ call }) => call.operation === operation).length;
    const sent = s.host.count({ operation });
    const limit = wanted * 2 * (changes ? 1 : patience);
    assert.ok(sent <= limit, `${operation} was sent ${sent} times for ${wanted} calls: ${story()}`);
    if (changes) assert.ok(s.host.count({ operation, done: true }) <= wanted, `${operation} was done too often: ${story()}`);
  }

  // What was good is not lost, and what can work does.
  if (!world.revoked) {
    assert.equal(s.fmid.signedIn, true, story());
    assert.ok(s.fmid.tokens?.refreshToken === before || s.pool.count({ status: 200 }) > 0, story());
    if (!wrong) assert.deepEqual(outcomes.filter((outcome) => outcome !== 'done' && outcome !== 'aborted'), [], story());
  }
  s.pool.faults.clear();
  s.host.faults.clear();
  // Joins what goes on without those who gave up, so that no time passes while it does.
  if (gaveUp) await Promise.all(made.filter(({ givenUp }) => givenUp).map(({ call }) => call.make({}).catch(() => {})));
  if (world.revoked && !s.fmid.signedIn) {
    await s.signIn();
    world.revoked = false;
    for (const { host } of calls) world.unaware.add(host);
  }
}

for (let seed = FIRST; seed < FIRST + HISTORIES; seed++) {
  test(`history ${seed}`, async (t) => {
    const roll = dice(seed);
    const rotation = roll.often(0.5);
    const s = await signedIn(t, { poolOptions: { rotation, rotationGraceMs: 60_000 } });
    const calls = callsOf(s);
    const world = { unaware: /** @type {Set<Host>} */ (new Set()), revoked: false };
    for (let i = 0; i < STEPS; i++) await step(roll, s, calls, world);

    // Sessions that were replaced in their last half minute are over by now; any other that was not kept would be seen.
    s.clock.advance(31_000);
    await Promise.all(calls.map(({ host }) => host.close()));
    await settled(() => s.host.openSessions().data + s.host.openSessions().admin === 0);
    assert.deepEqual(s.host.openSessions(), { data: 0, admin: 0 });
    await s.fmid.signOut();
    assert.equal(s.fmid.signedIn, false);
  });
}
