// @ts-check
// What goes wrong on the way to a call, at the pool and at the host: what it may cost, what is said, what is kept.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOGIN, MINUTE, costs, fails, signedIn } from './signed-in.mjs';

const REFRESHES = (/** @type {number} */ n) => ({ GetTokensFromRefreshToken: n });
const GOOD = { host: { ...LOGIN, getRecord: 1 } };

/** @typedef {import('../../scripts/sandbox/faults.mjs').FaultSettings} FaultSettings */
/** @typedef {[what: string, fault: FaultSettings, requests: number, code?: string]} Row requests: of the call that is spoiled; code: of the error */

/** @type {Row[]} the pool, at a refresh that a call needs */
const AT_THE_POOL = [
  ['one throttle', { kind: 'throttle' }, 2],
  ['one InternalErrorException', { kind: 'internal' }, 2],
  ['one 500', { kind: 'http500' }, 2],
  ['one 502 in HTML', { kind: 'html', status: 502 }, 2],
  ['one dropped connection', { kind: 'drop' }, 2],
  ['one answer that is lost', { kind: 'drop', when: 'after' }, 2],
  ['one answer that breaks off', { kind: 'drop', when: 'midway' }, 2],
  ['one slow answer', { kind: 'slow', delayMs: 50 }, 1],
  ['a throttle that stays', { kind: 'throttle', times: 9 }, 3, 'throttled'],
  ['a 500 that stays', { kind: 'http500', times: 9 }, 3, 'service_failed'],
  ['a 502 in HTML that stays', { kind: 'html', status: 502, times: 9 }, 3, 'service_failed'],
  ['connections that drop', { kind: 'drop', times: 9 }, 3, 'network_failed'],
  ['half of the JSON', { kind: 'truncated' }, 1, 'response_not_json'],
  ['wrong types', { kind: 'wrong-types' }, 1, 'response_malformed'],
  ['no JSON', { kind: 'not-json' }, 1, 'response_not_json'],
  ['an empty body', { kind: 'empty' }, 1, 'response_not_json'],
  ['a 401 in HTML', { kind: 'html', status: 401 }, 1, 'response_not_json'],
  ['a 403 in HTML', { kind: 'html', status: 403 }, 1, 'response_not_json'],
  ['a refusal that may be about the moment', { kind: 'error', error: { name: 'NotAuthorizedException', message: 'Not now.' } }, 1, 'not_authorized'],
];

for (const [what, fault, requests, code] of AT_THE_POOL) {
  test(`the pool, at a refresh: ${what} ${code ? `is "${code}"` : 'is passed over'} after ${requests}, and nothing is lost`, async (t) => {
    const s = await signedIn(t);
    s.clock.advance(61 * MINUTE);
    s.pool.faults.add(fault);
    const pool = REFRESHES(requests);
    if (!code) return void (await costs(s, { ...GOOD, pool }, () => s.db.get('Contacts', 1)));
    await costs(s, { pool }, () => assert.rejects(s.db.get('Contacts', 1), fails(code)));
    assert.equal(s.fmid.signedIn, true);
    assert.equal(s.fmid.tokens?.refreshToken, s.tokens.refreshToken);
    s.pool.faults.clear();
    await costs(s, { ...GOOD, pool: REFRESHES(1) }, () => s.db.get('Contacts', 1));
  });
}

test('the pool, at a refresh: a refusal that nobody knows is asked the older way too, then "service_error", and nothing is lost', async (t) => {
  const s = await signedIn(t);
  s.clock.advance(61 * MINUTE);
  s.pool.faults.add({ kind: 'error', error: { name: 'SomethingNewException', message: 'New.' }, times: 9 });
  await costs(s, { pool: { GetTokensFromRefreshToken: 1, InitiateAuth: 1 } }, () => assert.rejects(s.db.get('Contacts', 1), fails('service_error')));
  assert.equal(s.fmid.tokens?.refreshToken, s.tokens.refreshToken);
  s.pool.faults.clear();
  await costs(s, { ...GOOD, pool: REFRESHES(1) }, () => s.db.get('Contacts', 1));
});

