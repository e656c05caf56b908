// @ts-check
// Each demo account gets to its four tokens and to a list of layouts, without a mouse.
import { totp } from '../../scripts/sandbox/index.mjs';
import { expect, test } from './fixtures.mjs';

/** @typedef {import('./fixtures.mjs').Place} Place */
/** @typedef {import('./person.mjs').Person} Person */

/** What a person does after the password, by kind of account. @type {Record<string, (person: Person, place: Place) => Promise<void>>} */
const AFTER_THE_PASSWORD = {
  none: async () => {},
  unicode: async () => {},
  sms: async (person) => {
    await expect(person.page.getByText('+*******0199')).toBeVisible();
    await person.typeCode('123456');
  },
  totp: async (person, { accounts, clock }) => {
    await person.typeCode(totp(accountOf(accounts, 'totp').totpSecret ?? '', clock.now()));
  },
  choice: async (person) => {
    await expect(person.page.getByRole('radio', { name: 'A text message to your phone' })).toBeFocused();
    await person.page.keyboard.press('ArrowDown');
    await expect(person.page.getByRole('radio', { name: 'Your authenticator app' })).toBeChecked();
    await person.page.keyboard.press('Enter');
    await person.tabTo(person.page.getByRole('button', { name: 'Use this code' }));
    await person.page.keyboard.press('Enter');
    await expect(person.code).toBeFocused();
    await person.page.keyboard.press('Enter');
  },
  email: async (person) => {
    await expect(person.page.getByText('e***@e***')).toBeVisible();
    await person.typeCode('123 456'); // as some e-mails write it
  },
  'sms-otp': (person) => person.typeCode('123456'),
  'new-password': chooseNewPassword,
  'sms-then-new-password': async (person) => {
    await person.typeCode('123456');
    await chooseNewPassword(person);
  },
  'mfa-setup': async (person, { clock }) => {
    await expect(person.page.getByRole('img', { name: /QR code/ })).toBeVisible();
    const groups = (await person.page.locator('.secret-groups code').textContent()) ?? '';
    expect(await person.copy('secret')).toBe(groups.replaceAll(' ', ''));
    await person.code.first().focus();
    await person.typeCode(totp(groups.replaceAll(' ', ''), clock.now()));
  },
};

/** @param {Person} person */
async function chooseNewPassword({ page }) {
  await expect(page.getByLabel('New password', { exact: true })).toBeFocused();
  await page.keyboard.insertText('A-New-Pass-1');
  await page.keyboard.press('Tab'); // Show
  await page.keyboard.press('Tab');
  await page.keyboard.insertText('A-New-Pass-1');
  const name = page.getByLabel('Full name');
  if (await name.isVisible()) await name.fill('Jane Example');
  await page.keyboard.press('Enter');
}

/** @param {Place['accounts']} accounts @param {string} kind */
function accountOf(accounts, kind) {
  const account = accounts.find((each) => each.kind === kind);
  if (!account) throw new Error(`no demo account "${kind}"`);
  return account;
}

for (const [kind, answer] of Object.entries(AFTER_THE_PASSWORD)) {
  test(`"${kind}" reaches four tokens and a list of layouts, by keyboard alone`, async ({ person, shared }) => {
    const { page } = person;
    await person.open(shared);
    await person.enter(accountOf(shared.accounts, kind));
    await answer(person, shared);
    await person.hasTokens();

    await person.tabTo(person.openButton);
    await page.keyboard.press('Enter');
    await person.tabTo(person.layoutsButton);
    await page.keyboard.press('Enter');
    await expect(person.layouts.getByRole('listitem')).toHaveText(['Contacts', 'Contact List', 'Contact – Détail']);

    for (const name of ['ID token', 'Access token']) expect(await person.reveal(name)).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(await person.reveal('Refresh token')).toMatch(/^eyJ[\w.-]{500,}$/);
    expect(await person.reveal('Data API token')).toMatch(/^\S{20,}$/);
  });
}

test('a demo account is filled in with one click', async ({ person, shared }) => {
  await person.open(shared);
  await person.page.getByRole('button', { name: 'Use this account: No second step' }).click();
  await expect(person.signInButton).toBeFocused();
  await person.page.keyboard.press('Enter');
  await person.hasTokens();
});

test('the page says which pool the proof goes to, and follows the choice', async ({ person, shared }) => {
  await person.open(shared);
  await expect(person.password).toHaveAccessibleDescription(new RegExp(`Sandbox on this machine.*${shared.pool.url}.*${shared.pool.userPoolId}`));
  await person.page.getByRole('radio', { name: 'Claris ID' }).check();
  await expect(person.password).toHaveAccessibleDescription(/Claris ID.*cognito-idp\.us-west-2\.amazonaws\.com.*us-west-2_NqkuZcXQY/);
  await expect(person.page.getByRole('heading', { name: 'Demo accounts' })).toHaveCount(0);
});

test('a sign-in can be cancelled at the code and begun again, and the password is still there', async ({ person, shared }) => {
  await person.open(shared);
  await person.enter(accountOf(shared.accounts, 'sms'));
  await expect(person.code).toBeFocused();
  await person.page.getByRole('button', { name: 'Cancel' }).click();
  await expect(person.page.getByText('Cancelled.')).toBeVisible();
  await expect(person.alert).toHaveCount(0);
  await expect(person.signInButton).toBeFocused();
  await person.page.keyboard.press('Enter');
  await person.typeCode('123456');
  await person.hasTokens();
});

test('starting again at the code asks for a new one', async ({ person, fresh }) => {
  await person.open(fresh);
  await person.enter(accountOf(fresh.accounts, 'sms'));
  await expect(person.code).toBeFocused();
  fresh.pool.clearRequests();
  await person.page.getByRole('button', { name: 'Start again with a new code' }).click();
  await expect.poll(() => fresh.pool.requests.length).toBe(2);
  await person.typeCode('123456');
  await person.hasTokens();
});

test('new passwords that differ are told apart before anything is sent', async ({ person, shared }) => {
  await person.open(shared);
  await person.enter(accountOf(shared.accounts, 'new-password'));
  await person.page.getByLabel('New password', { exact: true }).fill('A-New-Pass-1');
  await person.page.getByLabel('New password, again').fill('A-New-Pass-2');
  await person.page.getByLabel('Full name').fill('Jane');
  await person.page.keyboard.press('Enter');
  await person.isTold(/two passwords differ/);
  await person.page.getByLabel('New password, again').fill('A-New-Pass-1');
  await person.page.keyboard.press('Enter');
  await person.hasTokens();
});

test('a code that the sandbox offers can be used after a wrong one', async ({ person, shared }) => {
  const { page } = person;
  await person.open(shared);
  await person.enter(/** @type {any} */ (shared.accounts.find(({ kind }) => kind === 'sms')));
  await page.locator('#code').fill('000000'); // the sixth digit sends it
  await person.isTold(/code is wrong/);
  await page.getByRole('button', { name: 'Use this code' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await person.hasTokens();
});

test('a new password is for an account that password managers see', async ({ person, fresh }) => {
  const { page } = person;
  const account = /** @type {any} */ (fresh.accounts.find(({ kind }) => kind === 'new-password'));
  await person.open(fresh);
  await person.enter(account);
  await page.locator('#new-password').waitFor();
  await expect(page.locator('form:has(#new-password) input[autocomplete=username]')).toHaveValue(account.username);
});
