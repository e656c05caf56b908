// @ts-check
// Faults: what each does on the pool and on the host, when, and to which calls.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { startSandbox } from '../../scripts/sandbox/index.mjs';
import { call, keyPair, tokensOf } from './raw-client.mjs';
import { bearerFor, callHost, codeOf, CONTACTS } from './raw-host.mjs';

/** @typedef {import('../../scripts/sandbox/faults.mjs').Fault} Fault */

/** @type {Awaited<ReturnType<typeof startSandbox>>} */
let sandbox;
/** @type {string} */
let authorization;
beforeEach(async () => {
  await sandbox?.close();
  sandbox = await startSandbox({ keyPair });
  authorization = await bearerFor(sandbox.host);
});
after(() => sandbox.close());

/** Something that changes the pool: a refresh with rotation. @returns {Promise<Response>} */
async function refresh() {
  const { pool } = sandbox;
  pool.setOptions({ rotation: true, rotationGraceMs: 60_000 });
  const { RefreshToken } = await tokensOf(pool);
  return fetch(pool.url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': 'AWSCognitoIdentityProviderService.GetTokensFromRefreshToken',
    },
    body: JSON.stringify({ RefreshToken, ClientId: pool.clientId }),
  });
}

/** Something that changes the host: a new record. @returns {Promise<Response>} */
const create = () =>
  fetch(`${sandbox.host.url}/fmi/${CONTACTS}/records`, {
    method: 'POST',
    headers: { Authorization: authorization, 'Content-Type': 'application/json' },
    body: '{"fieldData":{"Name":"New Person"}}',
  });

const services = /** @type {const} */ ({
  pool: {
    operation: 'GetTokensFromRefreshToken',
    ask: refresh,
    faults: () => sandbox.pool.faults,
    count: (/** @type {object} */ which) => sandbox.pool.count({ operation: 'GetTokensFromRefreshToken', ...which }),
  },
  host: {
    operation: 'createRecord',
    ask: create,
    faults: () => sandbox.host.faults,
    count: (/** @type {object} */ which) => sandbox.host.count({ operation: 'createRecord', ...which }),
  },
});

