// @ts-check
// A WebAssembly module that breaks while the service runs: whoever was in it hears so, and everybody after it has one that is whole.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { served } from './served.mjs';

test('when the module runs out of memory, that call and the sign-ins that wait end as a fault of the service, and the next ones are answered', async (t) => {
  const s = await served(t, { strictStatus: true });
  const waiting = (await s.signIn('sms')).body.challenge.id;
  // So long that it needs memory, of which there is none.
  s.pool.faults.add({ operation: 'InitiateAuth', kind: 'reply', reply: { status: 200, body: `{"ChallengeName":"${'x'.repeat(4_000_000)}"}` } });
  const grow = t.mock.method(WebAssembly.Memory.prototype, 'grow', () => {
    throw new RangeError('none left');
  });
  const broken = await s.signIn();
  grow.mock.restore();
  assert.deepEqual([broken.status, broken.body.error.reason], [500, 'internal']);
  assert.ok(broken.body.error.hint);

  const late = await s.post('/users/answer', { id: waiting, code: '123456' });
  assert.deepEqual([late.status, late.body.error.reason], [500, 'internal']);

  const asked = await s.signIn('sms');
  const answered = await s.post('/users/answer', { id: asked.body.challenge.id, code: '123456' });
  assert.equal(answered.status, 200);
  const { idToken, refreshToken } = answered.body.tokens;
  assert.equal((await s.post('/sessions', { host: s.hostName, database: 'Contacts', idToken })).status, 200);
  assert.equal((await s.post('/users/refresh', { username: s.account('sms').username, refresh_token: refreshToken })).status, 200);
});
