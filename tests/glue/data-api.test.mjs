// @ts-check
// Data API sessions through the JavaScript face.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FileMakerError } from '../../dist/fmid/index.js';
import { startSite } from '../../scripts/lib/serve.mjs';
import { sandboxed } from './sandboxed.mjs';

/** @param {string} code @param {string} [fileMakerCode] */
const fileMaker = (code, fileMakerCode) => (/** @type {unknown} */ error) => {
  assert.ok(error instanceof FileMakerError, String(error));
  assert.equal(error.code, code);
  if (fileMakerCode) assert.equal(error.fileMakerCode, fileMakerCode);
  return true;
};

for (const version of /** @type {const} */ (['v1', 'v2', 'vLatest'])) {
  for (const tokenInBody of [false, true]) {
    test(`${version}: a session opens, calls and closes, its token ${tokenInBody ? 'in the body too' : 'in the header alone'}`, async (t) => {
      const { host, openSession } = await sandboxed(t, { hostOptions: { tokenInBody } });
      const session = await openSession({ version });
      assert.ok(session.token);
      const { response, messages } = await session.call('GET', 'layouts');
      assert.equal(messages[0].code, '0');
      assert.ok(Array.isArray(response.layouts));
      assert.equal(await session.validate(), true);
      await session.close();
      assert.equal(host.sessions.size, 0);
      assert.equal(await session.validate(), false);
      await session.close(); // once more does no harm
    });
  }
}

test('records are found, created, changed and deleted, with names that need encoding', async (t) => {
  const { openSession } = await sandboxed(t);
  const session = await openSession({ database: 'Verkauf.fmp12' });
  const records = await session.call('GET', 'layouts/Kunden Übersicht/records?_limit=3');
  assert.equal(records.response.data.length, 3);
  const [field] = Object.keys(records.response.data[0].fieldData);
  const { response: created } = await session.call('POST', 'layouts/Kunden Übersicht/records', { fieldData: { [field]: 'Grüße ☃' } });
  const path = `layouts/Kunden%20%C3%9Cbersicht/records/${created.recordId}`;
  assert.equal((await session.call('GET', path)).response.data[0].fieldData[field], 'Grüße ☃');
  await session.call('PATCH', path, JSON.stringify({ fieldData: { [field]: 'changed' } }));
  assert.equal((await session.call('GET', path)).response.data[0].fieldData[field], 'changed');
  await session.call('DELETE', path);
  await assert.rejects(session.call('GET', path), fileMaker('fm_record_missing', '101'));
});

test('a database whose name is not ASCII opens', async (t) => {
  const { openSession } = await sandboxed(t);
  const session = await openSession({ database: '在庫 Stock' });
  assert.ok((await session.call('GET', 'layouts')).response.layouts.length);
});

test('what FileMaker says no to has its code and a sentence', async (t) => {
  const { fmid, host, openSession, signIn } = await sandboxed(t);
  const { idToken, accessToken } = await signIn();
  const open = (/** @type {string} */ database, token = idToken) => fmid.openSession({ host: host.url, database, idToken: token });
  await assert.rejects(open('Nowhere'), fileMaker('fm_file_unavailable', '802'));
  await assert.rejects(open('Archive'), fileMaker('fm_file_unavailable', '802'));
  await assert.rejects(open('Payroll'), fileMaker('fm_privileges', '9'));
  await assert.rejects(open('Contacts', accessToken), fileMaker('fm_account_refused', '212'));
  const session = await openSession();
  await assert.rejects(session.call('GET', 'layouts/Nothing/records'), fileMaker('fm_layout_missing', '105'));
  const { response } = await session.call('GET', 'layouts');
  const layout = encodeURIComponent(response.layouts[0].name);
  await assert.rejects(session.call('GET', `layouts/${layout}/records/999999`), fileMaker('fm_record_missing', '101'));
  assert.equal(await session.validate(), true, 'errors of calls leave the session as it was');
});

