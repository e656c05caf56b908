// @ts-check
// Looking around in a database: layouts, records a page at a time, a search, a script, and what else the ID token opens.
import { expect, test } from './fixtures.mjs';

/** @param {import('./person.mjs').Person} person @param {import('./fixtures.mjs').Place} place */
async function openContacts(person, place) {
  await person.signInAndOpenSession(place);
  await person.layoutsButton.click();
  await person.layouts.getByRole('button', { name: 'Contacts', exact: true }).click();
  await expect(person.records).toBeVisible();
}

test('the records of a layout are paged through, to the last and back', async ({ person, shared }) => {
  await openContacts(person, shared);
  const { page } = person;
  const rows = person.records.locator('tbody tr');
  await expect(page.getByText('1–20 of 48')).toBeVisible();
  await expect(rows).toHaveCount(20);
  await expect(page.getByRole('button', { name: 'Previous' })).toBeDisabled();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('21–40 of 48').waitFor();
  await page.getByRole('button', { name: 'Next' }).press('Enter');
  await page.getByText('41–48 of 48').waitFor();
  await expect(page.getByRole('button', { name: 'Previous' })).toBeFocused();
  await expect(rows).toHaveCount(8);
  await expect(rows.last().getByRole('rowheader')).toHaveText('48');
  await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled();
  await page.getByRole('button', { name: 'Previous' }).click();
  await page.getByText('21–40 of 48').waitFor();
});

test('a search finds, says when nothing matches, and gives all records back', async ({ person, shared, watched }) => {
  watched.expectNetworkTrouble(); // "no records" is an HTTP error of FileMaker's
  await openContacts(person, shared);
  const { page } = person;
  await page.getByLabel('In the field').selectOption('City');
  await page.getByLabel('Find', { exact: true }).fill('Lisboa');
  await page.keyboard.press('Enter');
  await page.getByText('1–8 of 8').waitFor();
  for (const city of await person.records.locator('tbody tr td:nth-child(3)').allTextContents()) expect(city).toBe('Lisboa');
  await page.getByLabel('Find', { exact: true }).fill('Atlantis');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No records.')).toBeVisible();
  await expect(person.alert).toHaveCount(0);
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByText('1–20 of 48').waitFor();
});

