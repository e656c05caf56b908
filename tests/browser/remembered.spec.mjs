// @ts-check
// What is kept beyond a visit: nothing that was not asked for, and no token in the clear.
import { expect, test } from './fixtures.mjs';

/** @param {import('./person.mjs').Person} person @param {import('./fixtures.mjs').Place} place @returns {Promise<string>} the refresh token */
async function signInKept(person, place) {
  await person.open(place);
  await person.page.getByLabel('Keep me signed in on this device').check();
  await person.enter(place.accounts[0]);
  await person.hasTokens();
  return person.reveal('Refresh token');
}

test('"Keep me signed in" brings the tokens back after a reload, without a password, until signing out', async ({ person, fresh, watched }) => {
  watched.expectStorage();
  const { page } = person;
  const refreshToken = await signInKept(person, fresh);

  await page.reload();
  await person.hasTokens();
  await expect(page.locator('#who-name')).toHaveText(fresh.accounts[0].username);
  expect(await person.reveal('Refresh token')).toBe(refreshToken);
  expect(fresh.pool.count({ operation: 'RespondToAuthChallenge' })).toBe(1);

  await page.getByRole('button', { name: 'Revoke and sign out' }).click();
  await expect(page.getByText('Signed out.')).toBeVisible();
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await page.reload();
  await expect(person.signInButton).toBeEnabled();
  await expect(person.tokensTitle).toBeHidden();
});

test('signing in again without wanting to be kept removes what was stored', async ({ person, fresh, watched }) => {
  watched.expectStorage();
  const { page } = person;
  const refreshToken = await signInKept(person, fresh);
  // The next visit cannot reach the pool, and the person wants something else.
  fresh.pool.faults.add({ operation: 'GetTokensFromRefreshToken', kind: 'drop', times: 9 });
  watched.expectNetworkTrouble();
  await page.reload();
  await expect(person.alert).toBeVisible();
  await expect(page.getByLabel('Keep me signed in on this device')).toBeChecked();
  await page.getByLabel('Keep me signed in on this device').uncheck();
  await person.enter(fresh.accounts[0]);
  await person.hasTokens();
  await expect.poll(() => fresh.pool.count({ operation: 'RevokeToken' })).toBe(1);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  expect(await person.reveal('Refresh token')).not.toBe(refreshToken);
});

test('a kept sign-in that was revoked elsewhere ends at the form, with the reason', async ({ person, fresh, watched }) => {
  watched.expectStorage();
  watched.expectNetworkTrouble();
  await person.open(fresh);
  await person.page.getByLabel('Keep me signed in on this device').check();
  await person.enter(fresh.accounts[0]);
  await person.hasTokens();
  fresh.pool.revokeAll();
  await person.page.reload();
  await person.isTold(/refresh token was revoked.*Sign in again/s);
  await expect(person.signInButton).toBeEnabled();
});

test('a sandbox that was started again is said to be the reason', async ({ person, fresh, watched }) => {
  watched.expectStorage();
  watched.expectNetworkTrouble();
  await signInKept(person, fresh);
  const error = { name: 'NotAuthorizedException', message: 'Invalid Refresh Token.' };
  fresh.pool.faults.add({ operation: 'GetTokensFromRefreshToken', kind: 'error', error });
  await person.page.reload();
  await expect(person.page.getByText('The sandbox was started again')).toBeVisible();
  await expect(person.signInButton).toBeEnabled();
});

test('host and database are remembered only if asked, offered at the next visit, and forgotten when told', async ({ person, shared, watched }) => {
  watched.expectStorage();
  await person.signIn(shared);
  await person.database.fill('Verkauf');
  await person.openButton.click();
  await expect(person.layoutsButton).toBeVisible();
  expect(await person.page.evaluate(() => localStorage.length)).toBe(0);

  await person.signIn(shared);
  await person.database.fill('Verkauf');
  await person.page.getByLabel('Remember host and database').check();
  await person.openButton.click();
  await expect(person.layoutsButton).toBeVisible();

  await person.signIn(shared);
  await person.database.fill('');
  await person.page.getByRole('button', { name: `Verkauf · ${shared.host.url}` }).click();
  await expect(person.database).toHaveValue('Verkauf');
  await person.page.getByRole('button', { name: 'Forget them' }).click();
  await expect(person.page.getByRole('button', { name: /Verkauf ·/ })).toHaveCount(0);
  expect(await person.page.evaluate(() => localStorage.length)).toBe(0);
});

test('another user pool is typed, and signed in to', async ({ person, shared }) => {
  await person.open(shared);
  const { page } = person;
  await page.getByRole('radio', { name: 'Another user pool' }).check();
  await page.getByLabel('User pool id').fill('nonsense');
  await page.getByLabel('App client id').fill(shared.pool.clientId);
  await page.getByLabel('Address of the sign-in service').fill(shared.pool.url);
  await person.username.focus();
  await person.isTold(/pool settings are wrong/);
  await page.getByLabel('User pool id').fill(shared.pool.userPoolId);
  await page.getByLabel('User pool id').blur();
  await expect(person.alert).toHaveCount(0);
  await person.enter(shared.accounts[0]);
  await person.hasTokens();
});

test('Claris is asked for its ids where they may have changed, and a refusal is said', async ({ person, shared, watched }) => {
  watched.expectNetworkTrouble();
  const { page } = person;
  const data = { UserPool_ID: 'us-west-2_Newer1234', Client_ID: 'abc123newer' };
  let refuses = true;
  await page.route('https://www.ifmcloud.com/**', (route) =>
    refuses ? route.abort() : route.fulfill({ json: { errcode: 'Ok', data }, headers: { 'access-control-allow-origin': '*' } }),
  );
  await person.open(shared);
  await page.getByRole('radio', { name: 'Another user pool' }).check();
  await page.getByRole('button', { name: 'Ask Claris for its ids' }).click();
  await person.isTold(/./);
  refuses = false;
  await page.getByRole('button', { name: 'Ask Claris for its ids' }).click();
  await expect(page.getByLabel('User pool id')).toHaveValue(data.UserPool_ID);
  await expect(page.getByLabel('App client id')).toHaveValue(data.Client_ID);
  await expect(page.getByLabel('Address of the sign-in service')).toHaveValue('https://cognito-idp.us-west-2.amazonaws.com/');
  await expect(person.alert).toHaveCount(0);
});

test('nothing in the address chooses where the proof of a password goes', async ({ person, shared }) => {
  await person.page.goto(`${shared.url}?endpoint=https://evil.example&userPoolId=us-west-2_Evil&relay=https://evil.example#endpoint=https://evil.example`);
  await expect(person.signInButton).toBeEnabled();
  await expect(person.password).toHaveAccessibleDescription(new RegExp(`${shared.pool.url}.*${shared.pool.userPoolId}`));
  await person.enter(shared.accounts[0]);
  await person.hasTokens();
  await expect(person.page.getByLabel('Relay', { exact: true })).toHaveValue(new URL('/relay', shared.url).href);
});
