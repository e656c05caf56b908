// @ts-check
// The Web Viewer's bridge as FileMaker meets it: calls with JSON in, runs of scripts out. The page around it: tests/engines.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { createBridge } from '../../dist/fmid/webviewer/bridge.js';
import { parametersOf } from '../../dist/fmid/webviewer/filemaker.js';
import { inflate } from '../../dist/fmid/webviewer/inflate.js';
import { buildWebViewer } from '../../scripts/lib/webviewer.mjs';
import { sandboxed } from './sandboxed.mjs';
import { settled } from './signed-in.mjs';

const wasm = await readFile(new URL('../../dist/fmid/fmid-core-scalar.wasm', import.meta.url));

/**
 * @param {import('node:test').TestContext} t
 * @param {{ poolOptions?: object }} [options]
 */
async function bridged(t, options = {}) {
  const sandbox = await sandboxed(t, options);
  const { userPoolId, clientId, url: endpoint } = sandbox.pool;
  /** @type {{ to: { script: string, option?: number }, answer: any }[]} */
  const ran = [];
  /** @type {(string | undefined)[]} */
  const asked = [];
  /** @type {string[]} */
  const said = [];
  /** @type {import('../../js-glue/index.js').Client | undefined} */
  let client;
  const calls = createBridge({
    wasm,
    fileMaker: { perform: ({ script, option }, answer) => void ran.push({ to: { script, option }, answer: JSON.parse(JSON.stringify(answer)) }) },
    showForm(used) {
      client = used;
      return { ask: (reason) => void asked.push(reason?.code), remove() {} };
    },
    say: (text) => void (text && said.push(text)),
  });
  t.after(() => client?.stop());
  /** @param {object} [settings] */
  const start = (settings) => calls.fmidStart(JSON.stringify({ userPoolId, clientId, endpoint, script: 'Take', ...settings }));
  /** What the form does when somebody fills it in. */
  const signInByForm = () => {
    const { username, password } = sandbox.account('sms');
    return client?.signIn({ username, password, answer: () => ({ code: '123456' }) });
  };
  return { ...sandbox, calls, start, signInByForm, ran, asked, said };
}

test('a refresh token from before gives tokens, with nothing shown and nobody asked', async (t) => {
  const { start, signIn, ran, asked, pool } = await bridged(t);
  const { refreshToken } = await signIn();
  pool.clearRequests();
  await start({ interactive: false, refreshToken, id: '7', option: 3 });
  assert.equal(ran.length, 1);
  const [{ to, answer }] = ran;
  assert.deepEqual(to, { script: 'Take', option: 3 });
  assert.deepEqual({ ok: answer.ok, event: answer.event, id: answer.id }, { ok: true, event: 'tokens', id: '7' });
  assert.match(answer.idToken, /^eyJ/);
  assert.ok(answer.refreshToken && answer.expiresAt > Date.now());
  assert.deepEqual(asked, []);
  assert.deepEqual(pool.counts(), { GetTokensFromRefreshToken: 1 });
});

test('a refused refresh token is an error where nobody may be asked, and a form elsewhere, whose sign-in is the answer', async (t) => {
  const { start, signInByForm, ran, asked } = await bridged(t);
  await start({ interactive: false, refreshToken: 'void', id: '1' });
  assert.deepEqual(ran.map(({ answer: { ok, event, id, code, retryable } }) => ({ ok, event, id, code, retryable })), [
    { ok: false, event: 'error', id: '1', code: 'refresh_token_invalid', retryable: false },
  ]);
  assert.match(ran[0].answer.message, /Sign in again/);

  ran.length = 0;
  await start({ refreshToken: 'void', id: '2' });
  assert.deepEqual([ran.length, asked], [0, ['refresh_token_invalid']]);
  await signInByForm();
  assert.deepEqual(ran.map(({ answer: { ok, id } }) => ({ ok, id })), [{ ok: true, id: '2' }]);
});

test('a fresh token is given while it is good without a request, and refreshed when it is not', async (t) => {
  const { start, calls, signIn, ran, pool } = await bridged(t, { poolOptions: { idTokenMinutes: 60 } });
  await start({ refreshToken: (await signIn()).refreshToken });
  pool.clearRequests();
  await calls.fmidToken('{"id":"a","script":"Other"}');
  await Promise.all([calls.fmidToken('{"id":"b"}'), calls.fmidToken('{"id":"c"}')]);
  assert.deepEqual(ran.slice(1).map(({ to, answer }) => [to.script, answer.id, answer.idToken === ran[0].answer.idToken]), [
    ['Other', 'a', true],
    ['Take', 'b', true],
    ['Take', 'c', true],
  ]);
  assert.deepEqual(pool.counts(), {});
});

test('requests that wait for a person are all answered by one sign-in, and signing out is said once', async (t) => {
  const { start, calls, signInByForm, ran } = await bridged(t);
  await start({ id: 'start' });
  await calls.fmidToken('{"id":"early"}');
  assert.deepEqual(ran, []);
  await signInByForm();
  assert.deepEqual(ran.map(({ answer }) => answer.id), ['start', 'early']);
  ran.length = 0;
  await calls.fmidSignOut('{"id":"out"}');
  assert.deepEqual(ran.map(({ answer }) => answer), [{ ok: true, event: 'signedOut', id: 'out' }]);
});

