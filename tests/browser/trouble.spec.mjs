// @ts-check
// What goes wrong is said with what to do about it, and whatever was good stays.
import { expect, test } from './fixtures.mjs';

/** @param {import('./fixtures.mjs').Place} place @param {string} kind */
const accountOf = ({ accounts }, kind) => /** @type {import('./person.mjs').Account} */ (accounts.find((each) => each.kind === kind));

test.beforeEach(({ watched }) => watched.expectNetworkTrouble());

test('a wrong password: the name stays, the password is selected, the right one works', async ({ person, shared }) => {
  await person.open(shared);
  await person.enter(shared.accounts[0], 'not-the-password');
  await person.isTold(/password is wrong.*Check both/s);
  await expect(person.username).toHaveValue(shared.accounts[0].username);
  await expect(person.password).toBeFocused();
  await person.page.keyboard.insertText(shared.accounts[0].password); // over the selected one
  await person.page.keyboard.press('Enter');
  await person.hasTokens();
});

test('a wrong code is asked for again, then the right one works', async ({ person, shared }) => {
  await person.open(shared);
  await person.enter(accountOf(shared, 'sms'));
  await person.typeCode('999999');
  await person.isTold(/code is wrong.*newest code/s);
  await person.typeCode('123456'); // the wrong one is selected
  await person.hasTokens();
});

test('the sixth digit sends the code, and Enter after it does not send a refused one again', async ({ person, fresh }) => {
  await person.open(fresh);
  await person.enter(accountOf(fresh, 'sms'));
  await expect(person.code).toBeFocused();
  await expect(person.code).toHaveAttribute('autocomplete', 'one-time-code');
  fresh.pool.clearRequests();
  await person.page.keyboard.type('999999');
  await person.isTold(/code is wrong/);
  await person.page.keyboard.press('Enter');
  await person.page.keyboard.press('Enter');
  await person.code.evaluate((input) => (/** @type {HTMLInputElement} */ (input).value = ''));
  await person.page.evaluate(() => navigator.clipboard.writeText('123456'));
  await person.page.keyboard.press('Control+V');
  await person.hasTokens();
  expect(fresh.pool.count({ operation: 'RespondToAuthChallenge' })).toBe(2);
});

test('a longer code is not cut off at six digits', async ({ person, fresh }) => {
  await person.open(fresh);
  await person.enter(accountOf(fresh, 'sms-otp'));
  await expect(person.code).toBeFocused();
  fresh.pool.clearRequests();
  await person.page.keyboard.type('12345678');
  await expect(person.code).toHaveValue('12345678');
  expect(fresh.pool.requests).toEqual([]);
});

test('what is no code is not sent', async ({ person, shared }) => {
  await person.open(shared);
  await person.enter(accountOf(shared, 'sms'));
  await person.typeCode('12');
  await expect(person.code).toBeFocused();
  await expect(person.code).toHaveJSProperty('validity.valid', false);
});

test('a new password that is too weak is said to be, and the rest of the form stays', async ({ person, shared }) => {
  await person.open(shared);
  await person.enter(accountOf(shared, 'new-password'));
  await person.page.getByLabel('Full name').fill('Jane Example');
  for (const label of ['New password', 'New password, again']) await person.page.getByLabel(label, { exact: true }).fill('weak');
  await person.page.keyboard.press('Enter');
  await person.isTold(/not strong enough.*longer/s);
  await expect(person.page.getByLabel('New password', { exact: true })).toBeFocused();
  await expect(person.page.getByLabel('Full name')).toHaveValue('Jane Example');
  for (const label of ['New password', 'New password, again']) await person.page.getByLabel(label, { exact: true }).fill('Strong-Enough-1');
  await person.page.keyboard.press('Enter');
  await person.hasTokens();
});

