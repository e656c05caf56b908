// @ts-check
// One and the same library and .wasm where there is no page: in a module worker. (Node: tests/glue.)
import { startSite } from '../../scripts/lib/serve.mjs';
import { expect, test } from './fixtures.mjs';

const WORKER = `
  import { createClient } from './fmid/index.js';
  addEventListener('message', async ({ data: { pool, host, username, password } }) => {
    try {
      const fmid = await createClient({ pool });
      const tokens = await fmid.signIn({ username, password, answer: () => ({ code: '123456' }) });
      const again = await fmid.refresh({ refreshToken: tokens.refreshToken });
      const revoked = await fmid.refresh({ refreshToken: 'not.a.token' }).catch((error) => error.code);
      postMessage({ use: fmid.decodeUnverified(again.idToken).claims.token_use, revoked });
    } catch (error) {
      postMessage({ error: error.message });
    }
  });`;

test('a module worker signs in with a code and refreshes', async ({ page, watched: _, shared }) => {
  // Served, not fulfilled by Playwright: Chromium would take the worker for one of the public network and keep it from loopback.
  const site = await startSite({ scripts: { '/worker.js': WORKER } });
  await page.goto(site.url);
  const { username, password } = /** @type {{ username: string, password: string }} */ (shared.accounts.find(({ kind }) => kind === 'sms'));
  const { userPoolId, clientId, url: endpoint } = shared.pool;
  const result = await page.evaluate(
    (given) =>
      new Promise((resolve, reject) => {
        const worker = new Worker('./worker.js', { type: 'module' });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage(given);
      }),
    { pool: { userPoolId, clientId, endpoint }, username, password },
  );
  await site.close();
  expect(result).toEqual({ use: 'id', revoked: 'refresh_token_invalid' });
});