test('a second start answers the requests that wait for the first one\'s person: each gets one answer', async (t) => {
  const { start, calls, signInByForm, ran } = await bridged(t);
  await start({ id: 'start' });
  await calls.fmidToken('{"id":"early","script":"Other"}');
  await start({ id: 'again' });
  assert.deepEqual(ran.map(({ to, answer: { ok, id, code, retryable } }) => ({ script: to.script, ok, id, code, retryable })), [
    { script: 'Take', ok: false, id: 'start', code: 'aborted', retryable: true },
    { script: 'Other', ok: false, id: 'early', code: 'aborted', retryable: true },
  ]);
  ran.length = 0;
  await signInByForm();
  assert.deepEqual(ran.map(({ answer: { ok, id } }) => ({ ok, id })), [{ ok: true, id: 'again' }]);
});

test('a lost connection is an error to try again after, and the refresh token is still good', async (t) => {
  const { start, calls, signIn, ran, pool } = await bridged(t);
  const { refreshToken } = await signIn();
  pool.faults.add({ operation: 'GetTokensFromRefreshToken', kind: 'drop', times: 3 });
  await start({ interactive: false, refreshToken });
  assert.deepEqual([ran[0].answer.code, ran[0].answer.retryable], ['network_failed', true]);
  await calls.fmidToken();
  assert.equal(ran[1].answer.ok, true);
});

test('mistakes in the settings are named, and never quoted', async (t) => {
  const { calls, ran, said } = await bridged(t);
  const mistakes = [
    ['{"script":"Take","refreshtoken":"secret-1"}', /refreshtoken is no option here, but refreshToken is/],
    ['{"script":"Take","refresh_token":"secret-1"}', /refresh_token is no option here, but refreshToken is/],
    ['{"script":"Take","colour":"red"}', /colour is no option here; there are script, .*, endpoint/],
    ['{"script":"Take","option":9}', /option/],
    ['{"script":"Take","refreshToken":"secret-2"', /not JSON/],
    ['{"refreshToken":"secret-3"}', /script: the name/],
    ['[]', /no JSON object/],
    ['{"script":"Take","maxParameterLength":10}', /maxParameterLength/],
    ['{"script":"Take","userPoolId":"wrong","interactive":false}', /pool id/],
  ];
  for (const [text, expected] of mistakes) {
    ran.length = said.length = 0;
    await calls.fmidStart(/** @type {string} */ (text));
    assert.equal(said.length, 1, String(text));
    assert.match(said[0], /** @type {RegExp} */ (expected));
    assert.doesNotMatch(JSON.stringify([said, ran]), /secret/);
  }
  const fresh = await bridged(t);
  await fresh.calls.fmidToken('{"script":"Take"}');
  assert.equal(fresh.ran[0].answer.code, 'call_out_of_order');
});

test('with keepFresh new tokens come by themselves', async (t) => {
  const { start, signIn, ran } = await bridged(t);
  t.mock.timers.enable({ apis: ['setInterval', 'Date'], now: Date.now() });
  const { refreshToken } = await signIn();
  await start({ refreshToken, keepFresh: true, interactive: false, id: 'start' });
  t.mock.timers.tick(57 * 60_000);
  assert.equal(ran.length, 1);
  t.mock.timers.tick(2 * 60_000);
  await settled(() => ran.length > 1);
  assert.deepEqual(ran.map(({ answer: { ok, id } }) => ({ ok, id })), [{ ok: true, id: 'start' }, { ok: true, id: undefined }]);
});

test('an answer that is longer than a parameter may be comes in parts that make it again', () => {
  const answer = { text: '"\\'.repeat(5000) };
  const parameters = parametersOf(answer, 1000);
  assert.ok(parameters.every((parameter) => parameter.length <= 1000));
  const parts = parameters.map((parameter) => JSON.parse(parameter));
  assert.deepEqual(parts.map(({ part }) => part), parts.map((_, i) => i + 1));
  assert.ok(parts.every(({ message, parts: count }) => message === parts[0].message && count === parts.length));
  assert.deepEqual(JSON.parse(parts.map(({ text }) => text).join('')), answer);
  assert.deepEqual(parametersOf(answer, 100_000), [JSON.stringify(answer)]);
});

test('inflating gives back what was compressed at every level, and refuses what is damaged', () => {
  const random = Uint8Array.from({ length: 70_000 }, (_, i) => (i * i * 2_654_435_761) >>> 13);
  for (const data of [wasm, random, new Uint8Array(100_000), new Uint8Array(0)]) {
    for (const options of [{ level: 0 }, { level: 1 }, { level: 9 }, { strategy: 4 }]) {
      assert.ok(Buffer.from(data).equals(inflate(deflateRawSync(data, options), data.length)));
    }
  }
  const packed = deflateRawSync(wasm);
  assert.throws(() => inflate(packed.subarray(0, -10), wasm.length), /damaged/);
  assert.throws(() => inflate(packed, wasm.length - 1), /damaged/);
  assert.throws(() => inflate(packed, wasm.length + 1), /damaged/);
  assert.throws(() => inflate(Uint8Array.of(7), 1), /damaged/);
});

test('the page is one line of ASCII that a data: address carries as it is, well below half a megabyte', async () => {
  const { html } = await buildWebViewer();
  assert.doesNotMatch(html, /[^ -~]|#|%[0-9a-f]{2}/i);
  assert.ok(html.length < 500_000, `${html.length}`);
  assert.doesNotMatch(html, /window\.FileMaker\s*=[^=]/, 'FileMaker defines its object only where there is none');
});
