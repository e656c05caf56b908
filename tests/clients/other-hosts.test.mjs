// @ts-check
// Other people's FileMaker clients use the sandbox: fm-odata-client with its ClarisId, whose pool is the sandbox's, and fms-api-client.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFileMakerHost, startSandbox } from '../../scripts/sandbox/index.mjs';
import { redirectFetch, required } from './peers/peers.mjs';

/** @param {import('node:test').TestContext} t */
async function odata(t) {
  const sandbox = await startSandbox();
  t.after(() => sandbox.close());
  redirectFetch(t, sandbox.pool);
  const { Connection, FetchError } = required('fm-odata-client');
  const { default: ClarisId } = required('fm-odata-client/claris-id');
  const person = /** @type {any} */ (sandbox.accounts.find(({ kind }) => kind === 'none'));
  const connect = (/** @type {string} */ password) => new Connection(new URL(sandbox.host.url).host, new ClarisId(person.username, password), { disableSsl: true });
  return { ...sandbox, FetchError, connect, connection: connect(person.password) };
}

test('fm-odata-client signs in with its ClarisId and lists what there is', async (t) => {
  const { connection, pool } = await odata(t);
  const databases = await connection.listDatabases();
  assert.equal(databases[0].name, 'Contacts');
  const database = connection.database('Verkauf');
  assert.deepEqual((await database.listTables()).map((/** @type {any} */ { name }) => name), ['Kunden', 'Rechnungen']);
  const metadata = await database.getMetadata();
  assert.deepEqual(metadata.Kunden, { $Kind: 'EntitySet', $Type: 'Verkauf.Kunden_' });
  assert.equal(metadata.Kunden_.Name.$Type, 'Edm.String');
  assert.equal(pool.count({ operation: 'InitiateAuth' }), 1, 'one sign-in for all of it');
});

test('fm-odata-client queries: filter, order, fields, count, pages, one row', async (t) => {
  const { connection } = await odata(t);
  const table = connection.database('Contacts').table('Contact');
  const { count, rows } = await table.query({ filter: "startswith(Name, 'A') and Age gt 20", orderBy: [{ field: 'Age', direction: 'desc' }, 'Name'], select: ['Name', 'Age'], top: 2, count: true });
  assert.equal(count, await table.count("startswith(Name, 'A') and Age gt 20"));
  assert.ok(count > 2 && rows.length === 2 && rows[0].Age > rows[1].Age);
  assert.ok(rows.every((/** @type {any} */ row) => row.Name.startsWith('A') && row.Age > 20 && !('City' in row)));
  assert.equal(await table.count(), 48);
  assert.equal((await table.fetchOne({ filter: "City eq 'Łódź'", skip: 1 })).City, 'Łódź');
  assert.equal(await table.fetchOne({ filter: "City eq 'Atlantis'" }), null);
  assert.equal((await table.fetchById(7)).Email, 'contact7@example.com');
  assert.equal(await table.fetchFieldValue(7, 'Email'), 'contact7@example.com');
  assert.equal((await connection.database('Verkauf').table('Kunden').fetchById('K-1003')).Kundennummer, 'K-1003');
});

test('fm-odata-client creates, changes and deletes, one row and those of a filter', async (t) => {
  const { connection } = await odata(t);
  const table = connection.database('Verkauf').table('Kunden');
  const created = await table.create({ Kundennummer: 'K-9', Name: 'Neu GmbH', 'Umsatz €': 1 });
  assert.equal(created.Name, 'Neu GmbH');
  assert.equal((await table.update('K-9', { Ort: 'Łódź' })).Ort, 'Łódź');
  await table.updateMany("Kundennummer eq 'K-9' or Kundennummer eq 'K-1001'", { Ort: 'Bern' });
  assert.equal(await table.count("Ort eq 'Bern'"), 2);
  await table.deleteMany("Ort eq 'Bern' and startswith(Name, 'Neu')");
  assert.equal(await table.count("Ort eq 'Bern'"), 1);
  await table.delete('K-1001');
  assert.equal(await table.count("Ort eq 'Bern'"), 0);
});

test('fm-odata-client hears the host\'s errors and the pool\'s', async (t) => {
  const { connection, connect, FetchError } = await odata(t);
  const table = connection.database('Contacts').table('Contact');
  for (const work of [() => table.query({ filter: 'Nothing eq 1' }), () => table.query({ filter: 'Age' }), () => connection.database('Contacts').table('Nowhere').query(), () => connection.database('Archive').listTables()]) {
    await assert.rejects(work(), (error) => error instanceof FetchError && /^\d+$/.test(/** @type {any} */ (error).errorCode));
  }
  await assert.rejects(connect('wrong').listDatabases(), { code: 'NotAuthorizedException' });
});

test('fms-api-client logs in, finds, changes and logs out', async (t) => {
  // What FileMaker Server puts into the body as well, and FileMaker Cloud only into a header: this client reads the body.
  const host = await startFileMakerHost({ options: { tokenInBody: true } });
  t.after(() => host.close());
  const { Filemaker } = required('fms-api-client');
  const { connect } = required('marpat');
  await connect('nedb://memory');
  const client = Filemaker.create({ database: 'Contacts', server: host.url, user: 'admin', password: 'admin' });
  await client.save();
  const { data } = await client.find('Contacts', [{ Name: '==Ada Lovelace' }]);
  assert.ok(data.length > 0);
  const { recordId } = await client.create('Contacts', { Name: 'New Person', Age: 30 });
  assert.equal((await client.edit('Contacts', recordId, { City: 'Łódź' })).modId, '1');
  assert.equal((await client.get('Contacts', recordId)).data[0].fieldData.City, 'Łódź');
  await client.delete('Contacts', recordId);
  await assert.rejects(client.get('Contacts', recordId), { code: '101' });
  assert.equal(host.openSessions().data, 1);
  await client.logout();
  assert.equal(host.openSessions().data, 0);
});
