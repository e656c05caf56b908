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
  'an answer': async (person, place) => {
    await states['a session'](person, place);
    await person.layoutsButton.click();
    await person.layouts.getByRole('button').first().click();
    await person.page.getByLabel('Method').selectOption('POST');
    await person.page.getByLabel('Method').selectOption('GET');
    await person.page.getByRole('button', { name: 'Send' }).click();
    await expect(person.page.getByRole('group', { name: 'Answer' })).toBeVisible();
  },
  'a host that refuses web pages': async (person, place) => {
    await states.tokens(person, place);
    await person.page.getByLabel('Through the relay of this server').uncheck();
    await person.openButton.click();
    await expect(person.page.getByRole('group', { name: 'curl command' })).toBeVisible();
  },
};
