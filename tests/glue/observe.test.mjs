// @ts-check
// What an observer hears of requests, and that no secret is in it, whatever the request; and the page's history of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fetchTransport } from '../../dist/fmid/index.js';
import { noting } from '../../dist/fmid/observe.js';
import { toHar } from '../../web/har.js';
import { createRecorder } from '../../web/recorder.js';
import { sandboxed } from './sandboxed.mjs';

const SECRET = 'canary-7f3a';
const HOST = 'https://acme.account.filemaker-cloud.com/fmi';

/** @param {{ url: string, method?: string, headers?: Record<string, string>, answered?: Record<string, string>, fails?: boolean }} request */
async function recorded({ url, method = 'GET', headers = {}, answered = {}, fails = false }) {
  const recorder = createRecorder(() => {});
  const body = new TextEncoder().encode(SECRET);
  const noted = noting(recorder.observe, 'fetch', { method, url, headers, body });
  if (fails) noted();
  else noted(200, Object.entries(answered), SECRET.length);
  noted(); // whoever cleans up: the first time counts
  await Promise.resolve();
  return recorder;
}

for (const [what, request] of /** @type {[string, Parameters<typeof recorded>[0]][]} */ ([
  ['a sign-in', { url: 'https://cognito-idp.us-west-2.amazonaws.com/', method: 'POST', headers: { 'X-Amz-Target': 'AWSCognitoIdentityProviderService.InitiateAuth' } }],
  ['a login', { url: `${HOST}/data/vLatest/databases/Contacts/sessions`, method: 'POST', headers: { Authorization: `FMID ${SECRET}` }, answered: { 'X-FM-Data-Access-Token': SECRET } }],
  ['a log-out', { url: `${HOST}/data/vLatest/databases/Contacts/sessions/${SECRET}`, method: 'DELETE', headers: { Authorization: `Bearer ${SECRET}` } }],
  ['a log-out of the Admin API', { url: `${HOST}/admin/api/v2/user/auth/${SECRET}`, method: 'DELETE' }],
  ['a script with a parameter', { url: `${HOST}/data/vLatest/databases/C/layouts/L/script/S?script.param=${SECRET}` }],
  ['a search', { url: `${HOST}/odata/v4/C/T?$filter=Name eq '${SECRET}'&$top=10` }],
  ['a header that nobody thought of', { url: `${HOST}/data/vLatest/productInfo`, headers: { 'X-Api-Key': SECRET, Cookie: SECRET }, answered: { 'Set-Cookie': SECRET, 'X-FM-Access-Token': SECRET } }],
  ['a request without an answer', { url: `${HOST}/data/vLatest/productInfo`, fails: true }],
])) {
  test(`${what} is noted without its secrets`, async () => {
    const { exchanges } = await recorded(request);
    assert.equal(exchanges.length, 1);
    const [{ method, status, sent, operation }] = exchanges;
    assert.deepEqual({ method, status, sent }, { method: request.method ?? 'GET', status: request.fails ? 0 : 200, sent: SECRET.length });
    assert.equal(operation, what === 'a sign-in' ? 'InitiateAuth' : undefined);
    assert.doesNotMatch(JSON.stringify(exchanges), new RegExp(SECRET));
    assert.doesNotMatch(JSON.stringify(toHar(exchanges)), new RegExp(SECRET));
  });
}

test('what helps to find a fault stays: the scheme, numbers, names of parameters', async () => {
  const { exchanges } = await recorded({ url: `${HOST}/data/vLatest/databases/C/layouts/L/records?_limit=20&_sort=x`, headers: { Authorization: `Bearer ${SECRET}` }, answered: { 'Content-Type': 'application/json', Date: 'now' } });
  const [{ url, requestHeaders, responseHeaders }] = exchanges;
  assert.ok(url.endsWith('/records?_limit=20&_sort=***'));
  assert.deepEqual(requestHeaders, [['Authorization', 'Bearer ***']]);
  assert.deepEqual(responseHeaders, [['content-type', 'application/json'], ['date', 'now']]);
});

test('the newest two hundred are kept, the newest first; HAR has them in their order', async () => {
  const recorder = createRecorder(() => {});
  for (let i = 1; i <= 203; i++) noting(recorder.observe, 'fetch', { method: 'GET', url: `${HOST}/data/v1/${i}`, headers: {} })(200);
  await Promise.resolve();
  assert.equal(recorder.exchanges.length, 200);
  assert.ok(recorder.exchanges[0].url.endsWith('/203'));
  const { log } = toHar(recorder.exchanges);
  assert.deepEqual([log.version, log.entries.length, log.entries[0].request.url.endsWith('/4')], ['1.2', 200, true]);
  recorder.clear();
  assert.equal(recorder.exchanges.length, 0);
});

test('every request of a client is told of, and which way it took', async (t) => {
  /** @type {import('../../dist/fmid/index.js').ObservedRequest[]} */
  const heard = [];
  const { signIn } = await sandboxed(t, { client: { observe: (/** @type {any} */ request) => void heard.push(request) } });
  const { idToken } = await signIn();
  assert.deepEqual(heard.map(({ via, method, operation, status }) => [via, method, operation, status]), [
    ['fetch', 'POST', 'InitiateAuth', 200], // there is no XMLHttpRequest in Node
    ['fetch', 'POST', 'RespondToAuthChallenge', 200],
  ]);
  assert.ok(heard.every(({ at, ms, sent, received }) => at > 0 && ms > 0 && sent > 0 && received > 0));
  assert.equal(JSON.stringify(heard).includes(idToken), false);

  const ways = [];
  const other = await sandboxed(t, { client: { transport: fetchTransport, observe: (/** @type {any} */ { via }) => void ways.push(via) } });
  await other.signIn();
  assert.deepEqual(ways, ['transport', 'transport']);
});
