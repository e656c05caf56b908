// @ts-check
// Networks and services that fail: how many requests it costs, what is said, what is kept.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TransportError } from '../../dist/fmid/index.js';
import { operations, sandboxed } from './sandboxed.mjs';

for (const [kind, requests] of /** @type {const} */ ([
  ['throttle', 3],
  ['internal', 3],
  ['http500', 3],
  ['drop', 3],
])) {
  test(`one "${kind}" while refreshing is passed over`, async (t) => {
    const { fmid, pool, signIn } = await sandboxed(t);
    const { refreshToken } = await signIn();
    operations(pool);
    pool.faults.add({ kind });
    await fmid.refresh({ refreshToken });
    assert.equal(operations(pool).length, 2);
  });

  test(`one "${kind}" at each step of a sign-in is passed over`, async (t) => {
    for (const at of [{ operation: 'InitiateAuth' }, { challenge: 'PASSWORD_VERIFIER' }, { challenge: 'SMS_MFA' }]) {
      const { pool, signIn } = await sandboxed(t);
      pool.faults.add({ ...at, kind });
      const tokens = await signIn('sms');
      assert.ok(tokens.idToken);
    }
  });

  test(`a "${kind}" that stays is given up after ${requests} requests, and the refresh token stays good`, async (t) => {
    const { fmid, pool, signIn } = await sandboxed(t);
    const { refreshToken } = await signIn();
    operations(pool);
    pool.faults.add({ kind, times: 10 });
    await assert.rejects(fmid.refresh({ refreshToken }), { retryable: true });
    assert.equal(operations(pool).length, requests);
    pool.faults.clear();
    assert.ok((await fmid.refresh({ refreshToken })).idToken);
  });
}

for (const kind of /** @type {const} */ (['truncated', 'not-json', 'wrong-types', 'empty', 'huge', 'deep'])) {
  test(`an answer that is "${kind}" is a ProtocolError, and the refresh token stays good`, async (t) => {
    const { fmid, pool, signIn } = await sandboxed(t);
    const { refreshToken } = await signIn();
    operations(pool);
    pool.faults.add({ kind });
    await assert.rejects(fmid.refresh({ refreshToken }), { name: 'ProtocolError' });
    assert.equal(operations(pool).length, 1);
    assert.ok((await fmid.refresh({ refreshToken })).idToken);
  });
}

test('a network failure while a code is checked asks for the code again and keeps the session', async (t) => {
  const { fmid, pool, account } = await sandboxed(t);
  const { username, password } = account('sms');
  pool.faults.add({ challenge: 'SMS_MFA', kind: 'drop', times: 3 });
  /** @type {(string | undefined)[]} */
  const seen = [];
  await fmid.signIn({ username, password, answer: ({ previousError }) => (seen.push(previousError?.code), { code: '123456' }) });
  assert.deepEqual(seen, [undefined, 'network_failed']);
});

test('a pool that cannot be reached is a TransportError after three tries', async (t) => {
  const { fmid, pool } = await sandboxed(t);
  await pool.close();
  await assert.rejects(fmid.signIn({ username: 'a@b.c', password: 'p' }), (error) => error instanceof TransportError && error.code === 'network_failed');
});

test('a slow answer within the time allowed is waited for, beyond it is a time-out', async (t) => {
  const { fmid, pool, signIn } = await sandboxed(t);
  const { refreshToken } = await signIn();
  pool.faults.add({ kind: 'slow', delayMs: 150, times: 2 });
  assert.ok((await fmid.refresh({ refreshToken })).idToken);
  await assert.rejects(fmid.refresh({ refreshToken, timeoutMs: 30 }), { name: 'TransportError', code: 'timeout' });
  assert.ok((await fmid.refresh({ refreshToken })).idToken);
});

test('a call can be given up at every step, and the client stays usable', async (t) => {
  const { fmid, pool, account } = await sandboxed(t);
  const { username, password } = account('sms');
  const aborted = { name: 'TransportError', code: 'aborted' };
  await assert.rejects(fmid.signIn({ username, password, signal: AbortSignal.abort() }), aborted);
  assert.equal(operations(pool).length, 0);

  for (const at of [{ operation: 'InitiateAuth' }, { challenge: 'PASSWORD_VERIFIER' }, { challenge: 'SMS_MFA' }]) {
    const controller = new AbortController();
    pool.faults.add({ ...at, kind: 'slow', delayMs: 200 });
    setTimeout(() => controller.abort(), 100);
    await assert.rejects(fmid.signIn({ username, password, answer: () => ({ code: '123456' }), signal: controller.signal }), aborted);
    pool.faults.clear();
  }
  const controller = new AbortController();
  const asked = fmid.signIn({ username, password, answer: () => (controller.abort(), new Promise(() => {})), signal: controller.signal });
  await assert.rejects(asked, aborted);
  assert.ok(await fmid.signIn({ username, password, answer: () => ({ code: '123456' }) }));
});

test('fifty sign-ins at once do not mix', async (t) => {
  const { fmid, account } = await sandboxed(t);
  const kinds = ['none', 'unicode', 'sms'];
  const all = await Promise.all(Array.from({ length: 51 }, async (_, i) => {
    const { username, password } = account(kinds[i % 3]);
    const { idToken } = await fmid.signIn({ username, password, answer: () => ({ code: '123456' }) });
    return fmid.decodeUnverified(idToken).claims.email === username;
  }));
  assert.ok(all.every(Boolean));
});
