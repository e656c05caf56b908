// @ts-check
// fmid token, refresh, revoke and claims as programs use them: without a terminal.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operations } from '../glue/sandboxed.mjs';
import { commanding } from './running.mjs';

const JWT = /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/;

test('a password from the environment or standard input signs in, and standard output has the result alone', async (t) => {
  const s = await commanding(t);
  const { username, password } = s.account('unicode');
  const ways = [
    await s.run(['token', '--json'], { env: s.as('unicode') }),
    await s.run(['token', '--json', '--username', username, '--password-stdin'], { input: `${password}\n` }),
    await s.run(['token', '--json', `--username=${username}`, '--password-stdin'], { input: password, env: { FMID_PASSWORD: 'not this one' } }),
  ];
  for (const { code, stdout, stderr } of ways) {
    assert.equal(code, 0, stderr);
    assert.equal(stderr, '');
    const tokens = JSON.parse(stdout);
    assert.match(tokens.idToken, JWT);
    assert.match(tokens.accessToken, JWT);
    assert.equal(tokens.expiresIn, 3600);
    assert.ok(tokens.refreshToken);
  }
});

test('a field is printed by itself, and one that is not there is answered with those that are', async (t) => {
  const s = await commanding(t);
  assert.match((await s.run(['token', '--field', 'idToken'], { env: s.as() })).stdout, /^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/);
  const wrong = await s.run(['token', '--field', 'id_token'], { env: s.as() });
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /There is no field of that name\. These are there: accessToken, idToken, refreshToken/);
});

test('for people each token has its name, and no colour outside a terminal', async (t) => {
  const s = await commanding(t);
  const { stdout } = await s.run(['token'], { env: s.as() });
  assert.match(stdout, /^ID token, until .* \(in 60 min\)[^\n]*\neyJ/);
  assert.match(stdout, /\n\nAccess token, [^\n]*\neyJ/);
  assert.match(stdout, /\n\nRefresh token, [^\n]*\neyJ/);
  assert.ok(!stdout.includes('\x1b'));
});

test('in a terminal names are bold, unless NO_COLOR says otherwise', async (t) => {
  const s = await commanding(t);
  for (const [env, bold] of /** @type {const} */ ([[{}, true], [{ NO_COLOR: '1' }, false], [{ TERM: 'dumb' }, false]])) {
    const terminal = s.terminal('$fmid token', { ...s.as(), ...env });
    assert.equal(await terminal.ended, 0, terminal.screen());
    assert.equal(terminal.screen().includes('\x1b[1mID token\x1b[0m'), bold);
  }
});

test('an authenticator is answered from its secret, also where there is a choice', async (t) => {
  const s = await commanding(t);
  const secret = s.account('totp').totpSecret ?? '';
  const files = [
    s.file('base32', `${(secret.match(/.{1,4}/g) ?? []).join(' ').toLowerCase()}\n`),
    s.file('uri', `otpauth://totp/FileMaker:ada?secret=${secret}&issuer=FileMaker\n`),
  ];
  for (const file of files) {
    for (const kind of ['totp', 'choice']) {
      const { code, stderr } = await s.run(['token', '--totp-secret-file', file, '--json'], { env: s.as(kind) });
      assert.equal(code, 0, stderr);
    }
  }
});

test('an authenticator code that was used a moment ago is followed by the next', async (t) => {
  const s = await commanding(t, { poolOptions: { totpSingleUse: true } });
  const env = { ...s.as('totp'), FMID_TOTP_SECRET_FILE: s.file('secret', s.account('totp').totpSecret ?? '') };
  assert.equal((await s.run(['token', '--json'], { env })).code, 0);
  assert.equal((await s.run(['token', '--json'], { env })).code, 0);
});

test('a wrong authenticator secret is given up after two codes', async (t) => {
  const s = await commanding(t);
  const file = s.file('secret', 'AAAAAAAAAAAAAAAAAAAAAAAA');
  const { code, stderr } = await s.run(['token', '--totp-secret-file', file], { env: s.as('totp') });
  assert.equal(code, 3);
  assert.match(stderr, /The code is wrong\./);
  assert.equal(s.pool.count({ operation: 'RespondToAuthChallenge', challenge: 'SOFTWARE_TOKEN_MFA' }), 2);
});

test('a refresh token in the environment is refreshed, and nobody signs in', async (t) => {
  const s = await commanding(t);
  const { refreshToken } = JSON.parse((await s.run(['token', '--json'], { env: s.as() })).stdout);
  operations(s.pool);
  const env = { FMID_REFRESH_TOKEN: refreshToken };
  assert.match((await s.run(['token', '--field', 'idToken'], { env })).stdout.trim(), JWT);
  assert.match((await s.run(['refresh', '--field', 'idToken'], { env })).stdout.trim(), JWT);
  assert.match((await s.run(['refresh', '--field', 'idToken', '--token-stdin'], { input: `${refreshToken}\n` })).stdout.trim(), JWT);
  assert.deepEqual(operations(s.pool), Array(3).fill('GetTokensFromRefreshToken'));
});

