// @ts-check
// Giving up at every step of a call, running out of time, and having no network: the client stays usable and nothing is left behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '../../dist/fmid/index.js';
import { BEFORE_THE_USUAL_LIMIT, LOGIN, MINUTE, REFRESH, costs, fails, settled, signedIn } from './signed-in.mjs';

const READ = { getRecord: 1 };

/** @typedef {Awaited<ReturnType<typeof signedIn>>} SignedIn */
/** @typedef {{ add: SignedIn['host']['faults']['add'] }} Faults */

/** @type {[step: string, faults: (s: SignedIn) => Faults, operation: string][]} */
const STEPS = [
  ['the refresh', (s) => s.pool.faults, 'GetTokensFromRefreshToken'],
  ['the opening of the session', (s) => s.host.faults, 'logIn'],
  ['the call itself', (s) => s.host.faults, 'getRecord'],
];

for (const [step, faults, operation] of STEPS) {
  for (const when of /** @type {const} */ (['before', 'after', 'midway'])) {
    test(`giving up during ${step}, its answer held ${when} the work: the next call works, and nothing leaks`, async (t) => {
      const s = await signedIn(t);
      s.clock.advance(61 * MINUTE);
      const held = faults(s).add({ operation, kind: 'hold', when });
      const controller = new AbortController();
      const call = s.db.get('Contacts', 1, { signal: controller.signal });
      await held.taken;
      controller.abort();
      await assert.rejects(call, fails('aborted'));
      assert.equal(s.fmid.signedIn, true);
      held.release();
      // What others may be waiting for goes on; the next one finds it and asks for nothing twice.
      await s.db.get('Contacts', 1);
      assert.equal(s.pool.count(), 1);
      assert.equal(s.host.count({ operation: 'logIn' }), 1);
      assert.deepEqual(s.host.openSessions(), { data: 1, admin: 0 });
      await s.db.close();
      assert.deepEqual(s.host.openSessions(), { data: 0, admin: 0 });
    });
  }

  test(`giving up during ${step} does not end it for another who waits`, async (t) => {
    const s = await signedIn(t);
    s.clock.advance(61 * MINUTE);
    const held = faults(s).add({ operation, kind: 'hold' });
    const controller = new AbortController();
    await costs(s, { pool: REFRESH, host: { ...LOGIN, getRecord: operation === 'getRecord' ? 2 : 1 } }, async () => {
      const given = s.db.get('Contacts', 1, { signal: controller.signal });
      await held.taken;
      const patient = s.db.get('Contacts', 1);
      controller.abort();
      await assert.rejects(given, fails('aborted'));
      held.release();
      assert.equal((await patient).recordId, '1');
    });
  });

  test(`time runs out during ${step}: "timeout", soon, and the next call works`, BEFORE_THE_USUAL_LIMIT, async (t) => {
    // The client's limit; the call's own is below.
    const s = await signedIn(t, { client: { timeoutMs: 60 } });
    s.clock.advance(61 * MINUTE);
    const held = faults(s).add({ operation, kind: 'hold', times: 9 });
    await assert.rejects(s.db.get('Contacts', 1), fails('timeout'));
    assert.equal(s.fmid.tokens?.refreshToken, s.tokens.refreshToken);
    /** @type {any} */ (faults(s)).clear();
    held.release();
    await s.db.get('Contacts', 1);
  });
}

for (const [step, faults, operation] of STEPS) {
  test(`the call's own limit counts for ${step}`, BEFORE_THE_USUAL_LIMIT, async (t) => {
    const s = await signedIn(t);
    s.clock.advance(61 * MINUTE);
    const held = faults(s).add({ operation, kind: 'hold' });
    await assert.rejects(s.db.get('Contacts', 1, { timeoutMs: 60 }), fails('timeout'));
    held.release();
    await s.db.get('Contacts', 1);
  });
}

test('idToken() keeps to its time limit', BEFORE_THE_USUAL_LIMIT, async (t) => {
  const s = await signedIn(t);
  s.clock.advance(61 * MINUTE);
  s.pool.faults.add({ kind: 'hold' });
  await assert.rejects(s.fmid.idToken({ timeoutMs: 60 }), fails('timeout'));
});

