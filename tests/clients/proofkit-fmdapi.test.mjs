// @ts-check
// @proofkit/fmdapi works with the sandbox's host as with a FileMaker Server.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { DataApi, FetchAdapter } from '@proofkit/fmdapi';
import { startFileMakerHost } from '../../scripts/sandbox/index.mjs';

/** @type {Awaited<ReturnType<typeof startFileMakerHost>>} */
let host;
beforeEach(async () => {
  await host?.close();
  host = await startFileMakerHost();
});
after(() => host.close());

test('lists, with a limit, an offset and an order', async () => {
  const client = connect('Contacts', 'Contacts');
  const all = await client.list({ limit: 10, offset: 2 });
  assert.equal(all.data.length, 10);
  assert.equal(all.data[0].recordId, '2');
  assert.equal(all.dataInfo.foundCount, 48);
  const oldest = await client.list({ limit: 1, sort: [{ fieldName: 'Age', sortOrder: 'descend' }] });
  assert.equal(oldest.data[0].fieldData.Age, 68);
});

test('names with spaces and umlauts', async () => {
  const client = connect('Verkauf.fmp12', 'Kunden Übersicht');
  const { data } = await client.find({ query: { Name: 'Müller', Ort: '==München' } });
  assert.ok(data.length > 0);
  for (const { fieldData } of data) assert.equal(fieldData.Name, 'Müller GmbH');
  const { layouts } = await client.layouts();
  assert.deepEqual(
    layouts.map(({ name }) => name),
    ['Kunden Übersicht', 'Rechnungen'],
  );
});

test('creates, reads, changes and deletes a record', async () => {
  const client = connect('Contacts', 'Contacts');
  const { recordId } = await client.create({ fieldData: { Name: 'New Person', Age: 30 } });
  assert.equal(recordId, '49');
  const { modId } = await client.update({ recordId: Number(recordId), fieldData: { City: 'Łódź' } });
  assert.equal(modId, '1');
  const { data } = await client.get({ recordId: Number(recordId) });
  assert.equal(data[0].fieldData.Name, 'New Person');
  assert.equal(data[0].fieldData.City, 'Łódź');
  await client.delete({ recordId: Number(recordId) });
  await assert.rejects(client.get({ recordId: Number(recordId) }), { code: '101' });
});

test('describes a layout, runs a script and fills a container', async () => {
  const client = connect('Contacts', 'Contacts');
  const { fieldMetaData } = await client.layoutMetadata();
  assert.deepEqual(
    fieldMetaData.map(({ name, result }) => [name, result]),
    [
      ['Name', 'text'],
      ['City', 'text'],
      ['Email', 'text'],
      ['Age', 'number'],
      ['Photo', 'container'],
    ],
  );
  const { scriptResult } = await client.executeScript({ script: 'Echo', scriptParam: 'hello' });
  assert.equal(scriptResult, 'hello');
  const file = new Blob(['not really a picture']);
  await client.containerUpload({ recordId: 1, containerFieldName: 'Photo', file });
  const { data } = await client.get({ recordId: 1 });
  assert.equal(data[0].fieldData.Photo, 'blob');
});

test('no match, a missing layout and a missing field have their codes', async () => {
  await assert.rejects(connect('Contacts', 'Contacts').find({ query: { Name: '==No One' } }), { code: '401' });
  await assert.rejects(connect('Contacts', 'Nowhere').list(), { code: '105' });
  await assert.rejects(connect('Contacts', 'Contacts').find({ query: { Nothing: 'x' } }), { code: '102' });
});

test('a wrong password, a closed file and a missing privilege have theirs', async () => {
  await assert.rejects(connect('Contacts', 'Contacts', 'wrong').list(), { code: '212' });
  await assert.rejects(connect('Archive', 'Any').list(), { code: '802' });
  await assert.rejects(connect('Payroll', 'Any').list(), { code: '9' });
});

test('a session that is over is opened again once', async () => {
  const client = connect('Contacts', 'Contacts');
  await client.list({ limit: 1 });
  host.expireSessions();
  host.clearRequests();
  await client.list({ limit: 1 });
  assert.deepEqual(
    host.requests.map(({ method, status, code }) => [method, status, code]),
    [
      ['GET', 401, '952'],
      ['POST', 200, '0'],
      ['GET', 200, '0'],
    ],
  );
});

test('logs out', async () => {
  const client = connect('Contacts', 'Contacts');
  await client.list({ limit: 1 });
  assert.equal(host.sessions.size, 1);
  await client.disconnect();
  assert.equal(host.sessions.size, 0);
});

/** @param {string} db @param {string} layout @param {string} [password] */
function connect(db, layout, password = 'admin') {
  const server = /** @type {any} */ (host.url); // its type wants https://
  return DataApi({ adapter: new FetchAdapter({ server, db, auth: { username: 'admin', password } }), layout });
}
