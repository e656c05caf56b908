// @ts-check
// What can be done with the tokens: look, copy, refresh, let expire, carry elsewhere, give up.
import { expect, test } from './fixtures.mjs';

test('tokens are masked until they are revealed, and copied whole', async ({ person, shared }) => {
  await person.signIn(shared);
  await expect(person.page.locator('main')).not.toContainText('eyJ');
  const idToken = await person.reveal('ID token');
  expect(await person.copy('ID token')).toBe(idToken);
  expect(await person.copy('Refresh token')).toBe(await person.reveal('Refresh token'));
  await person.page.getByRole('button', { name: 'Copy as header Authorization header' }).first().click();
  await expect.poll(() => person.page.evaluate(() => navigator.clipboard.readText())).toBe(`Authorization: FMID ${idToken}`);
});

test('copying works without navigator.clipboard', async ({ person, shared }) => {
  await person.page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined }));
  await person.signIn(shared);
  const idToken = await person.reveal('ID token');
  const copy = person.page.getByRole('button', { name: 'Copy ID token', exact: true });
  await copy.click();
  await expect(person.page.getByRole('button', { name: 'Copied ID token' })).toBeFocused();
  await person.username.evaluate((input) => input.closest('[hidden]')?.removeAttribute('hidden'));
  await person.username.fill('');
  await person.username.focus();
  await person.page.keyboard.press('Control+V');
  await expect(person.username).toHaveValue(idToken);
});

test('claims are shown, and said not to be verified until their signature is checked', async ({ person, shared }) => {
  await person.signIn(shared);
  await person.page.getByText('Claims of the ID token').click();
  const table = person.page.getByRole('table', { name: /Not verified/ });
  await expect(table.getByRole('row', { name: 'email E-mail address' })).toContainText(shared.accounts[0].username);
  await expect(table.getByRole('row', { name: /^token_use/ })).toContainText('id');
  await person.page.getByRole('button', { name: 'Verify signature' }).click();
  await expect(person.page.getByRole('table', { name: /Signature verified/ })).toBeVisible();
});

test('refreshing brings new ID and access tokens and keeps the refresh token', async ({ person, shared }) => {
  await person.signIn(shared);
  const before = [await person.reveal('ID token'), await person.reveal('Refresh token')];
  await person.refreshButton.click();
  await expect(person.page.getByText('the refresh token is the same')).toBeVisible();
  const after = [await person.reveal('ID token'), await person.reveal('Refresh token')];
  expect(after[0]).not.toBe(before[0]);
  expect(after[1]).toBe(before[1]);
});

test('a pool that rotates refresh tokens has the newest one shown', async ({ person, fresh, watched }) => {
  watched.expectNetworkTrouble(); // one of Cognito's two ways to refresh is closed then
  fresh.pool.setOptions({ rotation: true });
  await person.signIn(fresh);
  const before = await person.reveal('Refresh token');
  await person.refreshButton.click();
  await expect(person.page.getByText('the refresh token is a new one')).toBeVisible();
  expect(await person.reveal('Refresh token')).not.toBe(before);
});

test('after an hour the tokens say that they have expired, and a refresh starts the clock again', async ({ person, fresh }) => {
  await person.page.clock.install();
  await person.signIn(fresh);
  const left = person.page.getByRole('timer').first();
  await expect(left).toHaveText(/^(59|1:00):\d\d left$/);
  await person.page.clock.fastForward(59 * 60_000 + 30_000);
  await expect(left).toHaveText(/^0:[0-3]\d left$/);
  await person.page.clock.fastForward(31_000);
  await expect(left).toHaveText('expired – refresh');
  fresh.clock.advance(61 * 60_000);
  await person.refreshButton.click();
  await expect(left).toHaveText(/^(59|1:00):\d\d left$/);
});

test('a refresh that takes long can be cancelled, and the tokens stay', async ({ person, fresh }) => {
  await person.signIn(fresh);
  const before = await person.reveal('ID token');
  fresh.pool.faults.add({ operation: 'GetTokensFromRefreshToken', kind: 'slow', delayMs: 20_000 });
  await person.refreshButton.click();
  await person.page.locator('#tokens').getByRole('button', { name: 'Cancel' }).click();
  await expect(person.page.locator('#tokens').getByText('Cancelled.')).toBeVisible();
  await expect(person.alert).toHaveCount(0);
  expect(await person.reveal('ID token')).toBe(before);
});

test('a refresh token from before continues without a password', async ({ person, shared }) => {
  await person.signIn(shared);
  const refreshToken = await person.reveal('Refresh token');
  await person.open(shared);
  await person.page.getByText('Or continue with a refresh token').click();
  await person.page.getByLabel('Refresh token', { exact: true }).fill(`  ${refreshToken}\n`);
  await person.page.keyboard.press('Enter');
  await person.hasTokens();
  await expect(person.page.locator('#who-name')).toHaveText(shared.accounts[0].username);
  expect(await person.reveal('Refresh token')).toBe(refreshToken);
});