for (const [name, { operation, ask, faults, count }] of Object.entries(services)) {
  /** @param {Omit<Fault, 'operation'>} fault what is the answer to this call, and was its work done? */
  const spoiled = async (fault) => {
    faults().add({ operation, ...fault });
    const done = count({ done: true });
    const answer = await ask().then(
      async (response) => ({ status: response.status, headers: response.headers, text: await response.text() }),
      () => ({ status: 0, headers: new Headers(), text: '' }),
    );
    return { ...answer, done: count({ done: true }) - done };
  };

  test(`${name}: a fault comes before the work, or after it`, async () => {
    const status = { drop: 0, throttle: 429, internal: 500, http500: 500, html: 503, empty: 200, 'not-json': 200 };
    for (const [kind, expected] of /** @type {[Fault['kind'], number][]} */ (Object.entries(status))) {
      const before = await spoiled({ kind });
      assert.deepEqual([before.status, before.done], [expected, 0], kind);
      const late = await spoiled({ kind, when: 'after' });
      assert.deepEqual([late.status, late.done], [expected, 1], `${kind}, after`);
      assert.equal(late.text, before.text);
    }
    for (const kind of /** @type {const} */ (['truncated', 'wrong-types'])) {
      assert.equal((await spoiled({ kind })).done, 1, kind);
    }
  });

  test(`${name}: the status of a fault can be another, and it can say when to come again`, async () => {
    const html = await spoiled({ kind: 'html', status: 401 });
    assert.deepEqual([html.status, html.headers.get('content-type')], [401, 'text/html']);
    const bad = await spoiled({ kind: 'html', status: 502, retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT' });
    assert.deepEqual([bad.status, bad.headers.get('retry-after')], [502, 'Wed, 21 Oct 2026 07:28:00 GMT']);
    const busy = await spoiled({ kind: 'throttle', retryAfter: 3 });
    assert.deepEqual([busy.status, busy.headers.get('retry-after')], [429, '3']);
    const away = await spoiled({ kind: 'internal', status: 503, retryAfter: 2 });
    assert.deepEqual([away.status, away.headers.get('retry-after')], [503, '2']);
  });

  test(`${name}: an answer can break off in the middle`, async () => {
    faults().add({ operation, kind: 'drop', when: 'midway' });
    const response = await ask();
    assert.equal(response.status, 200);
    await assert.rejects(response.text(), TypeError);
    assert.deepEqual([count({ done: true }), count({ status: 0 })], [1, 1]);
  });

  for (const [when, done] of /** @type {const} */ ([
    ['before', 0],
    ['after', 1],
  ])) {
    test(`${name}: an answer can be held ${when} the work until the test lets it go`, async () => {
      const held = faults().add({ operation, kind: 'hold', when });
      const answer = ask();
      await held.taken;
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual([count({ status: 0 }), count({ done: true })], [1, done]);
      held.release();
      assert.equal((await answer).status, 200);
      assert.equal(count({ done: true }), 1);
    });
  }

  test(`${name}: half an answer can be held`, async () => {
    const held = faults().add({ operation, kind: 'hold', when: 'midway' });
    const response = await ask();
    const text = response.text();
    assert.equal(await Promise.race([text, new Promise((resolve) => setImmediate(resolve, 'waiting'))]), 'waiting');
    held.release();
    assert.ok(JSON.parse(await text));
  });

  test(`${name}: clear() lets go of what is held`, async () => {
    const held = faults().add({ operation, kind: 'hold', times: Infinity });
    const answer = ask();
    await held.taken;
    faults().clear();
    assert.equal((await answer).status, 200);
  });

  test(`${name}: the work is done although its caller has gone meanwhile`, async () => {
    const held = faults().add({ operation, kind: 'hold' });
    const answer = ask();
    answer.catch(() => {});
    await held.taken;
    await sandbox.close();
    await assert.rejects(answer, TypeError);
    assert.equal(count({ done: true }), 1);
    sandbox = await startSandbox({ keyPair });
  });

  test(`${name}: the first calls can go well`, async () => {
    faults().add({ operation, kind: 'http500', skip: 1, times: 2 });
    faults().add({ operation, kind: 'throttle', skip: 2 });
    const statuses = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await ask()).status);
    assert.deepEqual(statuses, [200, 500, 500, 200, 429]);
  });

  test(`${name}: a kind that it does not have, at a moment that it does not have, is a mistake`, () => {
    const add = (/** @type {any} */ fault) => () => faults().add(fault);
    assert.throws(add({ kind: 'thunder' }), TypeError);
    assert.throws(add({ kind: 'truncated', when: 'before' }), TypeError);
    assert.throws(add({ kind: 'html', when: 'midway' }), TypeError);
    if (name === 'pool') assert.throws(add({ kind: 'end-session' }), TypeError);
  });
}

test('a session can end in the middle of calls, and twice in a row', async () => {
  const { host } = sandbox;
  const get = async () => codeOf(await callHost(host, 'GET', `${CONTACTS}/records/1`, { authorization }));
  host.faults.add({ operation: 'getRecord', kind: 'end-session', skip: 2 });
  assert.deepEqual([await get(), await get(), await get()], ['0', '0', '952']);
  assert.equal(host.openSessions().data, 0);
  assert.equal(await get(), '952', 'it is over and stays so');

  host.faults.add({ operation: 'getRecord', kind: 'end-session', times: 2 });
  for (const expected of ['952', '952', '0']) {
    authorization = await bearerFor(host);
    assert.equal(await get(), expected);
  }
  assert.equal(host.count({ operation: 'getRecord', done: true }), 3);
});

test('a token can run out while its call is under way', async () => {
  const { host, clock } = sandbox;
  const held = host.faults.add({ operation: 'getRecord', kind: 'hold' });
  const answer = callHost(host, 'GET', `${CONTACTS}/records/1`, { authorization });
  await held.taken;
  clock.advance(15 * 60_000);
  held.release();
  assert.equal(codeOf(await answer), '952');
});

test('with rotation, an answer that is lost costs nothing within the grace, and everything after it', async () => {
  const { pool, clock } = sandbox;
  pool.setOptions({ rotation: true, rotationGraceMs: 10_000 });
  const { RefreshToken } = await tokensOf(pool);
  const again = () => call(pool, 'GetTokensFromRefreshToken', { RefreshToken, ClientId: pool.clientId });
  pool.faults.add({ operation: 'GetTokensFromRefreshToken', kind: 'drop', when: 'after' });
  await assert.rejects(again(), TypeError);
  assert.ok((await again()).body.AuthenticationResult.RefreshToken);
  clock.advance(10_000);
  assert.equal((await again()).body.__type, 'RefreshTokenReuseException');
});