test('a revoked refresh token is over, and to revoke it again is no failure', async (t) => {
  const s = await commanding(t);
  const { refreshToken } = JSON.parse((await s.run(['token', '--json'], { env: s.as() })).stdout);
  const revoked = await s.run(['revoke', '--token-stdin', '--json'], { input: refreshToken });
  assert.deepEqual([revoked.code, revoked.stdout], [0, '{"revoked":true}\n']);
  assert.equal((await s.run(['refresh', '--token-stdin'], { input: refreshToken })).code, 4);
  assert.equal((await s.run(['revoke', '--token-stdin'], { input: refreshToken })).code, 0);
});

test('signing out everywhere ends the other sign-ins too', async (t) => {
  const s = await commanding(t);
  const other = JSON.parse((await s.run(['token', '--json'], { env: s.as() })).stdout);
  assert.equal((await s.run(['token', '--cache', 'kept', '--json'], { env: s.as() })).code, 0);
  assert.equal((await s.run(['revoke', '--everywhere', '--cache', 'kept'])).code, 0);
  assert.equal((await s.run(['refresh', '--token-stdin'], { input: other.refreshToken })).code, 4);
});

test('claims are read without asking anybody, and said to be unverified', async (t) => {
  const s = await commanding(t);
  const idToken = (await s.run(['token', '--field', 'idToken'], { env: s.as() })).stdout;
  operations(s.pool);
  const people = await s.run(['claims', '--token-stdin'], { input: idToken });
  assert.match(people.stdout, /^Unverified/);
  assert.match(people.stdout, /\nemail +ada@example\.com\n/);
  assert.match(people.stdout, /\nexp +\d+ {2}.* \(in 60 min\)\n/);
  assert.equal((await s.run(['claims', '--field', 'email'], { env: { FMID_ID_TOKEN: idToken.trim() } })).stdout, 'ada@example.com\n');
  assert.equal(JSON.parse((await s.run(['claims', '--json', '--token-stdin'], { input: idToken })).stdout).verified, false);
  assert.deepEqual(operations(s.pool), []);
});

test('a claim that would steer the terminal is shown harmless', async (t) => {
  const s = await commanding(t);
  const part = (/** @type {object} */ json) => Buffer.from(JSON.stringify(json)).toString('base64url');
  const { stdout } = await s.run(['claims', '--token-stdin'], { input: `${part({ alg: 'none' })}.${part({ name: '\x1b]0;owned\x07 \u202egnp' })}.x` });
  assert.match(stdout, /\nname {2}\ufffd]0;owned\ufffd \ufffdgnp\n$/);
});

test('a client with a secret takes it from the environment', async (t) => {
  const s = await commanding(t, { poolOptions: { clientSecret: 'canaryclientsecret0123456789' } });
  assert.equal((await s.run(['token', '--json'], { env: s.as() })).code, 3);
  assert.equal((await s.run(['token', '--json'], { env: { ...s.as(), FMID_CLIENT_SECRET: 'canaryclientsecret0123456789' } })).code, 0);
});

test('a token that is given by hand leaves the cache alone, and the cache goes before the environment', async (t) => {
  const s = await commanding(t);
  const other = JSON.parse((await s.run(['token', '--json'], { env: s.as('unicode') })).stdout);
  assert.equal((await s.run(['token', '--json', '--cache', 'kept'], { env: s.as() })).code, 0);
  const kept = s.read('kept');
  const whose = async (/** @type {string[]} */ args, /** @type {object} */ options) => {
    const { stdout } = await s.run([...args, '--cache', 'kept', '--field', 'idToken'], options);
    return (await s.run(['claims', '--token-stdin', '--field', 'email'], { input: stdout })).stdout.trim();
  };
  assert.equal(await whose(['refresh', '--token-stdin'], { input: other.refreshToken }), 'zoë@example.com');
  assert.equal(s.read('kept'), kept);
  assert.equal(await whose(['refresh'], { env: { FMID_REFRESH_TOKEN: other.refreshToken } }), 'ada@example.com');
  assert.equal((await s.run(['revoke', '--token-stdin', '--cache', 'kept'], { input: other.refreshToken })).code, 0);
  assert.equal((await s.run(['refresh', '--token-stdin'], { input: other.refreshToken })).code, 4);
  assert.equal((await s.run(['refresh', '--cache', 'kept', '--json'])).code, 0);
});
