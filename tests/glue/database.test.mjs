// @ts-check
// The everyday verbs of a database.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FileMakerError, InputError } from '../../dist/fmid/index.js';
import { costs, fails, signedIn } from './signed-in.mjs';

/** @param {string} code @param {string} number FileMaker's */
const fileMaker = (code, number) => (/** @type {unknown} */ error) => {
  fails(code)(error);
  assert.ok(error instanceof FileMakerError);
  assert.equal(error.fileMakerCode, number);
  assert.ok(/** @type {number} */ (error.httpStatus) >= 200);
  return true;
};

test('list: how many, from where, in which order', async (t) => {
  const { db } = await signedIn(t);
  const all = await db.list('Contacts');
  assert.deepEqual([all.records.length, all.foundCount, all.totalCount, all.returnedCount], [48, 48, 48, 48]);
  const sort = [{ fieldName: 'Age', sortOrder: /** @type {const} */ ('descend') }];
  const page = await db.list('Contacts', { limit: 3, offset: 2, sort });
  assert.deepEqual(page.records.map(({ fieldData }) => fieldData.Age), [67, 66, 65]);
  assert.deepEqual([page.foundCount, page.returnedCount], [48, 3]);
  assert.deepEqual(await db.list('Contacts', { offset: 99 }), { records: [], foundCount: 0, totalCount: undefined, returnedCount: 0 }, 'as of an empty table');
  await assert.rejects(db.list('No such layout'), fileMaker('fm_layout_missing', '105'));
});

test('get: one record, by number or text', async (t) => {
  const { db } = await signedIn(t);
  const record = await db.get('Contacts', 7);
  assert.deepEqual([record.recordId, record.modId, record.fieldData.Email], ['7', '0', 'contact7@example.com']);
  assert.deepEqual(await db.get('Contacts', '7'), record);
  await assert.rejects(db.get('Contacts', 999), fileMaker('fm_record_missing', '101'));
});

test('find: one request or several, and nothing found is an empty list', async (t) => {
  const s = await signedIn(t);
  const one = await s.db.find('Contacts', { City: 'Zürich', Name: 'Jörg' });
  assert.ok(one.records.length > 0 && one.records.every(({ fieldData }) => fieldData.City === 'Zürich'));
  const both = await s.db.find('Contacts', [{ City: 'Zürich' }, { City: '大阪' }], { limit: 100 });
  assert.equal(both.records.length, both.foundCount);
  assert.ok(both.foundCount > one.foundCount);
  const omitted = await s.db.find('Contacts', [{ City: '*' }, { City: 'Zürich', omit: 'true' }], { sort: [{ fieldName: 'Age' }], limit: 2, offset: 2 });
  assert.deepEqual([omitted.returnedCount, omitted.records.some(({ fieldData }) => fieldData.City === 'Zürich')], [2, false]);
  const none = await costs(s, { host: { findRecords: 1 } }, () => s.db.find('Contacts', { Name: '==Nobody' }));
  assert.deepEqual(none, { records: [], foundCount: 0, totalCount: undefined, returnedCount: 0 });
  await assert.rejects(s.db.find('Contacts', { Nothing: 'x' }), fileMaker('fm_field_missing', '102'));
});

test('create, edit, duplicate, delete', async (t) => {
  const { db } = await signedIn(t);
  const { recordId, modId } = await db.create('Contacts', { Name: 'Ænne "O\'Hara" \\ ☃', Age: 30 });
  assert.equal(modId, '0');
  const id = String(recordId);
  assert.equal((await db.get('Contacts', id)).fieldData.Name, 'Ænne "O\'Hara" \\ ☃');
  assert.equal((await db.edit('Contacts', id, { City: 'Ulm' })).modId, '1');
  const copy = String((await db.duplicate('Contacts', id)).recordId);
  assert.equal((await db.get('Contacts', copy)).fieldData.City, 'Ulm');
  await db.delete('Contacts', copy);
  await assert.rejects(db.get('Contacts', copy), fileMaker('fm_record_missing', '101'));
  await assert.rejects(db.create('Contacts', { Nothing: 'x' }), fileMaker('fm_field_missing', '102'));
});

