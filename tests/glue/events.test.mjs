// @ts-check
// What a client tells by itself, and what it does by itself: events, and refreshing ahead of time. And that no secret is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { MINUTE, REFRESH, costs, settled, signedIn } from './signed-in.mjs';

/** @typedef {import('../../dist/fmid/index.js').Client} Client */

const TYPES = /** @type {const} */ (['signedin', 'refreshed', 'expiring', 'signedout', 'error']);

/** All that a client tells. @param {Client} fmid */
function heardOf(fmid) {
  /** @type {{ type: string, detail: any }[]} */
  const events = [];
  for (const type of TYPES) fmid.addEventListener(type, (event) => events.push({ type, detail: /** @type {any} */ (event).detail }));
  return { events, types: () => events.map(({ type }) => type) };
}

/**
 * A client whose timer the test turns. Its tick also is what a machine does when it wakes.
 * @param {import('node:test').TestContext} t
 * @param {object} [client]
 */
async function withTimer(t, client = {}) {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const s = await signedIn(t, { client });
  return {
    ...s,
    heard: heardOf(s.fmid),
    /** @param {number} minutes of the sandbox, then the timer fires */
    later(minutes) {
      s.clock.advance(minutes * MINUTE);
      t.mock.timers.tick(30_000);
    },
  };
}

test('signedin, refreshed and signedout are told once each, with the tokens', async (t) => {
  const s = await signedIn(t);
  const heard = heardOf(s.fmid);
  const first = await s.signIn();
  s.clock.advance(61 * MINUTE);
  await Promise.all([s.db.layouts(), s.fmid.idToken()]);
  const { tokens } = s.fmid;
  await s.fmid.signOut();
  assert.deepEqual(heard.events, [
    { type: 'signedin', detail: first },
    { type: 'refreshed', detail: tokens },
    { type: 'signedout', detail: undefined },
  ]);
});

test('when an event is told, it is so already', async (t) => {
  const s = await signedIn(t);
  /** @type {unknown[]} */
  const seen = [];
  for (const type of TYPES) s.fmid.addEventListener(type, (event) => seen.push([s.fmid.signedIn, s.fmid.tokens === /** @type {any} */ (event).detail]));
  await s.signIn();
  await s.fmid.refresh();
  await s.fmid.signOut();
  assert.deepEqual(seen, [[true, true], [true, true], [false, true]]);
});

test('a refresh token that is refused in the end tells "signedout"; one that fails for now tells nothing', async (t) => {
  const s = await signedIn(t);
  const heard = heardOf(s.fmid);
  s.clock.advance(61 * MINUTE);
  s.pool.faults.add({ kind: 'empty' });
  await assert.rejects(s.fmid.refresh());
  assert.deepEqual(heard.types(), []);
  s.pool.revokeAll();
  await assert.rejects(s.fmid.refresh());
  assert.deepEqual(heard.types(), ['signedout']);
});

test('"expiring" is told once, when less than two minutes are left, and nothing is sent for it', async (t) => {
  const s = await withTimer(t);
  await costs(s, {}, async () => {
    s.later(57);
    assert.deepEqual(s.heard.types(), []);
    s.later(1.5);
    s.later(0.5);
    s.later(120);
    assert.deepEqual(s.heard.events, [{ type: 'expiring', detail: s.tokens }]);
  });
  await s.fmid.refresh();
  s.later(59);
  assert.deepEqual(s.heard.types(), ['expiring', 'refreshed', 'expiring']);
});

test('keepFresh refreshes ahead of time, hour after hour, at one request each', async (t) => {
  const s = await withTimer(t, { keepFresh: true });
  for (let hour = 1; hour <= 3; hour++) {
    await costs(s, { pool: REFRESH }, async () => {
      for (const minutes of [20, 20, 17, 1.5, 0]) s.later(minutes);
      await settled(() => s.heard.types().filter((type) => type === 'refreshed').length === hour);
      s.later(1);
    });
    assert.ok(/** @type {any} */ (s.fmid.tokens).expiresAt - s.clock.now() > 50 * MINUTE);
  }
  assert.deepEqual(s.heard.types(), Array(3).fill(['expiring', 'refreshed']).flat());
});

test('keepFresh after a night: one refresh when the machine wakes; and after the clock was set back', async (t) => {
  let wrong = 0;
  /** @type {import('../../scripts/sandbox/clock.mjs').Clock | undefined} */
  let clock;
  const s = await withTimer(t, { keepFresh: true, now: () => (clock ? clock.now() : Date.now()) + wrong });
  clock = s.clock;
  for (const wake of [() => s.later(9 * 60), () => ((wrong = -180 * MINUTE), s.later(0))]) {
    s.heard.events.splice(0);
    await costs(s, { pool: REFRESH }, async () => {
      wake();
      await settled(() => s.heard.types().includes('refreshed'));
    });
  }
});