test('where the ID token has a minute left, a pool that fails costs the call nothing', async (t) => {
  const s = await signedIn(t);
  s.clock.advance(59 * MINUTE);
  s.pool.faults.add({ kind: 'http500', times: 9 });
  await costs(s, { ...GOOD, pool: REFRESHES(3) }, () => s.db.get('Contacts', 1));
});

/** @type {Row[]} the host, when the session is opened */
const AT_THE_DOOR = [
  ['one dropped connection', { kind: 'drop' }, 2],
  ['one 500 without a body', { kind: 'http500' }, 2],
  ['one 502 in HTML', { kind: 'html', status: 502 }, 2],
  ['one slow answer', { kind: 'slow', delayMs: 50 }, 1],
  ['connections that drop', { kind: 'drop', times: 9 }, 3, 'network_failed'],
  ['a 502 in HTML that stays', { kind: 'html', status: 502, times: 9 }, 3, 'fm_unavailable'],
  ['half of the JSON', { kind: 'truncated' }, 1, 'response_not_json'],
  ['wrong types', { kind: 'wrong-types' }, 1, 'response_malformed'],
  ['an empty body', { kind: 'empty' }, 1, 'response_not_json'],
  ['the limit of the Data API', { kind: 'throttle' }, 1, 'fm_limit_exceeded'],
  ['FileMaker\'s own error', { kind: 'error', error: { name: '802', message: 'Unable to open file' } }, 1, 'fm_file_unavailable'],
];

for (const [what, fault, requests, code] of AT_THE_DOOR) {
  test(`the host, opening a session: ${what} ${code ? `is "${code}"` : 'is passed over'} after ${requests}, and nothing is lost`, async (t) => {
    const s = await signedIn(t);
    s.host.faults.add({ operation: 'logIn', ...fault });
    if (!code) return void (await costs(s, { host: { logIn: requests, getRecord: 1 } }, () => s.db.get('Contacts', 1)));
    await costs(s, { host: { logIn: requests } }, () => assert.rejects(s.db.get('Contacts', 1), fails(code)));
    assert.equal(s.fmid.tokens?.idToken, s.tokens.idToken);
    s.host.faults.clear();
    await costs(s, GOOD, () => s.db.get('Contacts', 1));
  });
}

test('a 401 in HTML at the door costs one refresh and one more try; the second one is the error', async (t) => {
  const s = await signedIn(t);
  s.host.faults.add({ operation: 'logIn', kind: 'html', status: 401 });
  await costs(s, { pool: REFRESHES(1), host: { logIn: 2, getRecord: 1 } }, () => s.db.get('Contacts', 1));
  await s.db.close();
  s.host.faults.add({ operation: 'logIn', kind: 'html', status: 401, times: 2 });
  await costs(s, { pool: REFRESHES(1), host: { logIn: 2 } }, () => assert.rejects(s.db.get('Contacts', 1), fails('fm_unauthorized')));
  assert.equal(s.fmid.signedIn, true);
  await costs(s, GOOD, () => s.db.get('Contacts', 1));
});

/** @type {Row[]} the host, in a session that is kept through it all */
const AT_A_CALL = [
  ['one dropped connection', { kind: 'drop' }, 2],
  ['one answer that is lost', { kind: 'drop', when: 'after' }, 2],
  ['one 500 without a body', { kind: 'http500' }, 2],
  ['one 502 in HTML', { kind: 'html', status: 502 }, 2],
  ['one slow answer', { kind: 'slow', delayMs: 50 }, 1],
  ['connections that drop', { kind: 'drop', times: 9 }, 3, 'network_failed'],
  ['a 502 in HTML that stays', { kind: 'html', status: 502, times: 9 }, 3, 'fm_unavailable'],
  ['half of the JSON', { kind: 'truncated' }, 1, 'response_not_json'],
  ['wrong types', { kind: 'wrong-types' }, 1, 'response_malformed'],
  ['no JSON', { kind: 'not-json' }, 1, 'response_not_json'],
  ['an empty body', { kind: 'empty' }, 1, 'response_not_json'],
  ['a 404 in HTML', { kind: 'html', status: 404 }, 1, 'fm_not_found'],
  ['the limit of the Data API', { kind: 'throttle' }, 1, 'fm_limit_exceeded'],
  ['a code that nobody knows', { kind: 'error', error: { name: '4711', message: 'Something new' } }, 1, 'fm_error'],
];