test('edit with modId changes only what is still as it was seen', async (t) => {
  const { db } = await signedIn(t);
  const { modId } = await db.get('Contacts', 1);
  await db.edit('Contacts', 1, { City: 'First' }, { modId });
  await assert.rejects(db.edit('Contacts', 1, { City: 'Second' }, { modId }), fileMaker('fm_error', '306'));
  await db.edit('Contacts', 1, { City: 'Third' }, { modId: 1 });
  assert.equal((await db.get('Contacts', 1)).fieldData.City, 'Third');
});

test('upload: a file with its name, its type and its bytes', async (t) => {
  const { db, host } = await signedIn(t);
  const bytes = new Uint8Array(70_000).map((_, i) => i * 7);
  await db.upload('Contacts', 3, 'Photo', new File([bytes], 'Bild ä.png', { type: 'image/png' }));
  const record = host.databases[0].layouts.get('Contacts')?.records.find(({ recordId }) => recordId === 3);
  const file = record?.files.get('Photo');
  assert.deepEqual([file?.name, file?.type], ['Bild ä.png', 'image/png']);
  assert.deepEqual(new Uint8Array(/** @type {ArrayBuffer} */ (await file?.arrayBuffer())), bytes);
  const { modId } = await db.get('Contacts', 3);
  await db.upload('Contacts', 3, 'Photo', new Blob(['x']), { name: 'other.txt', repetition: 1, modId });
  assert.equal((await db.get('Contacts', 3)).fieldData.Photo, 'other.txt');
  await assert.rejects(db.upload('Contacts', 3, 'Photo', new Blob(['x']), { modId }), fileMaker('fm_error', '306'));
  await assert.rejects(db.upload('Contacts', 3, 'Nothing', new Blob(['x'])), fileMaker('fm_field_missing', '102'));
});

test('an upload whose session has ended is sent once more, whole', async (t) => {
  const s = await signedIn(t);
  await s.db.layouts();
  s.host.expireSessions();
  await costs(s, { host: { logIn: 1, uploadToContainer: 2 } }, () => s.db.upload('Contacts', 3, 'Photo', new Blob(['twice']), { name: 'a.txt' }));
  const file = s.host.databases[0].layouts.get('Contacts')?.records[2].files.get('Photo');
  assert.equal(await file?.text(), 'twice');
});

test('scripts: run, with a parameter, with another call, missing', async (t) => {
  const { db } = await signedIn(t);
  assert.deepEqual((await db.scripts()).map(({ name }) => name), ['Echo', 'Count', 'Fail']);
  const parameter = 'a&b=c?d#e/f ü ☃ "x"';
  assert.deepEqual(await db.runScript('Contacts', 'Echo', parameter), { scriptResult: parameter, scriptError: '0' });
  assert.equal((await db.runScript('Contacts', 'Count')).scriptResult, '1');
  assert.equal((await db.runScript('Contacts', 'Fail')).scriptError, '3');
  assert.equal((await db.runScript('Contacts', 'Nothing')).scriptError, '104');
  const options = { script: { name: 'Echo', parameter }, prerequest: { name: 'Echo', parameter: 'before' }, presort: { name: 'Count' } };
  for (const result of [await db.create('Contacts', { Name: 'S' }, options), await db.edit('Contacts', 1, {}, options), await db.duplicate('Contacts', 1, options), await db.delete('Contacts', 2, options)]) {
    assert.equal(result.scriptResult, parameter);
    assert.equal(result['scriptResult.prerequest'], 'before');
    assert.equal(result['scriptError.presort'], '0');
  }
  assert.equal((await db.runScript('Contacts', 'Count')).scriptResult, '6');
  await db.list('Contacts', { limit: 1, script: { name: 'Count' } });
  await db.get('Contacts', 1, { script: { name: 'Count' } });
  await db.find('Contacts', { Name: '*' }, { script: { name: 'Count' } });
  assert.equal((await db.runScript('Contacts', 'Count')).scriptResult, '10');
});

test('layouts, a layout\'s fields, globals, product info', async (t) => {
  const { db, database } = await signedIn(t);
  assert.deepEqual((await db.layouts()).map(({ name }) => name), ['Contacts', 'Contact List', 'Contact – Détail']);
  const { fieldMetaData } = await db.describeLayout('Contact – Détail');
  assert.deepEqual(fieldMetaData.map((/** @type {any} */ { name }) => name), ['Name', 'City', 'Email', 'Age', 'Photo']);
  assert.equal(await db.setGlobals({ 'Contact::gUser': 'Ada' }), undefined);
  assert.match((await db.productInfo()).version, /^\d+\./);
  const other = database({ database: '在庫 Stock.fmp12' });
  assert.equal((await other.list('在庫一覧', { limit: 1 })).records.length, 1);
});