test('keepFresh while the pool is out of reach: an "error" each time, and it works when the pool is back', async (t) => {
  const s = await withTimer(t, { keepFresh: true });
  s.pool.faults.add({ kind: 'truncated', times: 2 });
  for (let tries = 1; tries <= 2; tries++) {
    s.later(59);
    await settled(() => s.heard.types().filter((type) => type === 'error').length === tries);
  }
  assert.deepEqual(s.heard.events.filter(({ type }) => type === 'error').map(({ detail }) => detail.code), Array(2).fill('response_not_json'));
  assert.equal(s.fmid.signedIn, true);
  s.later(1);
  await settled(() => s.heard.types().includes('refreshed'));
  assert.ok(s.heard.types().includes('refreshed'));
});

test('keepFresh with a revoked token: one request, "signedout", and the timer rests', async (t) => {
  const s = await withTimer(t, { keepFresh: true });
  s.pool.revokeAll();
  await costs(s, { pool: REFRESH }, async () => {
    s.later(61);
    await settled(() => s.heard.types().includes('error'));
    for (let i = 0; i < 5; i++) s.later(30);
  });
  assert.deepEqual(s.heard.types(), ['expiring', 'signedout', 'error']);
});

test('after signOut() and stop() the timer does nothing', async (t) => {
  for (const end of /** @type {((fmid: Client) => unknown)[]} */ ([(fmid) => fmid.signOut(), (fmid) => fmid.stop()])) {
    await t.test(String(end), async (t) => {
      const s = await withTimer(t, { keepFresh: true });
      await end(s.fmid);
      s.heard.events.splice(0);
      await costs(s, {}, async () => {
        for (let i = 0; i < 5; i++) s.later(30);
      });
      assert.deepEqual(s.heard.types(), []);
    });
  }
});

test('after stop() a call still gets what it needs', async (t) => {
  const s = await signedIn(t);
  s.fmid.stop();
  s.clock.advance(61 * MINUTE);
  await s.db.layouts();
  await s.fmid.signOut();
  assert.equal(s.host.openSessions().data, 0);
});

test('no error of a call, no "error" event and no console line shows a token, a password or a field\'s value', async (t) => {
  /** @type {string[]} */
  const said = [];
  for (const method of /** @type {const} */ (['log', 'info', 'warn', 'error', 'debug'])) {
    t.mock.method(console, method, (/** @type {unknown[]} */ ...line) => void said.push(inspect(line, { depth: 9 })));
  }
  const saved = /** @type {unknown[]} */ ([]);
  const storage = {
    load: () => undefined,
    save: (/** @type {any} */ given) => {
      saved.push(given);
      throw new Error(`cannot store ${given.refreshToken}`);
    },
    clear() {},
  };
  const s = await signedIn(t, { client: { storage } });
  s.fmid.addEventListener('error', (event) => said.push(inspect(/** @type {any} */ (event).detail, { depth: 9 })));
  const fail = async (/** @type {Promise<unknown>} */ call) => {
    const error = await call.then(() => assert.fail('this was to fail'), (/** @type {any} */ reason) => reason);
    said.push(inspect(error, { depth: 9 }), String(error.stack), JSON.stringify(error));
  };
  const canary = 'Canary-value-of-a-field-7c1d';
  const dataSources = [{ database: 'Verkauf', username: 'admin', password: 'Canary-password-2b' }];
  const db = s.database({ dataSources });
  await db.layouts();
  const secrets = [canary, dataSources[0].password, ...s.host.sessions.keys()];
  const quoting = (/** @type {string} */ secret) => ({ name: '1630', message: `URL format is incorrect: '${secret}'` });
  for (const secret of [...s.host.sessions.keys(), String(s.fmid.tokens?.idToken), canary]) {
    s.host.faults.add({ operation: 'createRecord', kind: 'error', error: quoting(secret) });
    await fail(db.create('Contacts', { Name: canary }));
  }
  for (const kind of /** @type {const} */ (['truncated', 'wrong-types', 'html', 'not-json', 'empty', 'drop', 'end-session'])) {
    s.host.faults.add({ operation: 'createRecord', kind, times: 3 });
    await fail(db.create('Contacts', { Name: canary }));
    s.host.faults.clear();
    secrets.push(...s.host.sessions.keys());
  }
  await fail(db.find('Contacts', { [canary]: canary }));
  s.clock.advance(61 * MINUTE);
  for (const kind of /** @type {const} */ (['truncated', 'wrong-types', 'html', 'empty'])) {
    s.pool.faults.add({ kind, times: 3 });
    await fail(db.layouts());
    s.pool.faults.clear();
  }
  await s.fmid.refresh();
  secrets.push(...[s.tokens, s.fmid.tokens].flatMap((tokens) => [tokens?.idToken, tokens?.accessToken, tokens?.refreshToken].map(String)));
  assert.ok(saved.length >= 2 && said.length > 20);
  const all = said.join('\n');
  for (const secret of secrets) assert.equal(all.includes(secret), false, `${secret.slice(0, 12)}… was shown`);
});
