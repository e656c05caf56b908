// @ts-check
// Every state that the page can be in, and how a person gets there: for the tests that look at all of them.
import { expect } from '@playwright/test';

/** @typedef {import('./person.mjs').Person} Person */
/** @typedef {import('./fixtures.mjs').Place} Place */

/** @param {string} kind @returns {(person: Person, place: Place) => Promise<void>} */
const asked = (kind) => async (person, place) => {
  const account = place.accounts.find((each) => each.kind === kind);
  if (!account) throw new Error(`no demo account "${kind}"`);
  await person.enter(account);
  await expect(person.page.locator('form.challenge')).toBeVisible();
};

/** From the page as it opens. @type {Record<string, (person: Person, place: Place) => Promise<void>>} */
export const states = {
  'the first view': async () => {},
  'the refused demo accounts': (person) => person.page.getByText('that are refused').click(),
  'Claris ID chosen': (person) => person.page.getByRole('radio', { name: 'Claris ID' }).check(),
  'a refresh token to be pasted': (person) => person.page.getByText('Or continue with a refresh token').click(),
  'a sign-in under way': async (person, place) => {
    place.pool.faults.add({ operation: 'InitiateAuth', kind: 'slow', delayMs: 60_000 });
    await person.enter(place.accounts[0]);
    await expect(person.page.getByText('Making the proof')).toBeVisible();
  },
  'a wrong password': async (person, place) => {
    await person.enter(place.accounts[0], 'not-the-password');
    await person.alert.getByText('Details').click();
  },
  'offline': async (person) => {
    await person.page.context().setOffline(true);
    await expect(person.page.locator('#offline')).toBeVisible();
  },
  'a code from a text message': asked('sms'),
  'a wrong code': async (person, place) => {
    await asked('sms')(person, place);
    await person.typeCode('999999');
    await expect(person.alert).toBeVisible();
  },
  'a sign-in begun anew': async (person, place) => {
    await asked('sms')(person, place);
    place.clock.advance(4 * 60_000);
    await person.typeCode('123456');
    await expect(person.alert).toBeVisible();
  },
  'a code from an app': asked('totp'),
  'a code from an e-mail': asked('email'),
  'a choice of codes': asked('choice'),
  'a new password': asked('new-password'),
  'an authenticator to set up': asked('mfa-setup'),
  'tokens': async (person, place) => {
    await person.enter(place.accounts[0]);
    await person.hasTokens();
  },
  'tokens revealed, with claims': async (person, place) => {
    await states.tokens(person, place);
    for (const name of ['ID token', 'Access token', 'Refresh token']) {
      await person.page.getByRole('button', { name: `Reveal ${name}` }).click();
    }
    for (const name of ['ID token', 'Access token']) await person.page.getByText(`Claims of the ${name}`).click();
  },
  'a refresh that failed': async (person, place) => {
    await states.tokens(person, place);
    place.pool.revokeAll();
    await person.refreshButton.click();
    await expect(person.alert).toBeVisible();
  },
  'signing out everywhere': async (person, place) => {
    await states.tokens(person, place);
    await person.page.getByRole('button', { name: 'Sign out everywhere…' }).click();
  },
  'a session': async (person, place) => {
    await states.tokens(person, place);
    await person.openButton.click();
    await expect(person.layoutsButton).toBeVisible();
  },
  'layouts': async (person, place) => {
    await states['a session'](person, place);
    await person.layoutsButton.click();
    await expect(person.layouts).toBeVisible();
  },
  'records as a table': async (person, place) => {
    await states.layouts(person, place);
    await person.layouts.getByRole('button').first().click();
    await expect(person.records).toBeVisible();
  },
  'a record with a portal': async (person, place) => {
    await states.tokens(person, place);
    await person.database.fill('Verkauf');
    await person.openButton.click();
    await person.layoutsButton.click();
    await person.layouts.getByRole('button').first().click();
    await person.records.getByRole('button', { name: '2', exact: true }).click();
    await expect(person.page.getByRole('heading', { name: 'Portal Rechnungen' })).toBeVisible();
  },
  'records as JSON': async (person, place) => {
    await states['records as a table'](person, place);
    await person.page.getByRole('radio', { name: 'JSON' }).check();
    await expect(person.page.getByRole('group', { name: 'Answer' })).toBeVisible();
  },
  'a search without a match': async (person, place) => {
    await states['records as a table'](person, place);
    await person.page.getByLabel('Find', { exact: true }).fill('nobody has this');
    await person.page.keyboard.press('Enter');
    await expect(person.page.getByText('No records.')).toBeVisible();
  },
  'a script that ran': async (person, place) => {
    await states.layouts(person, place);
    await person.choose('Script');
    await person.page.getByLabel('Script', { exact: true }).last().fill('Echo');
    await person.page.getByLabel('Parameter').fill('Hello');
    await person.page.getByRole('button', { name: 'Run script' }).click();
    await expect(person.page.getByText('Its result: Hello')).toBeVisible();
  },
  'an answer': async (person, place) => {
    await states['a session'](person, place);
    await person.choose('Any call');
    await person.page.getByRole('button', { name: 'Send' }).click();
    await expect(person.page.getByRole('group', { name: 'Answer' })).toBeVisible();
    await person.page.getByText('The same request for another program').click();
  },
  'product info': async (person, place) => {
    await states.tokens(person, place);
    await person.page.getByText('Without a session').click();
    await person.page.getByRole('button', { name: 'Ask', exact: true }).click();
    await expect(person.page.getByRole('group', { name: 'Answer' })).toBeVisible();
  },
  'a host that refuses web pages': async (person, place) => {
    await states.tokens(person, place);
    await person.page.getByText('Connection', { exact: true }).click();
    await person.page.getByLabel('Way to the host').selectOption('Directly');
    await person.openButton.click();
    await expect(person.page.getByRole('group', { name: 'curl command' }).last()).toBeVisible();
  },
  'a host that does not exist': async (person, place) => {
    await states.tokens(person, place);
    await person.host.fill('http://127.0.0.1:9');
    await person.page.getByText('Connection', { exact: true }).click();
    await person.page.getByLabel('Way to the host').selectOption('Directly');
    await person.openButton.click();
    await expect(person.page.getByText('so the network works')).toBeVisible();
  },
  'the ID token for other programs': async (person, place) => {
    await states.tokens(person, place);
    await person.page.getByText('Use the ID token elsewhere').click();
    await person.page.getByRole('radio', { name: 'FileMaker' }).check();
  },
  'tokens that have run out': async (person, place) => {
    await person.page.clock.install();
    await states.tokens(person, place);
    await person.page.clock.fastForward(61 * 60_000);
    await expect(person.page.getByText('expired – refresh').first()).toBeVisible();
  },
  'a token that was pasted': async (person, place) => {
    await states.tokens(person, place);
    const token = await person.reveal('ID token');
    await person.page.getByRole('heading', { name: 'Inspect a token' }).click();
    await person.page.getByLabel('ID or access token').fill(token);
    await person.page.getByRole('button', { name: 'Inspect', exact: true }).click();
    await person.page.getByRole('button', { name: 'Verify signature' }).click();
    await expect(person.page.getByText('Signature verified')).toBeVisible();
  },
  'the requests': async (person, place) => {
    await states['records as a table'](person, place);
    await person.page.getByRole('heading', { name: 'Requests' }).click();
    await expect(person.page.getByRole('button', { name: 'Export as HAR' })).toBeVisible();
  },
  'another user pool': async (person) => {
    await person.page.getByRole('radio', { name: 'Another user pool' }).check();
    await expect(person.page.getByLabel('User pool id')).toBeVisible();
  },
  'every help text': async (person) => {
    for (const summary of await person.page.locator('#help summary').all()) await summary.click();
  },
};
