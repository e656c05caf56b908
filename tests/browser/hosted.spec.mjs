// @ts-check
// The page as it is built for hosting: Claris ID alone, and no help from a server.
import { startSite } from '../../scripts/lib/serve.mjs';
import { expect, test } from './fixtures.mjs';

test('without a sandbox there is Claris ID alone, and nothing is asked of the network but the page itself', async ({ person }) => {
  const site = await startSite({ relay: false });
  try {
    /** @type {string[]} */
    const asked = [];
    person.page.on('request', (request) => asked.push(new URL(request.url()).origin));
    await person.open(site);
    await expect(person.page.getByRole('radio')).toHaveCount(0);
    await expect(person.page.getByText('Pool: Claris ID')).toBeVisible();
    await expect(person.page.getByText('demo accounts').filter({ visible: true })).toHaveCount(0);
    await expect(person.page.getByRole('heading', { name: 'What you need' })).toBeVisible();
    expect(new Set(asked)).toEqual(new Set([new URL(site.url).origin]));
  } finally {
    await site.close();
  }
});
