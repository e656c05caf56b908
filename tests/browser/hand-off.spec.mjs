// @ts-check
// The same request for other programs: what is copied works, what is shown has no token in it.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from './fixtures.mjs';

/** @param {import('./person.mjs').Person} person */
async function openHandOff(person) {
  await person.page.getByText('Use the ID token elsewhere').click();
  return person.page.locator('#elsewhere');
}

test('what is shown has no token in it, what is copied has, and both follow what is typed', async ({ person, shared }) => {
  await person.signIn(shared);
  const idToken = await person.reveal('ID token');
  const box = await openHandOff(person);
  await person.host.fill('acme.account.filemaker-cloud.com');
  await person.database.fill("Ben's file.fmp12");
  const address = 'https://acme.account.filemaker-cloud.com/fmi/data/vLatest/databases/Ben';
  for (const [program, what, part] of [
    ['curl', 'curl command', address],
    ['FileMaker', 'FileMaker script steps', address],
    ['Postman', 'Postman collection', 'https://acme.account.filemaker-cloud.com'],
    ['.env', '.env line', 'FMID_ID_TOKEN='],
  ]) {
    await box.getByRole('radio', { name: program, exact: true }).check();
    const preview = box.getByRole('group', { name: what });
    await expect(preview).toContainText(part);
    expect(await preview.textContent()).not.toContain('eyJ');
    await box.getByRole('button', { name: `Copy ${what}` }).click();
    await expect(box.getByRole('button', { name: `Copied ${what}` })).toBeVisible();
    const copied = await person.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain(part);
    expect(copied).toContain(idToken);
  }
});

test('the copied curl command opens a session', async ({ person, shared }) => {
  await person.signIn(shared);
  await openHandOff(person);
  const command = await person.copy('curl command');
  const { stdout } = await promisify(execFile)('sh', ['-c', command.replace('curl ', 'curl -s --noproxy "*" ')]);
  expect(stdout).toMatch(/^HTTP\/1\.1 200[^]*x-fm-data-access-token: \S+/im);
});

test('the FileMaker steps say the same as curl, in FileMaker\'s own quoting', async ({ person, shared }) => {
  await person.signIn(shared);
  const box = await openHandOff(person);
  await box.getByRole('radio', { name: 'FileMaker' }).check();
  const steps = await box.getByRole('group', { name: 'FileMaker script steps' }).textContent();
  expect(steps).toBe(
    [
      'Set Variable [ $token ; Value: "••••••••" ]',
      `Set Variable [ $url ; Value: "${shared.host.url}/fmi/data/vLatest/databases/Contacts/sessions" ]`,
      'Set Variable [ $body ; Value: "{}" ]',
      'Set Variable [ $options ; Value:',
      '  "--request POST" &',
      '  " --header " & Quote ( "Authorization: FMID " & $token ) &',
      '  " --header " & Quote ( "Content-Type: application/json" ) &',
      '  " --data @$body" &',
      '  " --dump-header $headers" ]',
      'Insert from URL [ Select ; With dialog: Off ; Target: $answer ; $url ; Verify SSL Certificates ; cURL options: $options ]',
      'If [ Get ( LastError ) ≠ 0 or JSONGetElement ( $answer ; "messages[0].code" ) ≠ 0 ]',
      '  Show Custom Dialog [ "Data API" ; JSONGetElement ( $answer ; "messages[0].message" ) ]',
      'End If',
    ].join('\n'),
  );
});

test('the Postman collection is downloaded, and its requests work one after the other', async ({ person, shared }) => {
  await person.signIn(shared);
  const box = await openHandOff(person);
  await box.getByRole('radio', { name: 'Postman' }).check();
  const downloading = person.page.waitForEvent('download');
  await box.getByRole('button', { name: 'Download' }).click();
  const { info, item, variable } = JSON.parse(readFileSync(await (await downloading).path(), 'utf8'));
  expect(info.schema).toBe('https://schema.getpostman.com/json/collection/v2.1.0/collection.json');
  expect(item.length).toBeGreaterThan(4);
  /** @type {Record<string, string>} */
  const variables = Object.fromEntries(variable.map((/** @type {any} */ each) => [each.key, each.value]));
  const filled = (/** @type {string} */ text) => text.replace(/\{\{(\w+)\}\}/g, (_, name) => variables[name]);
  for (const { name, request, event } of item) {
    const response = await fetch(filled(request.url), {
      method: request.method,
      headers: request.header.map((/** @type {any} */ { key, value }) => [key, filled(value)]),
      body: request.body?.raw,
    });
    expect(response.status, name).toBe(200);
    if (!event) continue;
    const json = await response.json();
    const pm = {
      response: { json: () => json, headers: response.headers },
      collectionVariables: { set: (/** @type {string} */ key, /** @type {string} */ value) => (variables[key] = value) },
    };
    new Function('pm', event[0].script.exec.join('\n'))(pm);
    expect(variables.dataApiToken).not.toBe('');
  }
});

test('a call that was made can be taken elsewhere, too', async ({ person, shared }) => {
  await person.signInAndOpenSession(shared);
  await person.choose('Any call');
  await person.page.getByLabel('Path', { exact: true }).fill('layouts/Contacts/records?_limit=1');
  await person.page.keyboard.press('Enter');
  await person.page.locator('#answer').getByText('The same request for another program').click();
  const command = await person.copy('curl command');
  const { stdout } = await promisify(execFile)('sh', ['-c', command.replace('curl ', 'curl -s --noproxy "*" ')]);
  expect(stdout).toContain('"returnedCount":1');
});
