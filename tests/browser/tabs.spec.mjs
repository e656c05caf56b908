// @ts-check
// How a sign-in lasts in real tabs: several at once, asleep, offline, closed.
import { embed, expect, heard, idToken, signIn, signedIn, test } from './embedding.mjs';

const MINUTE = 60_000;
const PERSISTENT = { storage: /** @type {const} */ ('persistent') };
const REFRESH = { GetTokensFromRefreshToken: 1 };

/**
 * Later, for the servers and for these pages. Their clocks must have been installed before the library was loaded.
 * @param {import('./embedding.mjs').Place} place
 * @param {number} minutes
 * @param {...import('@playwright/test').Page} pages
 */
async function later({ clock }, minutes, ...pages) {
  clock.advance(minutes * MINUTE);
  for (const page of pages) await page.clock.fastForward(minutes * MINUTE);
}

test.describe('two tabs', () => {
  test('that need an ID token at once send one refresh, and both have its tokens', async ({ context, page, place }) => {
    await context.clock.install();
    const first = await embed(page, place, PERSISTENT);
    await signIn(first, place);
    const page2 = await context.newPage();
    const second = await embed(page2, place, PERSISTENT);
    await later(place, 61, page, page2);
    const held = place.pool.faults.add({ operation: 'GetTokensFromRefreshToken', kind: 'hold' });
    const asked = [first, second].map((tab) => tab.evaluate(({ fmid }) => fmid.idToken()));
    await held.taken;
    // The other tab has come too, and waits for its turn.
    await expect.poll(() => page.evaluate(async () => (await navigator.locks.query()).pending?.length)).toBe(1);
    held.release();
    const [one, other] = await Promise.all(asked);
    expect(one).toBe(other);
    expect(place.pool.counts()).toEqual(REFRESH);
  });

  test('hear of each other: a sign-in, a refresh, a sign-out', async ({ context, page, place }) => {
    const first = await embed(page, place, PERSISTENT);
    const second = await embed(await context.newPage(), place, PERSISTENT);
    await signIn(first, place);
    await expect.poll(() => heard(second)).toEqual(['signedin']);
    expect(await idToken(second)).toBe('ok');
    const { idToken: newest } = await second.evaluate(({ fmid }) => fmid.refresh());
    await expect.poll(() => first.evaluate(({ fmid }) => fmid.tokens?.idToken)).toBe(newest);
    expect(place.pool.counts()).toEqual(REFRESH);
    await first.evaluate(({ fmid }) => fmid.signOut());
    await expect.poll(() => heard(second)).toEqual(['signedin', 'refreshed', 'signedout']);
    expect([await signedIn(second), await idToken(second)]).toEqual([false, 'sign_in_required']);
    expect(await signedIn(await embed(page, place, PERSISTENT)), 'nothing is left for the next visit').toBe(false);
  });

  test('of which one signs out close the sessions of both', async ({ context, page, place }) => {
    const first = await embed(page, place, PERSISTENT);
    const second = await embed(await context.newPage(), place, PERSISTENT);
    await signIn(first, place);
    await expect.poll(() => signedIn(second)).toBe(true);
    for (const tab of [first, second]) await tab.evaluate(readRecord, hostOf(place));
    expect(place.host.openSessions().data).toBe(2);
    await first.evaluate(({ fmid }) => fmid.signOut());
    await expect.poll(() => place.host.openSessions().data).toBe(0);
  });

  test('without Web Locks, of a pool that rotates without grace: who comes second ends nobody\'s sign-in', async ({ context, page, place }) => {
    await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }));
    await context.clock.install();
    place.pool.setOptions({ rotation: true, rotationGraceMs: 0 });
    const options = { storage: /** @type {any} */ ({ name: 'own' }) };
    const first = await embed(page, place, options);
    await signIn(first, place);
    const page2 = await context.newPage();
    const second = await embed(page2, place, options);
    await later(place, 61, page, page2);
    const holds = [1, 2].map(() => place.pool.faults.add({ operation: 'GetTokensFromRefreshToken', kind: 'hold' }));
    const asked = [first, second].map(idToken);
    await Promise.all(holds.map(({ taken }) => taken)); // both have sent the same refresh token
    for (const { release } of holds) release();
    expect(await Promise.all(asked)).toEqual(['ok', 'ok']);
    // One was refused; it goes on with the other's tokens or, where it saw the stored refresh token first, with its own.
    expect(place.pool.count({ status: 400 })).toBe(1);
    await later(place, 61, page, page2);
    for (const tab of [first, second]) expect([await idToken(tab), await signedIn(tab)]).toEqual(['ok', true]);
    for (const tab of [first, second]) expect(await heard(tab)).not.toContain('signedout');
  });
});

test('without a network the error is one of its own, nothing is lost, and it goes on when the network is back', async ({ context, page, place }) => {
  await context.clock.install();
  const tab = await embed(page, place, PERSISTENT);
  await signIn(tab, place);
  await later(place, 61, page);
  await context.setOffline(true);
  const error = await tab.evaluate(({ fmid }) => fmid.idToken().then(() => undefined, ({ code, retryable }) => ({ code, retryable })));
  expect(error).toEqual({ code: 'offline', retryable: true });
  expect([await signedIn(tab), place.pool.counts()]).toEqual([true, {}]);
  expect(await heard(tab)).not.toContain('signedout');
  await context.setOffline(false);
  expect(await idToken(tab)).toBe('ok');
  expect(place.pool.counts()).toEqual(REFRESH);
  expect(await signedIn(await embed(page, place, PERSISTENT))).toBe(true);
});