/** @type {[what: string, call: (s: SignedIn, signal: AbortSignal) => Promise<unknown>][]} */
const GIVEN_UP_BEFORE = [
  ['a call', (s, signal) => s.db.get('Contacts', 1, { signal })],
  ['refresh()', (s, signal) => s.fmid.refresh({ signal })],
  ['idToken()', (s, signal) => s.fmid.idToken({ signal })],
  ['revoke()', (s, signal) => s.fmid.revoke({ signal })],
  ['productInfo()', (s, signal) => s.fmid.productInfo({ host: s.host.url, signal })],
];

for (const [what, call] of GIVEN_UP_BEFORE) {
  test(`${what} with a signal that has already said stop sends nothing`, async (t) => {
    const s = await signedIn(t);
    s.clock.advance(61 * MINUTE);
    await costs(s, {}, async () => {
      await assert.rejects(call(s, AbortSignal.abort()), fails('aborted'));
      await settled(() => s.pool.count() > 0);
    });
  });
}

test('giving up while fmid waits before it tries again', async (t) => {
  const s = await signedIn(t);
  s.clock.advance(61 * MINUTE);
  s.pool.faults.add({ kind: 'throttle', times: 2 });
  const controller = new AbortController();
  const call = s.db.get('Contacts', 1, { signal: controller.signal });
  await settled(() => s.pool.count({ status: 429 }) === 1);
  controller.abort();
  await assert.rejects(call, fails('aborted'));
  await s.db.get('Contacts', 1);
  assert.equal(s.pool.count(), 3, 'the refresh went on for whoever comes next');
});

test('a POST that was given up is not made again', async (t) => {
  const s = await signedIn(t);
  await s.db.layouts();
  const held = s.host.faults.add({ operation: 'createRecord', kind: 'hold' });
  const controller = new AbortController();
  await costs(s, { host: { createRecord: 1 } }, async () => {
    const call = s.db.create('Contacts', { Name: 'X' }, { signal: controller.signal });
    await held.taken;
    controller.abort();
    await assert.rejects(call, fails('aborted'));
    held.release();
  });
});

test('no network: "offline" where the browser says so, "network_failed" where it does not, and all is kept', async (t) => {
  let cut = false;
  /** @type {import('../../dist/fmid/index.js').Transport} */
  const transport = async ({ url, method, headers, body, signal }) => {
    if (cut) throw new TypeError('Failed to fetch');
    const response = await fetch(url, { method, headers, body: /** @type {any} */ (body), signal });
    return { status: response.status, headers: response.headers, body: await response.arrayBuffer() };
  };
  const s = await signedIn(t, { client: { transport } });
  await s.db.get('Contacts', 1);
  const original = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  t.after(() => {
    Reflect.deleteProperty(globalThis, 'navigator');
    if (original) Object.defineProperty(globalThis, 'navigator', original);
  });
  for (const [onLine, code] of /** @type {const} */ ([[false, 'offline'], [true, 'network_failed']])) {
    Object.defineProperty(globalThis, 'navigator', { value: { onLine }, configurable: true });
    for (const later of [0, 16, 61]) {
      cut = true;
      s.clock.advance(later * MINUTE);
      await costs(s, {}, () => assert.rejects(s.db.get('Contacts', 1), fails(code)));
      assert.equal(s.fmid.signedIn, true);
      cut = false;
      await s.db.get('Contacts', 1);
    }
  }
  await s.db.close();
});

test('a transport that does not heed its signal ends when its time is up, and is heard of no more', async (t) => {
  /** @type {(error: Error) => void} */
  let fail = () => {};
  /** @type {AbortSignal | undefined} */
  let given;
  /** @type {import('../../dist/fmid/index.js').Transport} */
  const transport = ({ signal }) => new Promise((_, reject) => {
    given = signal;
    fail = reject;
  });
  const letGo = setTimeout(() => fail(new Error('a red test need not wait for ever')), 1000);
  const s = await signedIn(t);
  const deaf = await createClient({ pool: s.fmid.pool, transport, timeoutMs: 60 });
  t.after(() => deaf.stop());
  const before = performance.now();
  await assert.rejects(deaf.refresh({ refreshToken: 'x' }), fails('timeout'));
  assert.ok(performance.now() - before < 900);
  assert.equal(given?.aborted, true);
  clearTimeout(letGo);
  fail(new Error('too late'));
});
