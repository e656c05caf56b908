// @ts-check
// A module that breaks: out of memory, an exception within it. And callers' objects that would make it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fails } from './signed-in.mjs';
import { sandboxed } from './sandboxed.mjs';

/** @type {WebAssembly.Memory[]} */
const memories = [];
const { instantiate } = WebAssembly;
WebAssembly.instantiate = /** @type {any} */ (async (/** @type {any} */ ...given) => {
  const instance = await Reflect.apply(instantiate, WebAssembly, given);
  memories.push(/** @type {any} */ (Object.values(instance.exports).find((each) => each instanceof WebAssembly.Memory)));
  return instance;
});
const memory = () => memories[memories.length - 1];

/** Until the test is over no memory grows. @param {import('node:test').TestContext} t */
function withoutMemory(t) {
  t.mock.method(WebAssembly.Memory.prototype, 'grow', () => {
    throw new RangeError('none left');
  });
}

/** Of a pool, as a transport: so long that it needs memory. */
const longAnswer = async () => ({ status: 200, headers: {}, body: `{"ChallengeName":"${'x'.repeat(4_000_000)}"}` });

test('out of memory is an error of its own, the memory is wiped, and the next call has a module that is whole', async (t) => {
  const password = 'Canary-broken-module-51';
  let long = true;
  const { fmid, signIn, account } = await sandboxed(t, {
    client: { transport: async (/** @type {any} */ request) => {
      if (long) return longAnswer();
      const response = await fetch(request.url, request);
      return { status: response.status, headers: response.headers, body: await response.arrayBuffer() };
    } },
  });
  const before = memory();
  withoutMemory(t);
  await assert.rejects(fmid.signIn({ username: account('none').username, password }), fails('internal'));
  t.mock.restoreAll();
  assert.ok(Buffer.from(before.buffer).every((byte) => byte === 0), 'what broke is wiped');
  assert.notEqual(memory(), before);
  long = false;
  const { idToken } = await signIn();
  assert.equal(fmid.decodeUnverified(idToken).claims.token_use, 'id');
  assert.equal(fmid.signedIn, true);
});

test('what was under way in the module that broke ends with the same error', async (t) => {
  let asked = () => {};
  const { fmid, account } = await sandboxed(t);
  const other = await sandboxed(t, { client: { transport: longAnswer } });
  const isAsked = new Promise((resolve) => {
    asked = () => resolve(undefined);
  });
  /** @type {(answer: { code: string }) => void} */
  let answer = () => {};
  const { username, password } = account('sms');
  const waiting = fmid.signIn({
    username, password,
    answer: () => {
      asked();
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
  });
  await isAsked;
  withoutMemory(t);
  await assert.rejects(other.fmid.signIn({ username, password }), fails('internal'));
  t.mock.restoreAll();
  answer({ code: '123456' });
  await assert.rejects(waiting, fails('internal'));
  await fmid.signIn({ username, password, answer: () => ({ code: '123456' }) });
});

const thrown = () => {
  throw new Error('from a getter');
};
const WITH_A_GETTER = Object.defineProperty({}, 'code', { enumerable: true, get: thrown });
/** A promise may give it, though. */
const PROXY = new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : thrown()), ownKeys: thrown, getOwnPropertyDescriptor: thrown });

test('an answer whose getters throw, or that is a proxy, is a mistake, and breaks nothing', async (t) => {
  const { fmid, account } = await sandboxed(t);
  const { username, password } = account('sms');
  const whole = memory();
  for (const answer of [WITH_A_GETTER, PROXY, { code: '1', attributes: PROXY }]) {
    await assert.rejects(fmid.signIn({ username, password, answer: () => answer }), fails('option_invalid'));
  }
  const { byteLength } = whole.buffer;
  for (let i = 0; i < 20; i++) await assert.rejects(fmid.signIn({ username, password, answer: () => PROXY }), fails('option_invalid'));
  assert.equal(memory(), whole, 'the module is the same one');
  assert.equal(whole.buffer.byteLength, byteLength);
  assert.equal(Buffer.from(whole.buffer).includes(password), false, 'the password was wiped');
});

test('options whose getters throw are a mistake, and break nothing', async (t) => {
  const { fmid, account, host } = await sandboxed(t);
  const { username, password } = account('none');
  const whole = memory();
  const device = /** @type {any} */ ({ key: 'k', groupKey: 'g', password: 'p', more: PROXY });
  await assert.rejects(fmid.signIn({ username, password, device }), fails('option_invalid'));
  const { idToken } = await fmid.signIn({ username, password });
  const dataSources = /** @type {any} */ ([PROXY]);
  await assert.rejects(fmid.openSession({ host: host.url, database: 'Contacts', idToken, dataSources }), fails('option_invalid'));
  assert.equal(memory(), whole);
});
