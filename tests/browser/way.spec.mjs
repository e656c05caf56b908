// @ts-check
// Where to go next: each step says it, the one that is not there yet leads to what is missing, and a reload says what it cost.
import { expect, test } from './fixtures.mjs';

test('from the sign-in to the session without looking for it', async ({ person, shared }) => {
  await person.signIn(shared);
  const { page } = person;
  const onward = page.getByRole('button', { name: 'Open a Data API session' });
  await expect(onward).toBeInViewport();
  await onward.click();
  await expect(person.openButton).toBeFocused();
  await expect(person.openButton).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(person.layoutsButton).toBeVisible();
  await expect(onward).toBeHidden();
});

test('where the host is not known the way leads to its field', async ({ person, shared }) => {
  await person.signIn(shared);
  await person.host.fill('');
  await person.page.getByRole('button', { name: 'Open a Data API session' }).click();
  await expect(person.host).toBeFocused();
});

test('a step that is not there yet leads to what comes before it', async ({ person, shared }) => {
  await person.signIn(shared);
  await person.page.getByRole('navigation').getByText('Call').click();
  await expect(person.page.getByRole('heading', { name: 'Data API session' })).toBeFocused();
});

test('the records of a layout that was chosen are on the screen', async ({ person, shared }) => {
  await person.page.setViewportSize({ width: 1280, height: 800 });
  await person.signInAndOpenSession(shared);
  await person.layoutsButton.click();
  await person.layouts.getByRole('button').first().click();
  await expect(person.records.getByRole('row').nth(1)).toBeInViewport();
});

test('signing out is where it says who is signed in', async ({ person, fresh }) => {
  await person.signInAndOpenSession(fresh);
  await person.page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(person.page.getByText('Signed out.')).toBeVisible();
  expect(fresh.pool.count({ operation: 'RevokeToken' })).toBe(1);
  expect(fresh.host.sessions.size).toBe(0);
  await person.page.reload();
  await expect(person.signInButton).toBeEnabled();
  await expect(person.page.getByText('loaded again')).toHaveCount(0);
});

test('a reload says that the tokens went with it, and how to keep them', async ({ person, shared }) => {
  await person.signIn(shared);
  await person.page.reload();
  await expect(person.page.getByText('the tokens went with it')).toBeVisible();
  expect(await person.page.evaluate(() => scrollY)).toBe(0);
});

test('a code that a message would bring is one click away in the sandbox', async ({ person, shared }) => {
  const account = shared.accounts.find(({ kind }) => kind === 'sms');
  await person.open(shared);
  await person.enter(/** @type {NonNullable<typeof account>} */ (account));
  await person.page.getByRole('button', { name: 'Use this code' }).click();
  await person.page.keyboard.press('Enter');
  await person.hasTokens();
});
