// @ts-check
// The page in the person's language: the browser's, or the one that is chosen, also while somebody is signed in.
import { expect, test } from './fixtures.mjs';

for (const [locale, title, signIn, lang] of [
  ['de-CH', 'Bei FileMaker Cloud anmelden', 'Anmelden', 'de'],
  ['fr-FR', 'Se connecter à FileMaker Cloud', 'Se connecter', 'fr'],
  ['ja-JP', 'FileMaker Cloud にサインイン', 'サインイン', 'ja'],
  ['pt-BR', 'Sign in to FileMaker Cloud', 'Sign in', 'en'],
]) {
  test.describe(`in a browser set to ${locale}`, () => {
    test.use({ locale });
    test(`the page speaks "${lang}", its errors, too`, async ({ person, shared, watched }) => {
      watched.expectNetworkTrouble();
      const { page } = person;
      await page.goto(shared.url);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
      await expect(page.locator('html')).toHaveAttribute('lang', lang);
      const button = page.getByRole('button', { name: signIn, exact: true });
      await expect(button).toBeEnabled();
      await page.locator('#username').fill(shared.accounts[0].username);
      await page.locator('#password').fill('not-the-password');
      await button.click();
      /** @type {{ default: Record<string, string> }} */
      const { default: texts } = await import(`../../js-glue/element/messages/${lang}.js`);
      await expect(person.alert).toContainText(texts['error.wrong_credentials.title'] ?? 'User name or password is wrong.');
    });
  });
}

test('another language is chosen while somebody is signed in: tokens and session stay, and it is remembered', async ({ person, shared, watched }) => {
  watched.expectStorage();
  await person.signInAndOpenSession(shared);
  const idToken = await person.reveal('ID token');
  await person.layoutsButton.click();
  await person.layouts.getByRole('button').first().click();
  await expect(person.records).toBeVisible();
  const { page } = person;
  await page.getByLabel('Language').selectOption('Deutsch');
  await expect(page.getByRole('heading', { name: 'Tokens' })).toBeVisible();
  await expect(page.getByText('Aufrufe gehen durch das Relay')).toBeVisible();
  await expect(page.getByText('1–20 von 48')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Datensätze von Contacts' })).toBeVisible();
  // What is not translated yet would be left in English.
  await expect(page.locator('main')).not.toContainText(/Refresh now|Reveal|characters|Sign out/);
  await page.getByLabel('Sprache').selectOption('English');
  expect(await person.reveal('ID token')).toBe(idToken);
  await page.getByLabel('Language').selectOption('Français');
  await expect(page.getByRole('heading', { name: 'Jetons' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Se connecter à FileMaker Cloud');
});

test('the demo accounts and the numbers change language, too', async ({ person, shared, watched }) => {
  watched.expectStorage();
  const { page } = person;
  await person.open(shared);
  await page.getByLabel('Language').selectOption('Deutsch');
  await expect(page.getByText('Pool: Sandbox auf diesem Gerät')).toBeVisible();
  await page.getByRole('button', { name: 'Ein Code aus einer Authenticator-App' }).click();
  await expect(page.getByText(/ihr Geheimnis ist [A-Z2-7]{32}\./)).toBeVisible();
  await page.getByLabel('Sprache').selectOption('English');
  await person.signIn(shared);
  await expect(page.getByText(/^1,\d{3} characters$/).first()).toBeVisible();
  await page.getByLabel('Language').selectOption('Deutsch');
  await expect(page.getByText(/^1\.\d{3} Zeichen$/).first()).toBeVisible();
});