for (const [what, fault, requests, code] of AT_A_CALL) {
  test(`the host, at a GET: ${what} ${code ? `is "${code}"` : 'is passed over'} after ${requests}, and the session is kept`, async (t) => {
    const s = await signedIn(t);
    await s.db.layouts();
    s.host.faults.add({ operation: 'getRecord', ...fault });
    await costs(s, { host: { getRecord: requests } }, () =>
      code ? assert.rejects(s.db.get('Contacts', 1), fails(code)) : s.db.get('Contacts', 1),
    );
    s.host.faults.clear();
    await costs(s, { host: { getRecord: 1 } }, () => s.db.get('Contacts', 1));
    assert.deepEqual(s.host.openSessions(), { data: 1, admin: 0 });
  });
}

for (const [what, fault] of /** @type {[string, FaultSettings][]} */ ([
  ['a dropped connection', { kind: 'drop' }],
  ['a lost answer', { kind: 'drop', when: 'after' }],
  ['an answer that breaks off', { kind: 'drop', when: 'midway' }],
  ['a 500 without a body', { kind: 'http500' }],
  ['a 502 in HTML', { kind: 'html', status: 502, when: 'after' }],
  ['half of the JSON', { kind: 'truncated' }],
])) {
  test(`${what} after a change: the change is not sent again`, async (t) => {
    const s = await signedIn(t);
    await s.db.layouts();
    /** @type {[operation: string, call: () => Promise<unknown>][]} */
    const changes = [
      ['createRecord', () => s.db.create('Contacts', { Name: 'X' })],
      ['editRecord', () => s.db.edit('Contacts', 1, { Name: 'X' })],
      ['duplicateRecord', () => s.db.duplicate('Contacts', 1)],
      ['deleteRecord', () => s.db.delete('Contacts', 2)],
      ['runScript', () => s.db.runScript('Contacts', 'Count')],
      ['listRecords', () => s.db.list('Contacts', { limit: 1, script: { name: 'Count' } })],
      ['uploadToContainer', () => s.db.upload('Contacts', 1, 'Photo', new Blob(['x']))],
      ['setGlobals', () => s.db.setGlobals({ 'Contact::g': 'x' })],
      ['findRecords', () => s.db.find('Contacts', { Name: 'Ada' })],
    ];
    for (const [operation, call] of changes) {
      s.host.faults.add({ operation, ...fault });
      await costs(s, { host: { [operation]: 1 } }, () => assert.rejects(call()));
    }
    assert.deepEqual(s.host.openSessions(), { data: 1, admin: 0 });
  });
}

test('one fault at each step of a call is passed over', async (t) => {
  const s = await signedIn(t);
  s.clock.advance(61 * MINUTE);
  s.pool.faults.add({ kind: 'throttle' });
  s.host.faults.add({ operation: 'logIn', kind: 'drop' });
  s.host.faults.add({ operation: 'getRecord', kind: 'http500' });
  s.host.faults.add({ operation: 'getRecord', kind: 'end-session' });
  await costs(s, { pool: REFRESHES(2), host: { logIn: 3, getRecord: 3 } }, () => s.db.get('Contacts', 1));
});

test('what is asked to wait is waited for', async (t) => {
  const s = await signedIn(t);
  s.clock.advance(61 * MINUTE);
  s.pool.faults.add({ kind: 'throttle', retryAfter: 1 });
  const before = performance.now();
  await costs(s, { ...GOOD, pool: REFRESHES(2) }, () => s.db.get('Contacts', 1));
  assert.ok(performance.now() - before >= 990, 'a second, as the pool said');
});
