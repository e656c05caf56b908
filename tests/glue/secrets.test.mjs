// @ts-check
// Secrets: what stays in WebAssembly's memory, what errors and the console say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { sandboxed } from './sandboxed.mjs';

/** @type {WebAssembly.Memory | undefined} */
let memory;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = /** @type {any} */ (async (/** @type {any} */ ...given) => {
  const result = await Reflect.apply(instantiate, WebAssembly, given);
  const { exports } = result.instance ?? result;
  memory ??= /** @type {any} */ (Object.values(exports).find((each) => each instanceof WebAssembly.Memory));
  return result;
});

/** @param {string} text */
function inHeap(text) {
  assert.ok(memory);
  const heap = Buffer.from(memory.buffer);
  return heap.includes(Buffer.from(text, 'utf8')) || heap.includes(Buffer.from(text, 'utf16le'));
}

test('after a sign-in no password, code or token is left in WebAssembly memory', async (t) => {
  const { fmid, pool, account, host } = await sandboxed(t);
  const password = 'Canary-Pässword-9f2b-with-some-length';
  pool.users.setPassword(pool.users.find(account('sms').username), password);
  const wrongCode = '91827364';
  const tokens = await fmid.signIn({
    username: account('sms').username,
    password,
    answer: ({ previousError }) => {
      // The method is sound only if it finds what is there: while a person is asked, the flow holds the password in a block of the heap.
      assert.ok(inHeap(password), 'the password is found while it is held');
      return { code: previousError ? '123456' : wrongCode };
    },
  });
  const session = await fmid.openSession({ host: host.url, database: 'Contacts', idToken: tokens.idToken });
  await session.call('GET', 'layouts');
  const refreshed = await fmid.refresh({ refreshToken: tokens.refreshToken });

  for (const [name, secret] of Object.entries({
    password,
    wrongCode,
    idToken: tokens.idToken,
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken,
    newIdToken: refreshed.idToken,
    sessionToken: session.token,
  })) {
    assert.equal(inHeap(secret), false, `${name} is still in the heap`);
    assert.equal(inHeap(secret.slice(-24)), false, `the end of ${name} is still in the heap`);
  }
});

test('after a failed sign-in the password is not left in WebAssembly memory', async (t) => {
  const { fmid, account } = await sandboxed(t);
  const password = 'Canary-wrong-password-77a1';
  await assert.rejects(fmid.signIn({ username: account('none').username, password }));
  assert.equal(inHeap(password), false);
  const controller = new AbortController();
  const given = fmid.signIn({ username: account('none').username, password, signal: controller.signal });
  controller.abort();
  await assert.rejects(given);
  assert.equal(inHeap(password), false);
});

test('no error and no console line ever shows a password, a code or a token', async (t) => {
  const { fmid, pool, host, account, signIn } = await sandboxed(t);
  /** @type {string[]} */
  const said = [];
  for (const method of /** @type {const} */ (['log', 'info', 'warn', 'error', 'debug'])) {
    t.mock.method(console, method, (/** @type {unknown[]} */ ...line) => void said.push(inspect(line, { depth: 9 })));
  }
  const canary = { password: 'Canary-secret-password-1', code: '987654321', newPassword: 'Canary-new-password-2' };
  const tokens = await signIn('sms');
  const fail = async (/** @type {() => Promise<unknown>} */ call) => {
    try {
      await call();
    } catch (error) {
      said.push(inspect(error, { depth: 9 }), String(/** @type {any} */ (error).stack), JSON.stringify(error));
      return;
    }
    assert.fail('this was to fail');
  };
  const quoting = (/** @type {string} */ secret) => ({ name: 'InvalidParameterException', message: `1 validation error detected: Value '${secret}' at 'password' failed to satisfy constraint` });

  const { username } = account('none');
  await fail(() => fmid.signIn({ username, password: canary.password }));
  for (const kind of /** @type {const} */ (['not-json', 'truncated', 'wrong-types', 'html', 'empty', 'deep'])) {
    for (const operation of ['InitiateAuth', 'RespondToAuthChallenge']) {
      pool.faults.add({ kind, operation, times: 3 });
      await fail(() => fmid.signIn({ username, password: canary.password }));
      pool.faults.clear();
    }
    pool.faults.add({ kind, times: 3 });
    await fail(() => fmid.refresh({ refreshToken: tokens.refreshToken }));
    pool.faults.clear();
  }
  for (const secret of [canary.password, tokens.refreshToken]) {
    pool.faults.add({ kind: 'error', error: quoting(secret) });
    await fail(() => fmid.signIn({ username, password: canary.password }));
    pool.faults.clear();
  }
  let tries = 0;
  await fail(() => fmid.signIn({
    username: account('sms').username,
    password: account('sms').password,
    answer: ({ previousError }) => {
      if (previousError) said.push(inspect(previousError, { depth: 9 }));
      if (tries++ > 2) throw previousError;
      return { code: canary.code };
    },
  }));
  await fail(() => fmid.openSession({ host: host.url, database: 'Nowhere', idToken: tokens.idToken }));
  await fail(() => fmid.openSession({ host: host.url, database: 'Contacts', idToken: `${tokens.idToken} x` }));
  const session = await fmid.openSession({ host: host.url, database: 'Contacts', idToken: tokens.idToken });
  host.faults.add({ kind: 'html', times: 3 });
  await fail(() => session.call('GET', 'layouts'));
  host.expireSessions();
  await fail(() => session.call('GET', 'layouts'));

  const all = said.join('\n');
  for (const [name, secret] of Object.entries({ ...canary, ...tokens, session: session.token })) {
    if (typeof secret === 'string') assert.equal(all.includes(secret), false, `${name} was shown`);
  }
});
