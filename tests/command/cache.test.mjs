// @ts-check
// The cache file: private, whole, shared between processes, and what it saves.
import assert from 'node:assert/strict';
import { chmodSync, chownSync, lchownSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { operations } from '../glue/sandboxed.mjs';
import { age, commanding } from './running.mjs';

const CACHED = ['token', '--cache', 'kept', '--field', 'idToken'];

/** @param {import('node:test').TestContext} t @param {{ poolOptions?: object }} [options] with a sign-in in "kept" */
async function signedIn(t, { poolOptions } = {}) {
  const s = await commanding(t, { poolOptions });
  assert.equal((await s.run(CACHED, { env: s.as() })).code, 0);
  return s;
}

test('a sign-in is kept for its owner alone, and used without asking the pool', async (t) => {
  const s = await signedIn(t);
  assert.equal(statSync(join(s.folder, 'kept')).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(s.folder), ['kept']);
  assert.ok(!s.read('kept').includes(s.account().password));
  operations(s.pool);
  assert.equal((await s.run(CACHED)).stdout.trim(), JSON.parse(s.read('kept')).tokens.idToken);
  assert.equal((await s.run(['call', 'GET', 'layouts', '--cache', 'kept'])).code, 0);
  assert.deepEqual(operations(s.pool), []);
});

test('tokens that have ended, or are about to, are refreshed; a refresh that was asked for is made', async (t) => {
  const s = await signedIn(t);
  const first = JSON.parse(s.read('kept')).tokens.idToken;
  operations(s.pool);
  for (const expiresAt of [Date.now() - 1000, Date.now() + 60_000, Date.now() + 7200_000]) { // the last: the clock was set back
    const kept = JSON.parse(s.read('kept'));
    s.file('kept', JSON.stringify({ ...kept, tokens: { ...kept.tokens, expiresAt } }));
    assert.equal((await s.run(CACHED)).code, 0);
    assert.deepEqual(operations(s.pool), ['GetTokensFromRefreshToken']);
  }
  assert.equal((await s.run(['refresh', '--cache', 'kept', '--json'])).code, 0);
  assert.deepEqual(operations(s.pool), ['GetTokensFromRefreshToken']);
  assert.notEqual(JSON.parse(s.read('kept')).tokens.idToken, first);
  assert.equal(statSync(join(s.folder, 'kept')).mode & 0o777, 0o600);
});

test('five processes at once refresh once, also where refresh tokens are exchanged', async (t) => {
  const s = await signedIn(t, { poolOptions: { rotation: true } });
  for (const command of [CACHED, ['refresh', ...CACHED.slice(1)]]) {
    age(s, 'kept');
    operations(s.pool);
    const held = s.pool.faults.add({ operation: 'GetTokensFromRefreshToken', kind: 'hold' });
    const all = Array.from({ length: 5 }, () => s.start(command));
    await held.taken;
    held.release();
    const ended = await Promise.all(all.map((each) => each.ended));
    assert.deepEqual(ended.map(({ code, stderr }) => [code, stderr]), Array(5).fill([0, '']));
    if (command === CACHED) {
      assert.equal(new Set(ended.map(({ stdout }) => stdout)).size, 1);
      assert.deepEqual(operations(s.pool), ['GetTokensFromRefreshToken']);
    }
    assert.deepEqual(readdirSync(s.folder), ['kept']);
  }
});

/** The command is sent a signal while its refresh is under way. @param {import('node:test').TestContext} t @param {NodeJS.Signals} signal */
async function endedInTheMiddle(t, signal) {
  const s = await signedIn(t);
  age(s, 'kept');
  const before = s.read('kept');
  const held = s.pool.faults.add({ operation: 'GetTokensFromRefreshToken', kind: 'hold' });
  const { child, ended } = s.start(CACHED);
  await held.taken;
  child.kill(signal);
  assert.equal((await ended).signal, signal);
  held.release();
  return { s, before };
}

test('a process that was killed while it refreshed does not lock the others out, and leaves the old sign-in', async (t) => {
  const { s, before } = await endedInTheMiddle(t, 'SIGKILL');
  assert.deepEqual(readdirSync(s.folder).sort(), ['kept', 'kept.lock']);
  assert.equal(s.read('kept'), before);
  const both = await Promise.all([s.run(CACHED), s.run(CACHED)]);
  assert.deepEqual(both.map(({ code }) => code), [0, 0]);
  assert.equal(both[0].stdout, both[1].stdout);
  assert.deepEqual(readdirSync(s.folder), ['kept']);
});

test('SIGTERM while it refreshes leaves no lock and the old sign-in', async (t) => {
  const { s, before } = await endedInTheMiddle(t, 'SIGTERM');
  assert.deepEqual(readdirSync(s.folder), ['kept']);
  assert.equal(s.read('kept'), before);
});

test('a refusal takes the tokens out and nothing else; a failure that passes takes nothing', async (t) => {
  const s = await signedIn(t);
  age(s, 'kept');
  const before = s.read('kept');
  s.pool.faults.add({ kind: 'throttle', times: 9 });
  assert.equal((await s.run(CACHED)).code, 5);
  assert.equal(s.read('kept'), before);
  s.pool.faults.clear();
  s.pool.revokeAll();
  const refused = await s.run(CACHED);
  assert.equal(refused.code, 4);
  assert.match(refused.stderr, /refresh token/);
  const kept = JSON.parse(s.read('kept'));
  assert.deepEqual([kept.username, kept.tokens], ['ada@example.com', undefined]);
  assert.equal((await s.run(CACHED, { env: { FMID_PASSWORD: s.account().password } })).code, 0);
});

test('a remembered device spares the code at the next sign-in, and is refreshed with', async (t) => {
  const s = await commanding(t, { poolOptions: { deviceTracking: true } });
  const terminal = s.terminal('$fmid token --cache kept --field expiresIn', s.as('sms'));
  await terminal.sees('Code by text message');
  terminal.type('123456\r');
  assert.equal(await terminal.ended, 0, terminal.screen());
  age(s, 'kept');
  assert.equal((await s.run(CACHED)).code, 0);
  age(s, 'kept');
  s.pool.revokeAll();
  const again = await s.run(CACHED, { env: s.as('sms') });
  assert.equal(again.code, 0, again.stderr);
});

test('revoking removes the file', async (t) => {
  const s = await signedIn(t);
  const { refreshToken } = JSON.parse(s.read('kept')).tokens;
  assert.equal((await s.run(['revoke', '--cache', 'kept'])).code, 0);
  assert.deepEqual(readdirSync(s.folder), []);
  assert.equal((await s.run(['refresh', '--token-stdin'], { input: refreshToken })).code, 4);
});

const NO_POOL = { FMID_USER_POOL_ID: undefined, FMID_CLIENT_ID: undefined, FMID_ENDPOINT: undefined };

test('where no pool is named the cache knows its own: to use, refresh, sign in again and revoke', async (t) => {
  const s = await signedIn(t);
  operations(s.pool);
  assert.equal((await s.run(['call', 'GET', 'layouts', '--cache', 'kept'], { env: NO_POOL })).code, 0);
  assert.equal((await s.run(['session', '--json', '--cache', 'kept'], { env: NO_POOL })).code, 0);
  assert.deepEqual(operations(s.pool), []);
  assert.equal((await s.run(['refresh', '--json', '--cache', 'kept'], { env: NO_POOL })).code, 0);
  s.pool.revokeAll();
  age(s, 'kept');
  assert.equal((await s.run(CACHED, { env: { ...NO_POOL, ...s.as() } })).code, 0);
  assert.equal((await s.run(['revoke', '--cache', 'kept'], { env: NO_POOL })).code, 0);
  assert.deepEqual(readdirSync(s.folder), []);
  assert.equal(s.pool.count({ operation: 'RevokeToken' }), 1);
});

test("a cache's pool is believed no more than one that is named: not in a file that others can change, not without encryption", async (t) => {
  const s = await signedIn(t);
  const text = s.read('kept');
  age(s, 'kept');
  chmodSync(join(s.folder, 'kept'), 0o602);
  operations(s.pool);
  assert.equal((await s.run(CACHED, { env: NO_POOL })).code, 8);
  chmodSync(join(s.folder, 'kept'), 0o600);
  s.file('kept', text.replace(s.pool.url, 'http://pool.example.com/'));
  const { code, stderr } = await s.run(CACHED, { env: NO_POOL });
  assert.equal(code, 2);
  assert.match(stderr, /That address is not encrypted\./);
  assert.deepEqual(operations(s.pool), []);
});

test('an empty file, as mktemp makes it, is filled', async (t) => {
  const s = await commanding(t);
  s.file('kept', '');
  assert.equal((await s.run(CACHED, { env: s.as() })).code, 0);
  assert.ok(JSON.parse(s.read('kept')).tokens);
});

/** @type {Record<string, [spoil: (s: import('./running.mjs').Commanding, path: string) => void, says: RegExp]>} */
const UNSAFE = {
  'that others can read': [(_, path) => chmodSync(path, 0o640), /can be read or changed by others\. .*chmod 600/],
  'that others can write': [(_, path) => chmodSync(path, 0o602), /can be read or changed by others/],
  'in a folder that others can write to': [(s) => chmodSync(s.folder, 0o777), /in a folder where others may replace it/],
  'that is a symbolic link': [(s, path) => {
    writeFileSync(join(s.folder, 'elsewhere'), readFileSync(path), { mode: 0o600 });
    unlinkAnd(path, () => symlinkSync('elsewhere', path));
  }, /is a symbolic link/],
  'that is a folder': [(_, path) => unlinkAnd(path, () => mkdirSync(path, 0o700)), /is no ordinary file/],
  'that is no cache': [(_, path) => writeFileSync(path, 'Canary-not-json'), /is not a sign-in/],
  'that is half of one': [(_, path) => writeFileSync(path, readFileSync(path, 'utf8').slice(0, 900)), /is not a sign-in/],
  'of another pool': [(_, path) => writeFileSync(path, readFileSync(path, 'utf8').replace('us-west-2_FmidDemo1', 'us-west-2_Other')), /another user pool.* name no pool/],
};

/** @param {string} path @param {() => void} work */
function unlinkAnd(path, work) {
  rmSync(path);
  work();
}

for (const [what, [spoil, says]] of Object.entries(UNSAFE)) {
  test(`a cache ${what} is refused before anything is sent`, async (t) => {
    const s = await signedIn(t);
    spoil(s, join(s.folder, 'kept'));
    operations(s.pool);
    const { code, stdout, stderr } = await s.run(CACHED, { env: s.as() });
    assert.equal(code, what === 'of another pool' ? 2 : 8, stderr);
    assert.match(stderr, says);
    assert.ok(!stderr.includes('eyJ') && !stderr.includes('Canary'));
    assert.equal(stdout, '');
    assert.deepEqual(operations(s.pool), []);
  });
}

test('a cache of somebody else is refused', async (t) => {
  const s = await signedIn(t);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(join(s.folder, 'kept'), 12345, 12345);
  const { code, stderr } = await s.run(isRoot ? CACHED : ['token', '--cache', '/etc/passwd'], { env: s.as() });
  assert.equal(code, 8);
  assert.match(stderr, /belongs to somebody else/);
});

test('a lock that somebody else has put beside it, in a folder for everybody, does not block the cache', async (t) => {
  if (process.getuid?.() !== 0) return t.skip('needs root, to be two people');
  const s = await signedIn(t);
  const kept = join(s.folder, 'kept');
  chmodSync(s.folder, 0o1777);
  age(s, 'kept');
  for (const [at, name] of ['kept.lock', 'kept.lock2', 'kept.lock3'].entries()) {
    writeFileSync(join(s.folder, name), 'not yours');
    chownSync(join(s.folder, name), 12_345 + at, 12_345);
  }
  symlinkSync('/proc/self/mem', join(s.folder, 'kept.lock4'));
  lchownSync(join(s.folder, 'kept.lock4'), 12_345, 12_345);
  const both = await Promise.all([s.run(CACHED), s.run(CACHED)]);
  assert.deepEqual(both.map(({ code, stderr }) => [code, stderr]), [[0, ''], [0, '']]);
  assert.equal(both[0].stdout, both[1].stdout, 'and it still is a lock');
  assert.deepEqual(readdirSync(s.folder).sort(), ['kept', 'kept.lock', 'kept.lock2', 'kept.lock3', 'kept.lock4']);
  assert.equal(readFileSync(join(s.folder, 'kept.lock'), 'utf8'), 'not yours');
  for (let at = 5; at <= 100; at++) {
    writeFileSync(`${kept}.lock${at}`, '');
    chownSync(`${kept}.lock${at}`, 12_345, 12_345);
  }
  const blocked = await s.run(CACHED);
  assert.equal(blocked.code, 8);
  assert.match(blocked.stderr, /Others have put files beside kept.*Use a folder that only you can write to/);
});

test("another person's cache is not used", async (t) => {
  const s = await signedIn(t);
  const { code, stderr } = await s.run(CACHED, { env: s.as('unicode') });
  assert.equal(code, 2);
  assert.match(stderr, /holds the sign-in of somebody else/);
  assert.equal((await s.run([...CACHED, '--username', 'ADA@example.com'])).code, 0);
});

test("an authenticator's secret that others can read is refused", async (t) => {
  const s = await commanding(t);
  const file = s.file('secret', s.account('totp').totpSecret ?? '', 0o644);
  assert.equal((await s.run(['token', '--totp-secret-file', file], { env: s.as('totp') })).code, 8);
});
