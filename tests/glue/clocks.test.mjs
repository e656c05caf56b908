// @ts-check
// Clocks that are wrong, differ, or are set while somebody is signed in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '../../dist/fmid/index.js';
import { LOGIN, MINUTE, REFRESH, costs, signedIn } from './signed-in.mjs';

const READ = { getRecord: 1 };

/**
 * Two hours and more, with calls every seven minutes and quiet half hours: nothing may be refused at the door.
 * @param {Awaited<ReturnType<typeof signedIn>>} s
 */
async function twoHours(s) {
  const odata = s.fmid.odata({ host: s.host.url, database: 'Contacts' });
  for (const minutes of [0, 7, 7, 7, 7, 7, 7, 7, 7, 30, 7, 7, 20, 16, 10]) {
    s.clock.advance(minutes * MINUTE);
    await s.db.get('Contacts', 1);
    await odata.call('GET', 'Contact?$top=1');
  }
  const refused = s.host.requests.filter(({ status }) => status !== 200).map(({ operation, code }) => `${operation} ${code}`);
  assert.deepEqual(refused, []);
  assert.equal(s.pool.count({ operation: 'GetTokensFromRefreshToken' }), 2);
}

for (const minutes of [-10, 10]) {
  test(`a clock that is ${minutes} minutes wrong: signing in and two hours of calls are as with a right one`, async (t) => {
    /** @type {import('../../scripts/sandbox/clock.mjs').Clock | undefined} */
    let clock;
    const s = await signedIn(t, { client: { now: () => (clock ? clock.now() : Date.now()) + minutes * MINUTE } });
    clock = s.clock;
    assert.equal(Math.round(s.tokens.clockOffset / MINUTE), -minutes);
    assert.ok(Math.abs(s.tokens.expiresAt - (s.clock.now() + minutes * MINUTE) - 60 * MINUTE) < 5000, 'by the wrong clock too it is an hour');
    await twoHours(s);
  });

  test(`servers that are both ${minutes} minutes off: nothing is refused`, async (t) => {
    const clockSkewMs = minutes * MINUTE;
    await twoHours(await signedIn(t, { poolOptions: { clockSkewMs }, hostOptions: { clockSkewMs } }));
  });
}

test('a host that is ten minutes behind the pool makes no difference', async (t) => {
  await twoHours(await signedIn(t, { hostOptions: { clockSkewMs: -10 * MINUTE } }));
});

test('a host that is ten minutes ahead and says 401 in HTML: one refresh, and the call succeeds', async (t) => {
  const s = await signedIn(t, { hostOptions: { clockSkewMs: 10 * MINUTE, html401: true } });
  s.clock.advance(55 * MINUTE);
  await costs(s, { pool: REFRESH, host: { logIn: 2, getRecord: 1 } }, () => s.db.get('Contacts', 1));
});

test('a host that is ten minutes ahead and says 212: the same', async (t) => {
  const s = await signedIn(t, { hostOptions: { clockSkewMs: 10 * MINUTE } });
  s.clock.advance(55 * MINUTE);
  await costs(s, { pool: REFRESH, host: { logIn: 2, getRecord: 1 } }, () => s.db.get('Contacts', 1));
});

/** @param {import('node:test').TestContext} t */
async function withOwnClock(t) {
  let wrong = 0;
  /** @type {import('../../scripts/sandbox/clock.mjs').Clock | undefined} */
  let clock;
  const s = await signedIn(t, { client: { now: () => (clock ? clock.now() : Date.now()) + wrong } });
  clock = s.clock;
  return { ...s, set: (/** @type {number} */ minutes) => (wrong += minutes * MINUTE) };
}

test('a clock that is set back makes what is held doubtful: new tokens and a new session, the old one closed', async (t) => {
  const s = await withOwnClock(t);
  await s.db.get('Contacts', 1);
  s.set(-60);
  await costs(s, { pool: REFRESH, host: { ...LOGIN, ...READ, logOut: 1 } }, async () => void (await s.db.get('Contacts', 1)));
  await costs(s, { host: READ }, () => s.db.get('Contacts', 1));
  s.clock.advance(50 * MINUTE);
  await costs(s, { host: { ...LOGIN, ...READ } }, () => s.db.get('Contacts', 1));
  s.clock.advance(11 * MINUTE);
  await costs(s, { host: READ }, () => s.db.get('Contacts', 1));
});

test('a clock that is set back leaves no session behind', async (t) => {
  const s = await withOwnClock(t);
  await s.db.get('Contacts', 1);
  s.set(-60);
  await s.db.get('Contacts', 1);
  await s.db.close();
  assert.deepEqual(s.host.openSessions(), { data: 0, admin: 0 });
});

test('a clock that is set forward, and right again: what is asked for comes, at the cost of tokens that were good', async (t) => {
  const s = await withOwnClock(t);
  await s.db.get('Contacts', 1);
  s.set(24 * 60);
  await costs(s, { pool: REFRESH, host: { ...LOGIN, ...READ } }, () => s.db.get('Contacts', 1));
  s.set(-24 * 60);
  await costs(s, { pool: REFRESH, host: { ...LOGIN, ...READ, logOut: 1 } }, () => s.db.get('Contacts', 1));
  assert.equal(s.fmid.signedIn, true);
});

test('the sandbox\'s hour, whatever the day: tokens of a client made later do not depend on when it was made', async (t) => {
  const s = await signedIn(t);
  s.clock.advance(400 * 60 * MINUTE);
  const { userPoolId, clientId, url: endpoint } = s.pool;
  const fmid = await createClient({ pool: { userPoolId, clientId, endpoint }, now: () => s.clock.now() });
  t.after(() => fmid.stop());
  await fmid.refresh({ refreshToken: s.tokens.refreshToken });
  await costs(s, { host: { ...LOGIN, ...READ } }, () => fmid.database({ host: s.host.url, database: 'Contacts' }).get('Contacts', 1));
});
