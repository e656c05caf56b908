// @ts-check
// What `answer` may give, and what comes of a program that does not read the questions: it ends, and leaves time for everything else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fails } from './signed-in.mjs';
import { sandboxed } from './sandboxed.mjs';

/**
 * A sign-in by text message, whose question is answered like that.
 * @param {import('node:test').TestContext} t
 * @param {(asked: number) => any} give what is answered to the first question, the second, …
 * @param {AbortSignal} [signal]
 */
async function signInWith(t, give, signal) {
  const { fmid, pool, account } = await sandboxed(t);
  const { username, password } = account('sms');
  let asked = 0;
  const answer = () => {
    if (asked > 100) throw new Error('asked without end');
    return give((asked += 1));
  };
  const outcome = await fmid.signIn({ username, password, answer, signal }).then(() => 'signed in', (error) => error.code ?? error.message);
  const sent = pool.count({ operation: 'RespondToAuthChallenge' }) - pool.count({ operation: 'InitiateAuth' }); // a proof of the password each time
  return { outcome, asked, sent };
}

test('null and undefined give up, as does a null where the code should be: what prompt() gives when it is cancelled', async (t) => {
  for (const nothing of [null, undefined, { code: null }, Promise.resolve(null)]) {
    assert.deepEqual(await signInWith(t, () => nothing), { outcome: 'aborted', asked: 1, sent: 0 });
  }
});

test('a text is a code, and so is a number, whose leading zeros were lost', async (t) => {
  for (const code of ['123456', '123-456', 123456, { code: 123456 }]) {
    assert.deepEqual(await signInWith(t, () => code), { outcome: 'signed in', asked: 1, sent: 1 });
  }
  const { fmid, pool, account } = await sandboxed(t);
  await fmid.signIn({ ...account('sms'), answer: ({ previousError }) => (previousError ? '123456' : 42) });
  assert.deepEqual(pool.requests.filter(({ operation }) => operation === 'RespondToAuthChallenge').map(({ status }) => status), [200, 400, 200]);
});

for (const [what, never] of /** @type {[string, any][]} */ ([
  ['empty', { code: '' }], ['no digits', 'code'], ['an object without a code', {}], ['an object', { code: {} }], ['an array', []], ['true', true], ['NaN', NaN],
])) {
  test(`three answers in a row of the wrong form end the sign-in, and nothing is sent for them: ${what}`, async (t) => {
    assert.deepEqual(await signInWith(t, () => never), { outcome: 'code_malformed', asked: 3, sent: 0 });
  });
}

test('a person may mistype twice, and again after a code that was wrong', async (t) => {
  const typed = ['', '12', '000000', 'x', 'y', '123456'];
  assert.deepEqual(await signInWith(t, (asked) => typed[asked - 1]), { outcome: 'signed in', asked: 6, sent: 2 });
});

test('the same wrong code is sent three times at the most; others are sent as long as the pool takes them', async (t) => {
  assert.deepEqual(await signInWith(t, () => '000000'), { outcome: 'wrong_code', asked: 3, sent: 3 });
  const typed = ['000000', '000000', '000001', '000000', '123456'];
  assert.deepEqual(await signInWith(t, (asked) => typed[asked - 1]), { outcome: 'signed in', asked: 5, sent: 5 });
});

test('answers that are there at once leave time for others: a signal is heard', async (t) => {
  const controller = new AbortController();
  const result = signInWith(t, (asked) => {
    if (asked === 1) setImmediate(() => controller.abort());
    return '';
  }, controller.signal);
  assert.equal((await result).outcome, 'aborted');
});

test('what answer() throws is what the call rejects with', async (t) => {
  assert.equal((await signInWith(t, () => { throw new Error('the window was closed'); })).outcome, 'the window was closed');
  const { fmid, account } = await sandboxed(t);
  await assert.rejects(fmid.signIn({ ...account('sms') }), fails('challenge_unanswered'));
});