test('revoking signs out, closes the session, and the refresh token is refused from then on', async ({ person, fresh, watched }) => {
  watched.expectNetworkTrouble();
  await person.signInAndOpenSession(fresh);
  const refreshToken = await person.reveal('Refresh token');
  expect(fresh.host.sessions.size).toBe(1);
  await person.page.getByRole('button', { name: 'Revoke and sign out' }).click();
  await expect(person.page.getByText('Signed out. The refresh token no longer works')).toBeVisible();
  await expect(person.page.locator('main')).not.toContainText('eyJ');
  await expect(person.tokensTitle).toBeHidden();
  expect(fresh.host.sessions.size).toBe(0);

  await person.page.getByText('Or continue with a refresh token').click();
  await person.page.getByLabel('Refresh token', { exact: true }).fill(refreshToken);
  await person.page.keyboard.press('Enter');
  await person.isTold(/revoked.*Sign in again/s);
  await expect(person.page.getByLabel('Refresh token', { exact: true })).toHaveValue(refreshToken);
});

test('who signs out is signed out, also where the pool is not reached, and is told which', async ({ person, fresh, watched }) => {
  watched.expectNetworkTrouble();
  const { page } = person;
  await person.signInAndOpenSession(fresh);
  const held = fresh.pool.faults.add({ operation: 'RevokeToken', kind: 'hold' });
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByText('Signed out.', { exact: true })).toBeVisible(); // the pool has not answered yet
  await expect(page.locator('main')).not.toContainText('eyJ');
  held.release();
  await expect(page.getByText('Signed out. The refresh token no longer works')).toBeVisible();

  await person.signInAndOpenSession(fresh);
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByText('Signed out here. The pool was not reached')).toBeVisible();
  await expect(page.locator('main')).not.toContainText('eyJ');
  await expect(person.tokensTitle).toBeHidden();
  await page.context().setOffline(false);
});

test('revoking where the pool is not reached leaves the tokens, to try again', async ({ person, fresh, watched }) => {
  watched.expectNetworkTrouble();
  await person.signIn(fresh);
  await person.page.context().setOffline(true);
  await person.page.getByRole('button', { name: 'Revoke and sign out' }).click();
  await person.isTold(/offline/);
  await expect(person.tokensTitle).toBeVisible();
  await person.page.context().setOffline(false);
});

test('however often somebody signs in, as to be kept or not, the page listens to one client', async ({ person, fresh, watched }) => {
  watched.expectStorage();
  const { page } = person;
  await page.addInitScript(() => {
    /** @type {(AbortSignal | undefined)[]} */
    const added = [];
    const { addEventListener } = EventTarget.prototype;
    /** @param {string} type @param {EventListener} listener @param {AddEventListenerOptions} [options] */
    EventTarget.prototype.addEventListener = function listen(type, listener, options) {
      if (type === 'refreshed') added.push(options?.signal);
      return addEventListener.call(this, type, listener, options);
    };
    Object.assign(globalThis, { listening: () => added.filter((signal) => !signal?.aborted).length });
  });
  await person.open(fresh);
  for (const keep of [false, true, false]) {
    await page.getByLabel('Keep me signed in on this device').setChecked(keep);
    await person.username.fill(''); // it still has the name
    await person.enter(fresh.accounts[0]);
    await person.hasTokens();
    expect(await page.evaluate('listening()')).toBe(1);
    await page.getByRole('button', { name: 'Revoke and sign out' }).click();
    await expect(person.signInButton).toBeVisible();
  }
});

test('signing out everywhere asks first', async ({ person, fresh }) => {
  await person.signIn(fresh);
  await person.page.getByRole('button', { name: 'Sign out everywhere…' }).click();
  await expect(person.page.getByRole('button', { name: 'Keep them' })).toBeFocused();
  await person.page.keyboard.press('Enter');
  await expect(person.page.getByRole('button', { name: 'Sign out everywhere…' })).toBeFocused();
  await expect(person.tokensTitle).toBeVisible();
  await person.page.keyboard.press('Enter');
  await person.page.getByRole('button', { name: 'Sign out everywhere', exact: true }).click();
  await expect(person.page.getByText('Signed out everywhere.')).toBeVisible();
  await expect(person.tokensTitle).toBeHidden();
});

test('on a phone, how signing out ended is in sight', async ({ person, fresh, watched }) => {
  watched.expectNetworkTrouble();
  const { page } = person;
  await page.setViewportSize({ width: 390, height: 640 });
  await person.signIn(fresh);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByText('Signed out. The refresh token no longer works')).toBeInViewport();
});
