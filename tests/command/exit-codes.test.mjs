// @ts-check
// Each kind of failure has its exit code, says what happened and what to do next, and prints nothing as a result.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { EXIT } from '../../dist/fmid/node/command/errors.js';
import { commanding } from './running.mjs';

/** @typedef {import('./running.mjs').Commanding} Commanding */
/** @type {[what: string, code: number, start: (s: Commanding) => Promise<import('./running.mjs').Ended>, says: RegExp][]} */
const FAILURES = [
  ['no such command', 2, (s) => s.run(['tokne']), /There is no such command\. Did you mean fmid token\?/],
  ['no such option', 2, (s) => s.run(['token', '--usename=ada']), /There is no option --usename here\./],
  ['an option without its value', 2, (s) => s.run(['token', '--username']), /--username needs a value\./],
  ['an option with a value that takes none', 2, (s) => s.run(['token', '--json=yes']), /--json takes no value\./],
  ['a variable that was not set', 2, (s) => s.run(['token', '--username', '']), /--username is empty\./],
  ['an argument too many', 2, (s) => s.run(['token', 'ada@example.com']), /There is an argument too many/],
  ['half a pool', 2, (s) => s.run(['token'], { env: { FMID_CLIENT_ID: undefined } }), /--user-pool-id and --client-id together/],
  ['an address that is not encrypted', 2, (s) => s.run(['token', '--endpoint', 'http://example.com'], { env: s.as() }), /That address is not encrypted\./],
  ['a time limit that is none', 2, (s) => s.run(['token', '--timeout', 'soon'], { env: s.as() }), /--timeout is not a number of seconds\./],
  ['no password on standard input', 2, (s) => s.run(['token', '--password-stdin', '--username', 'ada']), /there was nothing/],
  ['no host', 2, (s) => s.run(['call', 'GET', 'layouts'], { env: { FMID_HOST: undefined } }), /--host is missing\. Give it, or set FMID_HOST\./],
  ['no path', 2, (s) => s.run(['call', 'GET']), /PATH is missing\./],
  ['a body that is not JSON', 2, (s) => s.run(['call', 'POST', 'layouts/L/_find', '--data', '{query:1}'], { env: s.as() }), /The body is not JSON\./],
  ['a method that does not exist', 2, (s) => s.run(['call', 'FETCH', 'layouts'], { env: s.as() }), /does not know that method/],
  ['a wrong password', 3, (s) => s.run(['token'], { env: { ...s.as(), FMID_PASSWORD: 'wrong' } }), /User name or password is wrong\./],
  ['an account that is switched off', 3, (s) => s.run(['token'], { env: s.as('disabled') }), /This account is switched off\./],
  ['nobody to ask for a password', 4, (s) => s.run(['token', '--username', 'ada']), /needs a password .* no terminal/],
  ['nobody to ask for a code', 4, (s) => s.run(['token'], { env: s.as('sms') }), /a code by text message \(SMS_MFA\), and there is no terminal/],
  ['nothing to refresh', 4, (s) => s.run(['refresh']), /There is no refresh token\. Sign in with fmid token --cache FILE/],
  ['a refresh token that is over', 4, (s) => s.run(['refresh'], { env: { FMID_REFRESH_TOKEN: 'over' } }), /The refresh token is not accepted\. Sign in again\./],
  ['nothing to revoke', 4, (s) => s.run(['revoke']), /There is no token\./],
  ['no connection', 5, (s) => s.run(['token', '--endpoint', 'http://127.0.0.1:1/'], { env: s.as() }), /No answer came from the server\. \(http:\/\/127\.0\.0\.1:1\) Check/],
  ['a host that is not there', 5, (s) => s.run(['call', 'GET', 'layouts', '--host', '127.0.0.1:1'], { env: s.as() }), /No answer came from the server\. \(https:\/\/127\.0\.0\.1:1\) Check/],
  ['a pool that is busy', 5, (s) => {
    s.pool.faults.add({ kind: 'throttle', times: 9 });
    return s.run(['token'], { env: s.as() });
  }, /The service is busy\./],
  ['no such layout', 6, (s) => s.run(['call', 'GET', 'layouts/Nowhere/records'], { env: s.as() }), /There is no such layout\./],
  ['no such database', 6, (s) => s.run(['session', '--database', 'Nowhere'], { env: s.as() }), /The host cannot open that database\./],
  ['an answer that is no JSON', 7, (s) => {
    s.pool.faults.add({ kind: 'not-json', times: 9 });
    return s.run(['token'], { env: s.as() });
  }, /The answer was not from the service that was asked\./],
  ['no such file', 8, (s) => s.run(['call', 'POST', 'layouts', '--data-file', 'nowhere'], { env: s.as() }), /nowhere cannot be used \(ENOENT\)\./],
  ['no secret in its file', 8, (s) => s.run(['token', '--totp-secret-file', s.file('empty', '')], { env: s.as('totp') }), /does not hold the secret/],
];

