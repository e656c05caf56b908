// @ts-check
// Tokens from elsewhere, and the requests of this visit: looked into without giving anything away.
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures.mjs';

test('a pasted token is looked into; one that was changed, or is another pool\'s, is said to be', async ({ person, shared }) => {
  await person.signIn(shared);
  const idToken = await person.reveal('ID token');
  const [head, body, signature] = idToken.split('.');
  const changed = (/** @type {object} */ claims) => {
    const said = { ...JSON.parse(Buffer.from(body, 'base64url').toString()), ...claims };
    return [head, Buffer.from(JSON.stringify(said)).toString('base64url'), signature].join('.');
  };
  await person.open(shared);
  const { page } = person;
  await page.getByRole('heading', { name: 'Inspect a token' }).click();
  for (const [token, verdict] of [
    [`Authorization: FMID ${idToken}\n`, 'The signature is the pool’s'],
    [changed({ email: 'eve@example.com' }), 'The signature is wrong'],
    [changed({ iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Eve' }), 'Another pool than the chosen one'],
  ]) {
    await page.getByLabel('ID or access token').fill(token);
    await page.getByRole('button', { name: 'Inspect', exact: true }).click();
    await expect(page.getByRole('table', { name: /^Not verified/ })).toBeVisible();
    await page.getByRole('button', { name: 'Verify signature' }).click();
    await expect(page.getByText(verdict)).toBeVisible();
  }
  await page.getByLabel('ID or access token').fill('no.token');
  await page.getByRole('button', { name: 'Inspect', exact: true }).click();
  await person.isTold(/That is not a token/);
});

test('keys that cannot be read are said to be; a browser without WebCrypto verifies all the same', async ({ person, shared, watched }) => {
  watched.expectNetworkTrouble();
  await person.signIn(shared);
  const { page } = person;
  await page.getByText('Claims of the ID token').click();
  await page.route('**/.well-known/jwks.json', (route) => route.abort());
  await page.getByRole('button', { name: 'Verify signature' }).click();
  await expect(page.getByText('The keys of the pool could not be read')).toBeVisible();
  await expect(page.getByText('Not verified', { exact: true })).toBeVisible();
  await page.unroute('**/.well-known/jwks.json');
  await page.evaluate(() => Object.defineProperty(crypto, 'subtle', { value: undefined }));
  await page.getByRole('button', { name: 'Verify signature' }).click();
  await expect(page.getByText('The signature is the pool’s')).toBeVisible();
});

test('the requests of the visit are listed with their times, exported as HAR, and hold no secret', async ({ person, fresh }) => {
  await person.signInAndOpenSession(fresh);
  const { page } = person;
  const secrets = [];
  for (const name of ['ID token', 'Access token', 'Refresh token', 'Data API token']) secrets.push(await person.reveal(name));
  await person.choose('Script');
  await page.getByRole('combobox', { name: 'Layout' }).fill('Contacts');
  await page.getByRole('combobox', { name: 'Script', exact: true }).fill('Echo');
  await page.getByLabel('Parameter').fill('a-parameter-of-mine');
  await page.getByRole('button', { name: 'Run script' }).click();
  await expect(page.getByText('Its result: a-parameter-of-mine')).toBeVisible();
  await page.getByRole('button', { name: 'Log out' }).click();
  await expect(page.getByText('Logged out')).toBeVisible();

  await page.getByRole('heading', { name: 'Requests' }).click();
  const table = page.getByRole('group', { name: 'Requests' });
  await expect(table.getByRole('row', { name: /InitiateAuth.* 200 .* ms/ })).toBeVisible();
  await expect(table.getByRole('row', { name: /POST .*\/sessions .*no answer/ })).toBeVisible(); // directly, refused
  await expect(table.getByRole('row', { name: /DELETE .*\/sessions\/\*\*\*/ })).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export as HAR' }).click();
  const text = readFileSync(await (await downloading).path(), 'utf8');
  const { log } = JSON.parse(text);
  expect(log.version).toBe('1.2');
  const opening = log.entries.find((/** @type {any} */ { request, response }) => request.url.endsWith('/sessions') && response.status === 200);
  expect(opening.request.headers).toContainEqual({ name: 'Authorization', value: 'FMID ***' });
  expect(opening.time).toBeGreaterThan(0);
  const shown = (await table.textContent()) ?? '';
  for (const secret of [...secrets, fresh.accounts[0].password, 'a-parameter-of-mine', '"SRP_A"']) {
    expect(text.includes(secret), secret.slice(0, 8)).toBe(false);
    expect(shown.includes(secret)).toBe(false);
  }
  await page.getByRole('button', { name: 'Clear' }).last().click();
  await expect(page.getByText('0 in this visit')).toBeVisible();
});
