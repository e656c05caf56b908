// @ts-check
// The everyday calls of the Data API, by hand: what they need, do and say.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { startFileMakerHost } from '../../scripts/sandbox/index.mjs';
import { bearerFor, callHost, codeOf, CONTACTS } from './raw-host.mjs';

/** @type {Awaited<ReturnType<typeof startFileMakerHost>>} */
let host;
/** @type {string} */
let authorization;
beforeEach(async () => {
  await host?.close();
  host = await startFileMakerHost();
  authorization = await bearerFor(host);
});
after(() => host.close());

/** @param {string} method @param {string} path @param {{json?: unknown, form?: FormData}} [body] */
const api = (method, path, body) => callHost(host, method, path, { authorization, ...body });
/** @param {string} id */
const recordOf = async (id) => (await api('GET', `${CONTACTS}/records/${id}`)).body.response.data[0];

test('a record is created, read, changed, duplicated and deleted', async () => {
  const created = await api('POST', `${CONTACTS}/records`, { json: { fieldData: { Name: 'New Person', Age: 30 } } });
  assert.deepEqual(created.body.response, { recordId: '49', modId: '0' });
  const edited = await api('PATCH', `${CONTACTS}/records/49`, { json: { fieldData: { City: 'Łódź' }, modId: '0' } });
  assert.deepEqual(edited.body.response, { modId: '1' });
  const duplicated = await api('POST', `${CONTACTS}/records/49`, { json: {} });
  assert.deepEqual(duplicated.body.response, { recordId: '50', modId: '0' });
  const { fieldData, modId } = await recordOf('50');
  assert.deepEqual([fieldData.Name, fieldData.City, modId], ['New Person', 'Łódź', '0']);
  await api('PATCH', `${CONTACTS}/records/50`, { json: { fieldData: { City: 'Lisboa' } } });
  assert.equal((await recordOf('49')).fieldData.City, 'Łódź', 'a copy is a record of its own');
  assert.equal((await api('DELETE', `${CONTACTS}/records/49`)).status, 200);
  assert.equal(codeOf(await api('POST', `${CONTACTS}/records/49`, { json: {} })), '101');
});

test('a change to another version of a record is code 306', async () => {
  const edited = await api('PATCH', `${CONTACTS}/records/1`, { json: { fieldData: { City: 'x' }, modId: '7' } });
  assert.equal(codeOf(edited), '306');
  const photo = `${CONTACTS}/records/1/containers/Photo/1`;
  assert.equal(codeOf(await api('POST', `${photo}?modId=7`, { form: formOf('upload', 'x') })), '306');
  assert.equal((await recordOf('1')).modId, '0');
});

test('the file in the part "upload" arrives byte by byte, and no other part counts', async () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, n) => (n * 7) % 256);
  const form = formOf('upload', bytes, 'Bild ☃.png');
  form.append('other', new Blob(['ignored']), 'ignored.txt');
  const { body } = await api('POST', `${CONTACTS}/records/1/containers/Photo/1`, { form });
  assert.deepEqual(body, { response: {}, messages: [{ code: '0', message: 'OK' }] });
  const kept = host.databases[0].layouts.get('Contacts')?.records[0].files.get('Photo');
  assert.deepEqual([kept?.name, kept?.type], ['Bild ☃.png', 'image/png']);
  assert.deepEqual(new Uint8Array(await /** @type {File} */ (kept).arrayBuffer()), bytes);
  const { fieldData, modId } = await recordOf('1');
  assert.deepEqual([fieldData.Photo, modId], ['Bild ☃.png', '1']);

  const upload = async (/** @type {FormData} */ given) =>
    codeOf(await api('POST', `${CONTACTS}/records/1/containers/Photo`, { form: given }));
  assert.equal(await upload(formOf('other', 'x')), '960');
  const text = new FormData();
  text.append('upload', 'a text is no file');
  assert.equal(await upload(text), '960');
  const broken = await fetch(`${host.url}/fmi/${CONTACTS}/records/1/containers/Photo`, {
    method: 'POST',
    headers: { Authorization: authorization, 'Content-Type': 'multipart/form-data; boundary=x' },
    body: '--y\r\n',
  });
  assert.equal(codeOf({ body: await broken.json() }), '960');
});

test('a script runs by its own address, and says how it went', async () => {
  const run = async (/** @type {string} */ name) => (await api('GET', `${CONTACTS}/script/${name}`)).body.response;
  assert.deepEqual(await run('Echo?script.param=h%20i'), { scriptResult: 'h i', scriptError: '0' });
  assert.deepEqual(await run('Fail'), { scriptError: '3' });
  assert.deepEqual(await run('constructor'), { scriptError: '104' });
  assert.deepEqual([await run('Count'), await run('Count')].map(({ scriptResult }) => scriptResult), ['1', '2']);
  const { response } = (await api('GET', 'data/v1/databases/Contacts/scripts')).body;
  assert.deepEqual(response.scripts[0], { name: 'Echo', isFolder: false });
});

test('scripts run with another call: before it, before the sort, after it', async () => {
  const query = 'script.prerequest=Count&script.presort=Count&script=Echo&script.param=done';
  const { response } = (await api('GET', `${CONTACTS}/records/1?${query}`)).body;
  assert.equal(response.data[0].recordId, '1');
  const { data: _, dataInfo: __, ...outcomes } = response;
  assert.deepEqual(outcomes, {
    'scriptResult.prerequest': '1',
    'scriptError.prerequest': '0',
    'scriptResult.presort': '2',
    'scriptError.presort': '0',
    scriptResult: 'done',
    scriptError: '0',
  });
  const created = await api('POST', `${CONTACTS}/records`, { json: { fieldData: {}, script: 'Fail' } });
  assert.deepEqual(created.body.response, { recordId: '49', modId: '0', scriptError: '3' });
  assert.equal((await api('DELETE', `${CONTACTS}/records/49?script=Count`)).body.response.scriptResult, '3');
});

test('without a session nothing of this is done', async () => {
  authorization = 'Bearer none';
  for (const [method, path] of [
    ['GET', 'data/v1/databases/Contacts/layouts'],
    ['GET', CONTACTS],
    ['GET', 'data/v1/databases/Contacts/scripts'],
    ['GET', `${CONTACTS}/script/Count`],
    ['POST', `${CONTACTS}/records`],
    ['POST', `${CONTACTS}/_find`],
    ['GET', `${CONTACTS}/records/1`],
    ['PATCH', `${CONTACTS}/records/1`],
    ['POST', `${CONTACTS}/records/1`],
    ['DELETE', `${CONTACTS}/records/1`],
    ['POST', `${CONTACTS}/records/1/containers/Photo/1`],
  ]) {
    assert.equal(codeOf(await api(method, path)), '952', `${method} ${path}`);
  }
  assert.equal(host.count({ operation: /^(?!logIn)/, done: true }), 0);
  assert.equal(host.databases[0].scriptRuns.size, 0);
});

/** @param {string} part @param {BlobPart} content @param {string} [name] */
function formOf(part, content, name = 'file.png') {
  const form = new FormData();
  form.append(part, new Blob([content], { type: 'image/png' }), name);
  return form;
}
