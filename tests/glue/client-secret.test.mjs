// @ts-check
// App clients that have a secret, against a pool that computes the hashes by itself (scripts/sandbox/pool/initiate-auth.mjs).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '../../dist/fmid/index.js';
import { sandboxed } from './sandboxed.mjs';
import { REFRESH, costs, fails } from './signed-in.mjs';

const clientSecret = '1k2secret_canary+3';

for (const kind of ['none', 'sms', 'totp', 'choice', 'new-password', 'mfa-setup']) {
  test(`a client with a secret signs in (${kind}), refreshes and revokes`, async (t) => {
    const s = await sandboxed(t, { poolOptions: { clientSecret } });
    t.after(() => s.fmid.stop());
    await s.signIn(kind);
    await costs(s, { pool: REFRESH }, () => s.fmid.refresh());
    await costs(s, { pool: { RevokeToken: 1 } }, () => s.fmid.revoke());
  });
}

test('a secret that is missing or wrong costs one request, and is in nothing that is said', async (t) => {
  const { pool } = await sandboxed(t, { poolOptions: { clientSecret } });
  const { userPoolId, clientId, url: endpoint } = pool;
  for (const given of ['', 'wrong_canary']) {
    const fmid = await createClient({ pool: { userPoolId, clientId, endpoint, clientSecret: given } });
    pool.clearRequests();
    await assert.rejects(fmid.signIn({ username: 'ada@example.com', password: 'whatever' }), (/** @type {any} */ error) => {
      assert.doesNotMatch(JSON.stringify({ ...error, message: error.message, stack: error.stack }), /canary/);
      return fails('client_secret_required')(error);
    });
    assert.equal(pool.requests.length, 1);
    assert.doesNotMatch(JSON.stringify(fmid.pool), /canary/);
  }
});
