// @ts-check
// fm-data-api-client (Soliant) works with the sandbox's host as with a FileMaker Server.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from 'fm-data-api-client';
import { startFileMakerHost } from '../../scripts/sandbox/index.mjs';

/** @type {Awaited<ReturnType<typeof startFileMakerHost>>} */
let host;
beforeEach(async () => {
  await host?.close();
  host = await startFileMakerHost();
});
after(() => host.close());

test('logs in, lists and finds', async () => {
  const layout = new Client(host.url, 'Contacts', 'admin', 'admin').layout('Contact List');
  const { data } = await layout.range({ offset: 41, limit: 20 });
  assert.equal(data.length, 8);
  const found = await layout.find({ City: '==Zürich' }, { sort: { fieldName: 'Age', sortOrder: 'ascend' } });
  assert.ok(found.data.every(({ fieldData }) => fieldData.City === 'Zürich'));
  assert.ok(Number(found.data[0].fieldData.Age) < Number(found.data[1].fieldData.Age));
  assert.deepEqual((await layout.find({ Name: '==No One' }, {}, true)).data, []);
});

test('names that are not ASCII', async () => {
  const layout = new Client(host.url, '在庫 Stock', 'admin', 'admin').layout('在庫一覧');
  const { data } = await layout.find({ Item: 'ナット', Quantity: '>60' });
  assert.ok(data.length > 0);
});

test('creates, reads, changes, fills and deletes a record', async () => {
  const layout = new Client(host.url, 'Contacts', 'admin', 'admin').layout('Contacts');
  const { recordId } = await layout.create({ Name: 'New Person' });
  await layout.update(Number(recordId), { City: 'Lisboa' });
  // From a file: given a buffer, this client (1.0.3) sends a Content-Length that lacks the buffer.
  await layout.upload(fileURLToPath(import.meta.url), Number(recordId), 'Photo');
  const { data } = await layout.get(Number(recordId));
  assert.deepEqual(
    {
      Name: data[0].fieldData.Name,
      City: data[0].fieldData.City,
      Photo: data[0].fieldData.Photo,
      modId: data[0].modId,
    },
    { Name: 'New Person', City: 'Lisboa', Photo: 'fm-data-api-client.test.mjs', modId: '2' },
  );
  await layout.delete(Number(recordId));
  await assert.rejects(layout.get(Number(recordId)), { code: '101' });
});

test('a wrong password is code 212', async () => {
  await assert.rejects(new Client(host.url, 'Contacts', 'admin', 'wrong').layout('Contacts').range(), { code: '212' });
});

test('a session that ended early stays ended: this client does not recover a 952', async () => {
  const layout = new Client(host.url, 'Contacts', 'admin', 'admin').layout('Contacts');
  await layout.range({ limit: 1 });
  host.expireSessions();
  await assert.rejects(layout.range({ limit: 1 }), { code: '952' });
  await assert.rejects(layout.range({ limit: 1 }), { code: '952' });
});

test('logs out without an Authorization header', async () => {
  const client = new Client(host.url, 'Contacts', 'admin', 'admin');
  await client.layout('Contacts').range({ limit: 1 });
  assert.equal(host.sessions.size, 1);
  await client.clearToken();
  assert.equal(host.sessions.size, 0);
});