for (const [what, code, start, says] of FAILURES) {
  test(`${what}: exit code ${code}`, async (t) => {
    const ended = await start(await commanding(t));
    assert.equal(ended.code, code, ended.stderr);
    assert.match(ended.stderr, /^fmid: .*[.:]/);
    assert.match(ended.stderr, says);
    assert.equal(ended.stdout, '');
  });
}

test('with --json an error is JSON as well, on standard error', async (t) => {
  const s = await commanding(t);
  const fields = async (/** @type {string[]} */ args, env = s.as()) => JSON.parse((await s.run([...args, '--json'], { env })).stderr).error;
  const refused = await fields(['call', 'GET', 'layouts/Nowhere/records']);
  assert.deepEqual([refused.code, refused.fileMakerCode, refused.httpStatus, refused.retryable], ['fm_layout_missing', '105', 500, false]);
  const silent = await fields(['call', 'GET', 'layouts', '--host', '127.0.0.1:1']);
  assert.deepEqual([silent.code, silent.detail, silent.retryable], ['network_failed', 'https://127.0.0.1:1', true]);
  assert.equal((await fields(['token', '--nonsense'])).code, 'usage');
  assert.equal((await fields(['token'], { ...s.as(), FMID_PASSWORD: 'wrong' })).serviceError, 'NotAuthorizedException');
});

test('what no longer reads the output is no fault', async (t) => {
  const s = await commanding(t);
  const terminal = s.terminal('{ $fmid token --json; echo "ended $?" >status; } | true', s.as());
  await terminal.ended;
  assert.equal(s.read('status'), 'ended 141\n');
  assert.equal(terminal.screen(), '');
});

test('what cannot be written is not lost in silence', async (t) => {
  const s = await commanding(t);
  const terminal = s.terminal('$fmid token --json >/dev/full', s.as());
  assert.equal(await terminal.ended, EXIT.file);
  assert.match(terminal.screen(), /The output could not be written \(ENOSPC\)\./);
});

test('Ctrl-C while the pool is waited for ends at once, by the signal', async (t) => {
  const s = await commanding(t);
  const held = s.pool.faults.add({ operation: 'InitiateAuth', kind: 'hold' });
  const { child, ended } = s.start(['token'], { env: s.as() });
  await held.taken;
  child.kill('SIGINT');
  const { signal, stdout, stderr } = await ended;
  held.release();
  assert.deepEqual([signal, stdout, stderr], ['SIGINT', '', '']);
});

const DOCS = new URL('../../docs/', import.meta.url);

test('the documentation lists the exit codes, the options and the variables that there are', async () => {
  const { OPTIONS } = await import('../../dist/fmid/node/command/options.js');
  const text = readFileSync(new URL('command.md', DOCS), 'utf8');
  const codes = [...text.matchAll(/^\| (\d) \|/gm)].map(([, code]) => Number(code));
  assert.deepEqual(codes, Object.values(EXIT).sort());
  const all = readdirSync(DOCS).filter((name) => name.endsWith('.md')).map((name) => readFileSync(new URL(name, DOCS), 'utf8')).join('');
  for (const [name, { env }] of Object.entries(OPTIONS)) {
    assert.ok(all.includes(`\`--${name}`), name);
    if (env) assert.ok(all.includes(env), env);
  }
});