test('keepFresh refreshes before the tokens end, so that nobody waits for it', async ({ context, page, place }) => {
  await context.clock.install();
  const tab = await embed(page, place, { keepFresh: true });
  const { expiresAt } = await signIn(tab, place);
  await later(place, 57, page);
  expect(place.pool.counts(), 'not too early').toEqual({});
  await later(place, 2, page);
  await expect.poll(() => heard(tab)).toEqual(['signedin', 'expiring', 'refreshed']);
  expect(place.pool.requests[0].at).toBeLessThan(expiresAt);
  await later(place, 30, page);
  expect(await idToken(tab)).toBe('ok');
  expect(place.pool.counts()).toEqual(REFRESH);
});

test('without keepFresh nothing is sent until somebody asks', async ({ context, page, place }) => {
  await context.clock.install();
  const tab = await embed(page, place, {});
  await signIn(tab, place);
  await later(place, 59, page);
  await expect.poll(() => heard(tab)).toEqual(['signedin', 'expiring']);
  expect(place.pool.counts()).toEqual({});
});

test('a machine that sleeps for two hours: one refresh, one session, the call', async ({ context, page, place }) => {
  await context.clock.install();
  const tab = await embed(page, place, { keepFresh: true });
  await signIn(tab, place);
  await tab.evaluate(readRecord, hostOf(place));
  place.host.clearRequests();
  await later(place, 120, page);
  expect(await tab.evaluate(readRecord, hostOf(place))).toBe('1');
  expect([place.pool.counts(), place.host.counts()]).toEqual([REFRESH, { logIn: 1, getRecord: 1 }]);
});

for (const [how, leave] of /** @type {const} */ ([
  ['goes elsewhere', (/** @type {import('@playwright/test').Page} */ page) => page.goto('about:blank')],
  ['is closed', (/** @type {import('@playwright/test').Page} */ page) => page.close()],
])) {
  for (const closeOnPageHide of [true, false]) {
    test(`the page ${how}: ${closeOnPageHide ? 'closeOnPageHide closes the session' : 'without closeOnPageHide the session is left to end by itself'}`, async ({ context, place }) => {
      const page = await context.newPage();
      const tab = await embed(page, place, {});
      await signIn(tab, place);
      expect(await tab.evaluate(readRecord, { ...hostOf(place), closeOnPageHide })).toBe('1');
      expect(place.host.openSessions().data).toBe(1);
      await noteWhatLeaves(page);
      await leave(page);
      if (closeOnPageHide) await expect.poll(() => place.host.openSessions().data).toBe(0);
      // Whatever a page sends as it goes has come before what the next one sends.
      const next = await embed(await context.newPage(), place, {});
      await next.evaluate(({ fmid }, { host, relay }) => fmid.productInfo({ host, relay }), hostOf(place));
      expect(place.host.counts()).toEqual({ logIn: 1, getRecord: 1, productInfo: 1, ...(closeOnPageHide && { logOut: 1 }) });
      expect(await next.evaluate(() => localStorage.getItem('sent'))).toBe(closeOnPageHide ? 'DELETE true' : null);
    });
  }
}

test('a client that was stopped closes nothing when the page goes', async ({ page, place }) => {
  const tab = await embed(page, place, {});
  await signIn(tab, place);
  expect(await tab.evaluate(readRecord, { ...hostOf(place), closeOnPageHide: true })).toBe('1');
  await tab.evaluate(({ fmid }) => fmid.stop());
  await noteWhatLeaves(page);
  await page.goto('about:blank');
  const next = await embed(page, place, {});
  expect(await next.evaluate(() => localStorage.getItem('sent'))).toBe(null);
  expect(place.host.openSessions().data).toBe(1);
});

test('a session that is closed without a network is left to end by itself, and its token is not in the console', async ({ context, page, place }) => {
  /** @type {string[]} */
  const written = [];
  page.on('console', (message) => written.push(`${message.text()} ${message.location().url}`));
  const tab = await embed(page, place, {});
  const { idToken: token } = await signIn(tab, place);
  await tab.evaluate(readRecord, hostOf(place));
  const sessions = await tab.evaluateHandle(async ({ fmid }, options) => [fmid.database(options), await fmid.openSession(options)], { ...hostOf(place), idToken: token });
  await context.setOffline(true);
  for (const index of [0, 1]) {
    const closing = await sessions.evaluate((all, at) => all[at].close().then(() => 'ok', ({ code }) => code), index);
    expect(closing).toBe('offline');
  }
  await page.evaluate(() => console.log('the end'));
  await expect.poll(() => written.at(-1)).toMatch(/^the end/);
  expect(written.filter((line) => line.includes('/sessions/'))).toEqual([]);
  expect(place.host.count({ operation: 'logOut' })).toBe(0);
});

/** @param {import('./embedding.mjs').Place} place By the relay, as a page of another origin must. */
function hostOf({ host, url }) {
  return { host: host.url, database: 'Contacts', relay: `${url}relay` };
}

/** On a fast network also a fetch without keepalive may get through: so it is looked at as it leaves. @param {import('@playwright/test').Page} page */
function noteWhatLeaves(page) {
  return page.evaluate(() => {
    const send = fetch;
    globalThis.fetch = (address, init) => (localStorage.setItem('sent', `${init?.method} ${init?.keepalive}`), send(address, init));
  });
}

/** Runs in the page. @param {import('./embedding.mjs').Embedded} tab @param {import('../../js-glue/index.js').DatabaseOptions} options */
async function readRecord({ fmid }, options) {
  return (await fmid.database(options).get('Contacts', 1)).recordId;
}