test('two criteria must both match; each field is offered once', async ({ person, shared }) => {
  await openContacts(person, shared);
  const { page } = person;
  await page.getByLabel('Find', { exact: true }).fill('Ada');
  await page.getByRole('button', { name: 'Add a field' }).click();
  await expect(page.getByLabel('Find', { exact: true }).nth(1)).toBeFocused();
  await expect(page.getByLabel('In the field').nth(1)).toHaveValue('City');
  await expect(page.getByLabel('In the field').nth(1).getByRole('option', { name: 'Name' })).toBeDisabled();
  await page.keyboard.type('大阪');
  await page.keyboard.press('Enter');
  await page.getByText('1–1 of 1').waitFor();
  for (const cells of await person.records.locator('tbody tr').all()) await expect(cells).toContainText(/Ada.*大阪/);
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByLabel('Find', { exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByText('1–4 of 4').waitFor();
});

test('a heading sorts, up and down, also what was found', async ({ person, shared }) => {
  await openContacts(person, shared);
  const { page } = person;
  const ages = async () => (await person.records.locator('tbody tr td:nth-child(5)').allTextContents()).map(Number);
  const heading = person.records.getByRole('columnheader', { name: 'Age' });
  await heading.getByRole('button').press('Enter');
  await expect(heading).toHaveAttribute('aria-sort', 'ascending');
  await expect(heading.getByRole('button')).toBeFocused();
  expect(await ages()).toEqual((await ages()).toSorted((a, b) => a - b));
  await heading.getByRole('button').press('Enter');
  await expect(heading).toHaveAttribute('aria-sort', 'descending');
  expect((await ages())[0]).toBe(68);
  await page.getByLabel('Find', { exact: true }).fill('Ada');
  await page.keyboard.press('Enter');
  await page.getByText('1–4 of 4').waitFor();
  expect(await ages()).toEqual((await ages()).toSorted((a, b) => b - a));
});

test('a record is looked at by itself, with the rows of its portal, and the list is as it was', async ({ person, shared }) => {
  await person.signIn(shared);
  const { page } = person;
  await person.database.fill('Verkauf');
  await person.openButton.click();
  await person.layoutsButton.click();
  await person.layouts.getByRole('button', { name: 'Kunden Übersicht' }).click();
  await person.records.getByRole('button', { name: '2', exact: true }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Record 2' })).toBeFocused();
  await expect(page.getByRole('table', { name: 'Record 2' }).getByRole('row', { name: 'Kundennummer' })).toContainText('K-1002');
  const portal = page.getByRole('table', { name: 'Rows of the portal Rechnungen' });
  await expect(portal.getByRole('row')).toHaveCount(3); // a heading, and R-2024001 and R-2024037
  await expect(portal.getByRole('columnheader', { name: 'Nummer', exact: true })).toBeVisible();
  await page.getByRole('radio', { name: 'JSON' }).check();
  expect(JSON.parse(await person.copy('answer')).portalData.Rechnungen).toHaveLength(2);
  await page.getByRole('radio', { name: 'Table' }).check();
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await expect(person.records.getByRole('button', { name: '2', exact: true })).toBeFocused();
});

test('the same records as JSON can be copied', async ({ person, shared }) => {
  await openContacts(person, shared);
  await person.page.getByRole('radio', { name: 'JSON' }).check();
  expect(JSON.parse(await person.copy('answer')).response.data).toHaveLength(20);
});

test('a script is chosen from the list, runs with its parameter, and one that fails says its error', async ({ person, shared }) => {
  await person.signInAndOpenSession(shared);
  const { page } = person;
  await person.layoutsButton.click();
  await expect(person.layouts).toBeVisible();
  await person.choose('Script');
  await page.getByRole('button', { name: 'List scripts' }).click();
  const script = page.getByRole('combobox', { name: 'Script', exact: true });
  await expect(script).toHaveValue('Echo');
  await page.getByLabel('Parameter').fill('Grüße & mehr');
  await page.getByRole('button', { name: 'Run script' }).click();
  await expect(page.getByText('Its result: Grüße & mehr')).toBeVisible();
  await script.fill('Fail');
  await page.getByRole('button', { name: 'Run script' }).click();
  await expect(page.getByText('FileMaker’s error 3.')).toBeVisible();
});

test('product info, OData and the Admin API answer to the same ID token, without a session', async ({ person, fresh }) => {
  await person.signIn(fresh);
  const { page } = person;
  await page.getByText('Without a session').click();
  const answer = page.locator('#other-result').getByRole('group', { name: 'Answer' });
  for (const [api, part] of [['Product info', 'FileMaker Data API Engine'], ['OData', 'EntitySet'], ['Admin API', 'Contacts']]) {
    await page.getByLabel('API', { exact: true }).selectOption(api);
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await expect(answer).toContainText(part);
  }
  expect(fresh.host.openSessions().data).toBe(0);
});

/** What the host says to a call, in place of what it would say. @param {import('./person.mjs').Person} person @param {RegExp} path @param {object} answer @param {number} [status] */
const says = ({ page }, path, answer, status = 200) =>
  page.route(({ pathname }) => path.test(pathname), (route) => (route.request().method() === 'OPTIONS' ? route.continue() : route.fulfill({ status, json: answer, headers: { 'access-control-allow-origin': '*' } })));

test('a name of 300 characters does not widen the page, and one that turns the direction of writing turns its own only', async ({ person, fresh }) => {
  const long = 'Layout'.repeat(50);
  const turned = 'Kunden\u202eTXT.';
  await person.signInAndOpenSession(fresh);
  const fieldData = { [long]: long, City: turned };
  await says(person, /\/layouts$/, { response: { layouts: [{ name: long }, { name: turned }] }, messages: [{ code: '0', message: 'OK' }] });
  await says(person, /\/records$/, {
    response: { data: [{ recordId: '1', modId: '1', fieldData, portalData: {} }], dataInfo: { foundCount: 1, totalRecordCount: 1, returnedCount: 1 } },
    messages: [{ code: '0', message: 'OK' }],
  });
  const { page } = person;
  await person.layoutsButton.click();
  for (const name of [long, turned]) {
    await person.layouts.getByRole('button', { name, exact: true }).click();
    await expect(person.records.locator('tbody tr')).toHaveCount(1);
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${name.slice(0, 6)} at ${width}`).toBeLessThanOrEqual(0);
    }
  }
  const table = person.records.locator('caption bdi');
  await expect(table).toHaveText(turned);
  await expect(person.records.locator('tbody td').last()).toHaveAttribute('dir', 'auto');
});

test('a table without a record is shown as one, not as an error', async ({ person, fresh, watched }) => {
  watched.expectNetworkTrouble(); // FileMaker's 101 is HTTP 404
  await person.signInAndOpenSession(fresh);
  await says(person, /\/records$/, { response: {}, messages: [{ code: '101', message: 'Record is missing' }] }, 404);
  await person.layoutsButton.click();
  await person.layouts.getByRole('button', { name: 'Contacts', exact: true }).click();
  await expect(person.page.getByText('No records.')).toBeVisible();
  await expect(person.alert).toHaveCount(0);
});
