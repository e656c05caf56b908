// @ts-check
// The module comes twice: with SIMD, and without for engines that have none. V8 has none on an x64 processor without SSE4.1, which Node can play.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { sandboxed } from './sandboxed.mjs';

const library = new URL('../../dist/fmid/index.js', import.meta.url).href;
const WITHOUT_SIMD = ['--no-enable-sse4-1'];

/**
 * A Node of its own that signs in.
 * @param {string[]} options of Node
 * @param {object} setting
 * @param {object} setting.client options of createClient
 * @param {{ username: string, password: string }} setting.person
 * @returns {Promise<{ read: string[], email?: string, error?: { code: string, detail?: string } }>} read: the .wasm files that were read
 */
async function elsewhere(options, setting) {
  const code = `
    import fs from 'node:fs/promises';
    import { syncBuiltinESMExports } from 'node:module';
    const { client, person } = JSON.parse(process.argv[1]);
    const read = [], { readFile } = fs;
    fs.readFile = (file, ...rest) => (/[.]wasm$/.test(file) && read.push(String(file).replace(/.*[/]/, '')), readFile(file, ...rest));
    syncBuiltinESMExports();
    const { createClient } = await import(${JSON.stringify(library)});
    try {
      const fmid = await createClient(client);
      const { idToken } = await fmid.signIn({ ...person, answer: () => ({ code: '123456' }) });
      console.log(JSON.stringify({ read, email: JSON.parse(atob(idToken.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'))).email }));
    } catch ({ code, detail }) {
      console.log(JSON.stringify({ read, error: { code, detail } }));
    }`;
  const { stdout } = await promisify(execFile)(process.execPath, [...options, '--input-type=module', '-e', code, JSON.stringify(setting)]);
  return JSON.parse(stdout);
}

/** @param {import('node:test').TestContext} t @param {string} [wasm] */
async function setting(t, wasm) {
  const { pool, account } = await sandboxed(t);
  const { username, password } = account('email');
  const { userPoolId, clientId, url: endpoint } = pool;
  return { client: { pool: { userPoolId, clientId, endpoint }, wasm }, person: { username, password } };
}

const onlyOnX64 = process.arch === 'x64' ? {} : { skip: 'V8 has SIMD on every processor but an x64 of before 2008' };

test('an engine with SIMD loads the module that uses it, and no other', async (t) => {
  const given = await setting(t);
  assert.deepEqual(await elsewhere([], given), { read: ['fmid-core.wasm'], email: given.person.username });
});

test('an engine without SIMD loads the module that needs none, and no other', onlyOnX64, async (t) => {
  const given = await setting(t);
  assert.deepEqual(await elsewhere(WITHOUT_SIMD, given), { read: ['fmid-core-scalar.wasm'], email: given.person.username });
});

test("a caller's own choice is taken: the scalar module where SIMD is there", async (t) => {
  const wasm = new URL('../../dist/fmid/fmid-core-scalar.wasm', import.meta.url).href;
  const given = await setting(t, wasm);
  assert.deepEqual(await elsewhere([], given), { read: ['fmid-core-scalar.wasm'], email: given.person.username });
});

test('the module with SIMD, given to an engine without, is a failure that says so', onlyOnX64, async (t) => {
  const wasm = new URL('../../dist/fmid/fmid-core.wasm', import.meta.url).href;
  const { error } = await elsewhere(WITHOUT_SIMD, await setting(t, wasm));
  assert.equal(error?.code, 'wasm_load_failed');
  assert.match(error?.detail ?? '', /SIMD/);
});