test('an expired ID token is refused, as JSON or as a page', async (t) => {
  for (const html401 of [false, true]) {
    const { fmid, host, clock, signIn } = await sandboxed(t, { hostOptions: { html401 } });
    const { idToken } = await signIn();
    clock.advance(3_700_000);
    await assert.rejects(fmid.openSession({ host: host.url, database: 'Contacts', idToken }), fileMaker(html401 ? 'fm_unauthorized' : 'fm_account_refused'));
  }
});

test('a session lives 15 minutes after its last successful use', async (t) => {
  const { clock, openSession } = await sandboxed(t);
  const session = await openSession();
  clock.advance(14 * 60_000);
  await session.call('GET', 'layouts');
  assert.ok(Math.abs(session.expiresAt - clock.now() - 15 * 60_000) < 5_000);
  clock.advance(14 * 60_000);
  await session.call('GET', 'layouts');
  const { expiresAt } = session;
  clock.advance(16 * 60_000);
  await assert.rejects(session.call('GET', 'layouts'), fileMaker('fm_session_expired', '952'));
  assert.equal(session.expiresAt, expiresAt, 'a failed call extends nothing');
});

test('a host that answers with a page instead of JSON is told apart', async (t) => {
  const { host, openSession } = await sandboxed(t);
  const session = await openSession();
  host.faults.add({ path: 'layouts', kind: 'reply', reply: { status: 404, headers: { 'content-type': 'text/html' }, body: '<html>not here</html>' } });
  await assert.rejects(session.call('GET', 'layouts'), fileMaker('fm_not_found'));
  host.faults.add({ path: 'layouts', kind: 'reply', reply: { status: 200, body: '{"response":{},"messages":[{"code":"802","message":"Unable to open file"}]}' } });
  await assert.rejects(session.call('GET', 'layouts'), fileMaker('fm_file_unavailable', '802'));
  host.faults.add({ path: 'layouts', kind: 'html', times: 3 });
  await assert.rejects(session.call('GET', 'layouts'), fileMaker('fm_unavailable'));
});

test('a POST is not sent again after a fault, a GET is', async (t) => {
  const { host, openSession } = await sandboxed(t);
  const session = await openSession();
  host.clearRequests();
  host.faults.add({ method: 'POST', kind: 'drop' });
  await assert.rejects(session.call('POST', 'layouts/Contacts/records', { fieldData: {} }), { code: 'network_failed' });
  assert.equal(host.requests.length, 1);
  host.clearRequests();
  host.faults.add({ method: 'GET', kind: 'drop' });
  await session.call('GET', 'layouts');
  assert.equal(host.requests.length, 2);
});

test('paths that leave the database are refused before anything is sent', async (t) => {
  const { host, openSession } = await sandboxed(t);
  const session = await openSession();
  host.clearRequests();
  for (const path of ['', '..', '../x', 'a/../b', 'a/%2e%2e/b', 'a//b', 'a\\b', 'a#b', '//evil.example', 'a\nb', 'a/%zz']) {
    await assert.rejects(session.call('GET', path), { code: 'path_invalid' }, path);
  }
  await assert.rejects(session.call(/** @type {any} */ ('CONNECT'), 'layouts'), { code: 'method_invalid' });
  assert.equal(host.requests.length, 0);
});

test('product info needs no sign-in', async (t) => {
  const { fmid, host } = await sandboxed(t);
  const { response } = await fmid.productInfo({ host: host.url });
  assert.ok(response.productInfo.version);
});

test('through the relay everything is the same, and its refusals say so', async (t) => {
  const sandbox = await sandboxed(t);
  const site = await startSite({ sandbox });
  t.after(() => site.close());
  const relay = `${site.url}relay`;
  const session = await sandbox.openSession({ relay });
  assert.ok((await session.call('GET', 'layouts')).response.layouts.length);
  await session.close();
  const { idToken } = await sandbox.signIn();
  await assert.rejects(sandbox.fmid.openSession({ host: 'other.account.filemaker-cloud.com', relay, database: 'D', idToken }), fileMaker('relay_refused'));
});
