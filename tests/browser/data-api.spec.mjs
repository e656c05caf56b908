// @ts-check
// A Data API session in the page: opened, called, validated, ended; and what is said where that does not work.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from './fixtures.mjs';

const run = promisify(execFile);

test('a host that refuses pages is reached through the relay of the same origin, without a word from the person', async ({ person, shared }) => {
  await person.signInAndOpenSession(shared);
  await expect(person.page.getByText('Calls go through the relay of this server.')).toBeVisible();
});

test('a host that lets pages in is called directly, though there is a relay', async ({ person, fresh }) => {
  fresh.host.setOptions({ cors: true });
  await person.signInAndOpenSession(fresh);
  await expect(person.page.getByText('calls go to it directly')).toBeVisible();
});

test('the answer of any call can be copied', async ({ person, shared }) => {
  await person.signInAndOpenSession(shared);
  await person.choose('Any call');
  await person.page.getByLabel('Path', { exact: true }).fill('layouts/Contacts/records?_limit=5');
  await person.page.keyboard.press('Enter');
  await expect(person.page.getByRole('group', { name: 'Answer' })).toContainText('"returnedCount": 5');
  expect(JSON.parse(await person.copy('answer')).messages).toEqual([{ code: '0', message: 'OK' }]);
});

test('a record is created by a call with a body, and a body that is no JSON is not sent', async ({ person, fresh }) => {
  await person.signInAndOpenSession(fresh);
  await person.choose('Any call');
  await person.page.getByLabel('Method').selectOption('POST');
  await person.page.getByLabel('Path', { exact: true }).fill('layouts/Contacts/records');
  await person.page.getByLabel('Body (JSON)').fill('{"fieldData": {"Name": "Jöran",}}');
  await person.page.getByRole('button', { name: 'Send' }).click();
  await person.isTold(/not JSON/);
  await person.page.getByLabel('Body (JSON)').fill('{"fieldData": {"Name": "Jöran"}}');
  await person.page.getByRole('button', { name: 'Send' }).click();
  await expect(person.page.getByRole('group', { name: 'Answer' })).toContainText('"recordId": "49"');
});

test('each successful call starts the fifteen minutes again', async ({ person, shared }) => {
  await person.page.clock.install();
  await person.signInAndOpenSession(shared);
  const left = person.page.locator('#session').getByRole('timer');
  await expect(left).toHaveText(/^(14:5\d|15:00) left$/);
  await person.page.clock.fastForward(5 * 60_000);
  await expect(left).toHaveText(/^(9:5\d|10:00) left$/);
  await person.layoutsButton.click();
  await expect(left).toHaveText(/^(14:5\d|15:00) left$/);
  await person.page.clock.fastForward(16 * 60_000);
  await expect(left).toHaveText('expired – the next call opens a new one');
});

test('a session is validated and logged out', async ({ person, fresh }) => {
  await person.signInAndOpenSession(fresh);
  await person.page.getByRole('button', { name: 'Validate' }).click();
  await expect(person.page.getByText('The host knows this session')).toBeVisible();
  await person.page.getByRole('button', { name: 'Log out' }).click();
  await expect(person.page.getByText('Logged out')).toBeVisible();
  expect(fresh.host.sessions.size).toBe(0);
  await expect(person.openButton).toBeFocused();
});

for (const [minutes, refreshes] of [[16, 0], [61, 1]]) {
  test(`a call after ${minutes} minutes gets a new session by itself`, async ({ person, fresh, watched }) => {
    watched.expectNetworkTrouble(); // the host's 952 is an HTTP error
    if (refreshes) await person.page.clock.install({ time: fresh.clock.now() });
    await person.signInAndOpenSession(fresh);
    const before = await person.reveal('Data API token');
    fresh.clock.advance(minutes * 60_000);
    if (refreshes) await person.page.clock.fastForward(minutes * 60_000);
    await person.layoutsButton.click();
    await expect(person.layouts).toBeVisible();
    await expect(person.page.getByText('a new one was opened')).toBeVisible();
    await expect(person.alert).toHaveCount(0);
    expect(await person.reveal('Data API token')).not.toBe(before);
    expect(fresh.pool.count({ operation: 'GetTokensFromRefreshToken' })).toBe(refreshes);
  });
}

test('where the sign-in is over as well, a call says so', async ({ person, fresh, watched }) => {
  watched.expectNetworkTrouble();
  await person.page.clock.install({ time: fresh.clock.now() });
  await person.signInAndOpenSession(fresh);
  fresh.pool.revokeAll();
  fresh.clock.advance(61 * 60_000);
  await person.page.clock.fastForward(61 * 60_000);
  await person.layoutsButton.click();
  await person.isTold(/refresh token .*Sign in/is);
});