test('a code that comes too late begins the sign-in anew, says so, and takes the new code', async ({ person, fresh }) => {
  await person.open(fresh);
  await person.enter(accountOf(fresh, 'sms'));
  await expect(person.code).toBeFocused();
  fresh.clock.advance(4 * 60_000);
  await person.typeCode('123456');
  await expect(person.alert.filter({ hasText: 'begun again' })).toContainText('use the newest one');
  await person.typeCode('123456');
  await person.hasTokens();
});

test('a revoked refresh token: the tokens stay, and there is a way out', async ({ person, fresh }) => {
  await person.signIn(fresh);
  const before = await person.reveal('ID token');
  fresh.pool.revokeAll();
  await person.refreshButton.click();
  await person.isTold(/refresh token was revoked.*Sign in again/s);
  expect(await person.reveal('ID token')).toBe(before);
  await person.page.getByRole('button', { name: 'Forget these tokens and sign in again' }).click();
  await expect(person.signInButton).toBeVisible();
  await expect(person.username).toHaveValue(fresh.accounts[0].username);
  await expect(person.password).toHaveValue('');
});

test('without a network: signing in, refreshing and calling say so, lose nothing, and work when it is back', async ({ person, shared }) => {
  const { page } = person;
  await person.open(shared);
  await page.context().setOffline(true);
  await expect(page.getByText('This device is offline.').first()).toBeVisible();
  await person.enter(shared.accounts[0]);
  await person.isTold(/offline.*Connect/s);
  await expect(person.username).toHaveValue(shared.accounts[0].username);
  await expect(person.password).toHaveValue(shared.accounts[0].password);
  await page.context().setOffline(false);
  await expect(page.locator('#offline')).toBeHidden();
  await person.signInButton.click();
  await person.hasTokens();

  const idToken = await person.reveal('ID token');
  await person.openButton.click();
  await person.layoutsButton.click();
  await expect(person.layouts).toBeVisible();
  await page.context().setOffline(true);
  await person.refreshButton.click();
  await person.isTold(/offline/);
  expect(await person.reveal('ID token')).toBe(idToken);
  await person.layoutsButton.click();
  await expect(person.alert).toHaveCount(2);
  await expect(person.layouts).toBeVisible();
  await page.context().setOffline(false);
  await person.refreshButton.click();
  await person.layoutsButton.click();
  await expect(person.alert).toHaveCount(0);
});

test('a service that is slow can be given up on, and asked again', async ({ person, fresh }) => {
  await person.open(fresh);
  fresh.pool.faults.add({ operation: 'InitiateAuth', kind: 'slow', delayMs: 20_000 });
  await person.enter(fresh.accounts[0]);
  await expect(person.page.getByText('Making the proof')).toBeVisible();
  await person.page.getByRole('button', { name: 'Cancel' }).click();
  await expect(person.page.getByText('Cancelled.')).toBeVisible();
  await person.signInButton.click();
  await person.hasTokens();
});

/** The code is what they are told by; the words are the library's. */
const REFUSED = {
  disabled: 'user_disabled',
  'reset-required': 'password_reset_required',
  unconfirmed: 'user_not_confirmed',
  'locked-out': 'too_many_attempts',
  security: 'blocked_for_security',
  custom: 'challenge_unsupported',
};
for (const [kind, code] of Object.entries(REFUSED)) {
  test(`"${kind}" is told why there is no way in`, async ({ person, shared }) => {
    await person.open(shared);
    await person.enter(accountOf(shared, kind));
    await person.isTold(/\S/);
    const details = person.alert.getByText('Details');
    if (await details.isVisible()) await details.click();
    await expect(person.alert.getByText(code)).toBeVisible();
    await expect(person.username).toHaveValue(accountOf(shared, kind).username);
  });
}

test('without WebAssembly the page says so, and takes no password', async ({ person, shared }) => {
  await person.page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
  await person.page.goto(shared.url);
  await person.isTold(/WebAssembly is switched off.*Lockdown Mode/s);
  await expect(person.signInButton).toBeDisabled();
  await expect(person.password).toBeDisabled();
});