test('names are data: what is in them leads nowhere else', async (t) => {
  const s = await signedIn(t);
  for (const name of ['../Contacts', 'a/b', 'a?b', 'a#b', '%2e%2e', 'a&b=c', 'Contacts/records/1', '☃', ' ']) {
    await assert.rejects(s.db.describeLayout(name), (/** @type {any} */ error) => error instanceof InputError || fileMaker('fm_layout_missing', '105')(error), name);
    await assert.rejects(s.db.get('Contacts', name), (/** @type {any} */ error) => error instanceof InputError || fileMaker('fm_record_missing', '101')(error), name);
  }
  assert.ok(s.host.requests.every(({ operation }) => ['logIn', 'describeLayout', 'getRecord'].includes(operation)));
});

test('call(): any path, and a body as JSON, as text, as a form', async (t) => {
  const { db } = await signedIn(t);
  const { response } = await db.call('GET', 'layouts/Contact List/records?_limit=1&_offset=2');
  assert.equal(response.data[0].recordId, '2');
  await db.call('PATCH', 'layouts/Contacts/records/1', '{"fieldData":{"City":"Text"}}');
  assert.equal((await db.get('Contacts', 1)).fieldData.City, 'Text');
  const form = new FormData();
  form.append('upload', new Blob(['x']), 'form.txt');
  await db.call('POST', 'layouts/Contacts/records/1/containers/Photo', form);
  assert.equal((await db.get('Contacts', 1)).fieldData.Photo, 'form.txt');
  assert.equal((await db.call('GET', '/validateSession')).messages[0].code, '0');
  for (const path of ['', '..', '../x', 'a/../b', 'a/%2e%2e/b', 'a\\b', 'a#b', '//evil.example']) {
    await assert.rejects(db.call('GET', path), fails('path_invalid'), path);
  }
  await assert.rejects(db.call(/** @type {any} */ ('CONNECT'), 'layouts'), fails('method_invalid'));
});

test('a database that cannot be opened says why, each time, and costs one request each time', async (t) => {
  const s = await signedIn(t);
  for (const [name, code, number] of [['Nowhere', 'fm_file_unavailable', '802'], ['Archive', 'fm_file_unavailable', '802'], ['Payroll', 'fm_privileges', '9']]) {
    const closed = s.database({ database: name });
    for (let i = 0; i < 2; i++) await costs(s, { host: { logIn: 1 } }, () => assert.rejects(closed.layouts(), fileMaker(code, number)));
  }
  assert.deepEqual(s.host.openSessions(), { data: 0, admin: 0 });
});

test('what a caller writes wrongly is said before anything is sent', async (t) => {
  const s = await signedIn(t);
  await costs(s, {}, async () => {
    assert.throws(() => s.fmid.database(/** @type {any} */ ({ host: s.host.url })), fails('option_invalid'));
    assert.throws(() => s.fmid.database(/** @type {any} */ ({ database: 'Contacts' })), fails('address_invalid'));
    assert.throws(() => s.fmid.odata(/** @type {any} */ ({ host: s.host.url })), fails('option_invalid'));
    assert.throws(() => s.fmid.admin({ host: '' }), fails('address_invalid'));
    await assert.rejects(s.database({ database: '..' }).layouts(), fails('database_required'));
    await assert.rejects(s.database({ host: 'http://example.com' }).layouts(), fails('address_insecure'));
    await assert.rejects(s.database({ version: /** @type {any} */ ('v9') }).layouts(), fails('version_invalid'));
  });
});

test('further files are opened with accounts of their own', async (t) => {
  const s = await signedIn(t);
  /** @type {string[]} */
  const bodies = [];
  const { fetch } = globalThis;
  t.mock.method(globalThis, 'fetch', (/** @type {any} */ url, /** @type {any} */ init) => {
    if (init?.body) bodies.push(new TextDecoder().decode(init.body));
    return fetch(url, init);
  });
  const dataSources = [{ database: 'Verkauf', username: 'ädmin', password: 'geheim "x"' }];
  await s.database({ dataSources }).layouts();
  assert.deepEqual(JSON.parse(bodies[0]), { fmDataSource: dataSources });
});