test('who asks whether a session is good hears that it ended, and the next one is two keys away', async ({ person, fresh, watched }) => {
  watched.expectNetworkTrouble();
  await person.signInAndOpenSession(fresh);
  fresh.clock.advance(16 * 60_000);
  await person.page.getByRole('button', { name: 'Validate' }).click();
  await person.isTold(/does not know this session.*Open a new one/s);
  await person.tabTo(person.page.getByRole('button', { name: 'Forget this session and open a new one' }));
  await person.page.keyboard.press('Enter');
  await expect(person.openButton).toBeFocused();
  await person.page.keyboard.press('Enter');
  await person.layoutsButton.click();
  await expect(person.layouts).toBeVisible();
});

test('a database that does not exist is said not to open, and nothing is lost', async ({ person, shared, watched }) => {
  watched.expectNetworkTrouble();
  await person.signIn(shared);
  const idToken = await person.reveal('ID token');
  await person.database.fill('Nowhere');
  await person.page.keyboard.press('Enter');
  await person.isTold(/cannot open that database.*Check the name/s);
  await expect(person.database).toBeFocused();
  await expect(person.host).toHaveValue(shared.host.url);
  expect(await person.reveal('ID token')).toBe(idToken);
  await person.database.fill('Verkauf');
  await person.page.keyboard.press('Enter');
  await person.layoutsButton.click();
  await expect(person.layouts.getByRole('listitem')).toHaveText(['Kunden Übersicht', 'Rechnungen']);
});

test('an account without fmrest is told what it lacks', async ({ person, shared, watched }) => {
  watched.expectNetworkTrouble();
  await person.signIn(shared);
  await person.database.fill('Payroll');
  await person.page.keyboard.press('Enter');
  await person.isTold(/fmrest/);
});

test('a host that refuses web pages: the page says why, and its curl command opens the session', async ({ person, unrelayed, watched }) => {
  watched.expectNetworkTrouble();
  await person.signIn(unrelayed);
  const idToken = await person.reveal('ID token');
  await person.openButton.click();
  await person.isTold(/FileMaker hosts refuse calls from other web pages/);
  const command = person.alert.getByRole('group', { name: 'curl command' });
  await expect(command).toContainText('Authorization: FMID ••••••••');
  await expect(command).not.toContainText(idToken);
  await expect(person.host).toHaveValue(unrelayed.host.url);

  const copied = await person.copy('curl command');
  expect(copied).toContain(idToken);
  const { stdout } = await run('sh', ['-c', copied.replace('curl ', 'curl -s --noproxy "*" ')]);
  expect(stdout).toMatch(/^HTTP\/1\.1 200[^]*x-fm-data-access-token: \S+/im);
});

test('a relay that the person names is used where this server has none', async ({ person, unrelayed, shared, watched }) => {
  watched.expectNetworkTrouble();
  await person.signIn(unrelayed);
  await person.page.getByText('Connection', { exact: true }).click();
  await person.page.getByLabel('Relay', { exact: true }).fill(new URL('/relay', shared.url).href);
  await person.page.getByLabel('Way to the host').selectOption('Through a relay');
  await person.openButton.click();
  // That server is of another origin, and lets no page in either: the call went there, not to the host.
  await person.isTold(/CORS/);
  expect(unrelayed.host.requests).toEqual([]);
});

test('a relay that gives no answer is what is named, not the host', async ({ person, unrelayed, watched }) => {
  watched.expectNetworkTrouble();
  await person.signIn(unrelayed);
  await person.page.getByText('Connection', { exact: true }).click();
  await person.page.getByLabel('Relay', { exact: true }).fill('http://127.0.0.1:9/relay');
  await person.page.getByLabel('Way to the host').selectOption('Through a relay');
  await person.openButton.click();
  await person.isTold(/The relay did not answer.*still runs/s);
});

test('a host that the relay was not told of is named as such', async ({ person, shared, watched }) => {
  watched.expectNetworkTrouble();
  await person.signIn(shared);
  await person.host.fill('acme.account.filemaker-cloud.com');
  await person.openButton.click();
  await person.isTold(/relay does not forward.*--allow/s);
  await expect(person.alert.getByRole('group', { name: 'curl command' })).toContainText('https://acme.account.filemaker-cloud.com/fmi/data/vLatest');
});

test('no host at an address: what is known and what is a guess are told apart', async ({ person, unrelayed, watched }) => {
  watched.expectNetworkTrouble();
  await person.signIn(unrelayed);
  await person.host.fill('http://127.0.0.1:9');
  await person.openButton.click();
  await person.isTold(/reaches the sign-in service, so the network works.*does not tell a page the rest; probably/s);
  await expect(person.alert.getByRole('link', { name: 'http://127.0.0.1:9' })).toHaveAttribute('rel', 'noreferrer noopener');
});
