// @ts-check
// Every state that the page can be in, and how a person gets there: for the tests that look at all of them, in every engine.

/** @typedef {import('../../scripts/sandbox/demo-accounts.mjs').Account} Account */
/** @typedef {import('./fixtures.mjs').Place} Place */

/**
 * All that a person does and sees on the way: whatever drives an engine can play one (person.mjs, ../engines/person.mjs). A button and
 * a field have the whole name, everything else goes by how its name begins; each method waits until there is something of that name.
 *
 * @typedef {object} Somebody
 * @property {(account: Account, password?: string) => Promise<void>} enter
 * @property {(code: string) => Promise<void>} typeCode where the page has put the focus
 * @property {() => Promise<void>} isAsked for what comes after the password
 * @property {() => Promise<void>} hasTokens
 * @property {(button: string) => Promise<void>} press
 * @property {() => Promise<void>} pressEnter
 * @property {(radio: string) => Promise<void>} choose
 * @property {(label: string, text: string) => Promise<void>} fill
 * @property {(label: string, option: string) => Promise<void>} select
 * @property {(part: string) => Promise<void>} unfold by a part of what it says
 * @property {(region: string) => Promise<void>} unfoldAll of a region
 * @property {(text: string) => Promise<void>} reads
 * @property {(role: 'alert' | 'button' | 'group' | 'list' | 'table' | 'textbox', name?: string) => Promise<void>} sees
 * @property {(token: string) => Promise<string>} reveal
 * @property {() => Promise<void>} goOffline
 * @property {(minutes: number) => Promise<void>} wait without waiting
 */

/** @typedef {(person: Somebody, place: Place) => Promise<void>} Reach */

/** @param {string} kind @returns {Reach} */
const asked = (kind) => async (person, place) => {
  const account = place.accounts.find((each) => each.kind === kind);
  if (!account) throw new Error(`no demo account "${kind}"`);
  await person.enter(account);
  await person.isAsked();
};

/** From the page as it opens. @type {Record<string, Reach>} */
export const states = {
  'the first view': async () => {},
  'the refused demo accounts': (person) => person.unfold('that are refused'),
  'Claris ID chosen': (person) => person.choose('Claris ID'),
  'a refresh token to be pasted': (person) => person.unfold('Or continue with a refresh token'),
  'a sign-in under way': async (person, place) => {
    place.pool.faults.add({ operation: 'InitiateAuth', kind: 'slow', delayMs: 60_000 });
    await person.enter(place.accounts[0]);
    await person.reads('Making the proof');
  },
  'a wrong password': async (person, place) => {
    await person.enter(place.accounts[0], 'not-the-password');
    await person.unfold('Details');
  },
  'offline': async (person) => {
    await person.goOffline();
    await person.reads('This device is offline.');
  },
  'a code from a text message': asked('sms'),
  'a wrong code': async (person, place) => {
    await asked('sms')(person, place);
    await person.typeCode('999999');
    await person.sees('alert');
  },
  'a sign-in begun anew': async (person, place) => {
    await asked('sms')(person, place);
    place.clock.advance(4 * 60_000);
    await person.typeCode('123456');
    await person.sees('alert');
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
      await person.press(`Reveal ${name}`);
    }
    for (const name of ['ID token', 'Access token']) await person.unfold(`Claims of the ${name}`);
  },
  'a refresh that failed': async (person, place) => {
    await states.tokens(person, place);
    place.pool.revokeAll();
    await person.press('Refresh now');
    await person.sees('alert');
  },
  'signing out everywhere': async (person, place) => {
    await states.tokens(person, place);
    await person.press('Sign out everywhere…');
  },
  'a session': async (person, place) => {
    await states.tokens(person, place);
    await person.press('Open session');
    await person.sees('button', 'List layouts');
  },
  'layouts': async (person, place) => {
    await states['a session'](person, place);
    await person.press('List layouts');
    await person.sees('list', 'Layouts');
  },
  'records as a table': async (person, place) => {
    await states.layouts(person, place);
    await person.press([...place.host.databases[0].layouts.keys()][0]);
    await person.sees('table', 'Records of');
  },
  'a record with a portal': async (person, place) => {
    await states.tokens(person, place);
    await person.fill('Database', 'Verkauf');
    await person.press('Open session');
    await person.press('List layouts');
    await person.press('Kunden Übersicht');
    await person.press('2');
    await person.sees('table', 'Rows of the portal Rechnungen');
  },
  'records as JSON': async (person, place) => {
    await states['records as a table'](person, place);
    await person.choose('JSON');
    await person.sees('group', 'Answer');
  },
  'a search without a match': async (person, place) => {
    await states['records as a table'](person, place);
    await person.fill('Find', 'nobody has this');
    await person.pressEnter();
    await person.reads('No records.');
  },
  'a script that ran': async (person, place) => {
    await states.layouts(person, place);
    await person.choose('Script');
    await person.fill('Script', 'Echo');
    await person.fill('Parameter', 'Hello');
    await person.press('Run script');
    await person.reads('Its result: Hello');
  },
  'an answer': async (person, place) => {
    await states['a session'](person, place);
    await person.choose('Any call');
    await person.press('Send');
    await person.sees('group', 'Answer');
    await person.unfold('The same request for another program');
  },
  'product info': async (person, place) => {
    await states.tokens(person, place);
    await person.unfold('Without a session');
    await person.press('Ask');
    await person.sees('group', 'Answer');
  },
  'a host that refuses web pages': async (person, place) => {
    await states.tokens(person, place);
    await person.unfold('Connection');
    await person.select('Way to the host', 'Directly');
    await person.press('Open session');
    await person.sees('group', 'curl command');
  },
  'a host that does not exist': async (person, place) => {
    await states.tokens(person, place);
    await person.fill('Host', 'http://127.0.0.1:9');
    await person.unfold('Connection');
    await person.select('Way to the host', 'Directly');
    await person.press('Open session');
    await person.reads('so the network works');
  },
  'the ID token for other programs': async (person, place) => {
    await states.tokens(person, place);
    await person.unfold('Use the ID token elsewhere');
    await person.choose('FileMaker');
  },
  'tokens that have run out': async (person, place) => {
    await states.tokens(person, place);
    await person.wait(61);
    await person.reads('expired – refresh');
  },
  'a token that was pasted': async (person, place) => {
    await states.tokens(person, place);
    const token = await person.reveal('ID token');
    await person.unfold('Inspect a token');
    await person.fill('ID or access token (JWT)', token);
    await person.press('Inspect');
    await person.press('Verify signature');
    await person.reads('Signature verified');
  },
  'the requests': async (person, place) => {
    await states['records as a table'](person, place);
    await person.unfold('Requests');
    await person.sees('button', 'Export as HAR');
  },
  'another user pool': async (person) => {
    await person.choose('Another user pool');
    await person.sees('textbox', 'User pool id');
  },
  'every help text': (person) => person.unfoldAll('When it does not work'),
};
