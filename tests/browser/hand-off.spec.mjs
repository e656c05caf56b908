// @ts-check
// The same sign-in for other tools: what is copied works, and what is shown has no token in it.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from './fixtures.mjs';

const clipboard = (/** @type {import('@playwright/test').Page} */ page) => page.evaluate(() => navigator.clipboard.readText());

test('what is shown has no token in it, what is copied has, and the names follow what is typed', async ({ person, shared }) => {
  await person.signIn(shared);
  await person.host.fill('acme.account.filemaker-cloud.com');
  await person.database.fill("Ben's file.fmp12");
  const idToken = await person.reveal('ID token');
  const preview = person.page.getByRole('group', { name: 'Use it elsewhere' });
  for (const [tool, what, part] of [
    ['Header', 'header', 'Authorization: FMID'],
    ['curl', 'curl command', 'https://acme.account.filemaker-cloud.com/fmi/data/vLatest/databases/Ben'],
    ['Postman', 'collection', '{{dataApiToken}}'],
    ['FileMaker', 'script steps', 'Insert from URL'],
    ['.env', 'lines', 'FMID_HOST=acme.account.filemaker-cloud.com'],
  ]) {
    await person.page.getByRole('radio', { name: tool, exact: true }).check();
    await expect(preview).toContainText(part);
    expect(await preview.textContent()).not.toContain('eyJ');
    const copied = await person.copy(what);
    expect(copied).toContain(part);
    expect(copied).toContain(idToken);
  }
});

test('the copied curl command opens a session', async ({ person, shared }) => {
  await person.signIn(shared);
  await person.page.getByRole('radio', { name: 'curl', exact: true }).check();
  // Not execFileSync: the sandbox answers from this process.
  const { stdout } = await promisify(execFile)('bash', ['-c', `${await person.copy('curl command')} -s`]);
  expect(stdout).toMatch(/x-fm-data-access-token: \S+/i);
});

test('the Postman collection is downloaded, and its requests work one after the other', async ({ person, shared }) => {
  await person.signIn(shared);
  await person.page.getByRole('radio', { name: 'Postman' }).check();
  const downloading = person.page.waitForEvent('download');
  await person.page.getByRole('button', { name: 'Download fmid.postman_collection.json' }).click();
  const { info, item, variable } = JSON.parse(readFileSync(await (await downloading).path(), 'utf8'));
  expect(info.schema).toBe('https://schema.getpostman.com/json/collection/v2.1.0/collection.json');
  /** @type {Record<string, string>} */
  const variables = Object.fromEntries(variable.map((/** @type {any} */ each) => [each.key, each.value]));
  const filled = (/** @type {string} */ text) => text.replace(/\{\{(\w+)\}\}/g, (_, name) => variables[name]).replace('LAYOUT', 'Contacts');
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
