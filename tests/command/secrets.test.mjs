// @ts-check
// Canaries: where no password, code or token may ever be seen.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { commanding } from './running.mjs';

const CANARY = 'Canary-Secret-9f2b';

/** Spellings in which people give secrets away. */
const GIVEN_AWAY = [
  ['token', '--password', CANARY], ['token', `--password=${CANARY}`], ['token', '-p', CANARY], ['token', `-p${CANARY}`], ['token', '--pass', CANARY],
  ['token', '--code', '123456'], ['token', '--totp-secret', CANARY], ['token', '--client-secret', CANARY], ['refresh', '--refresh-token', CANARY],
  ['refresh', '--token', CANARY], ['session', '--id-token', CANARY], ['serve', '--api-key', CANARY],
  ['claims', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln'], ['revoke', 'eyJjdHkiOiJKV1QifQ.dGVzdA.aXY.Y2lwaGVy.dGFn'],
];

test('a secret among the arguments is refused with the reason, not repeated, and nothing is sent', async (t) => {
  const s = await commanding(t);
  for (const args of GIVEN_AWAY) {
    const { code, stdout, stderr } = await s.run(args, { env: s.as() });
    assert.equal(code, 2, args.join(' '));
    assert.match(stderr, /must not be an argument: everybody on this machine can read it .*\(ps\)/, args.join(' '));
    assert.ok(!stderr.includes(CANARY) && !stderr.includes('eyJ'), stderr);
    assert.equal(stdout, '');
  }
  assert.deepEqual(s.pool.counts(), {});
});

test('a misplaced argument or value is not repeated', async (t) => {
  const s = await commanding(t);
  for (const args of [['token', CANARY], [CANARY], ['token', `--usrname=${CANARY}`], ['token', `--json=${CANARY}`], ['call', 'GET', 'layouts', CANARY],
    ['call', 'POST', 'x', '--data', `{${CANARY}`], ['token', '--timeout', CANARY], ['token', '--username', 'ada', '--field', 'x', CANARY]]) {
    const { code, stdout, stderr } = await s.run(args, { env: s.as() });
    assert.equal(code, 2, args.join(' '));
    assert.ok(!(stdout + stderr).includes(CANARY), stderr);
  }
});

test('while it runs nothing secret is among the arguments of its process, and it starts no other', async (t) => {
  const s = await commanding(t);
  const held = s.pool.faults.add({ operation: 'RespondToAuthChallenge', kind: 'hold' });
  const { child, ended } = s.start(['token', '--username', s.account().username, '--password-stdin', '--json'], { input: s.account().password });
  await held.taken;
  const proc = `/proc/${child.pid}`;
  const cmdline = readFileSync(`${proc}/cmdline`, 'utf8');
  assert.ok(cmdline.includes('command.js\0token\0--username'));
  assert.ok(!cmdline.includes(s.account().password));
  const children = readdirSync(`${proc}/task`).map((task) => readFileSync(`${proc}/task/${task}/children`, 'utf8')).join('');
  assert.equal(children, '');
  held.release();
  assert.equal((await ended).code, 0);
});

test('no failure shows what was secret in it', async (t) => {
  const s = await commanding(t);
  const cached = s.file('kept', JSON.stringify({ version: 1, tokens: CANARY }));
  const runs = [
    s.run(['token'], { env: { ...s.as(), FMID_PASSWORD: CANARY } }),
    s.run(['token', '--json'], { env: { ...s.as(), FMID_PASSWORD: CANARY } }),
    s.run(['refresh'], { env: { FMID_REFRESH_TOKEN: CANARY } }),
    s.run(['refresh', '--token-stdin'], { input: `${CANARY}\n${CANARY}` }),
    s.run(['revoke', '--token-stdin'], { input: `${CANARY} ${CANARY}` }),
    s.run(['claims', '--token-stdin'], { input: CANARY }),
    s.run(['call', 'GET', 'layouts'], { env: { FMID_ID_TOKEN: CANARY } }),
    s.run(['session'], { env: { FMID_ID_TOKEN: `${CANARY}\n` } }),
    s.run(['token', '--cache', cached], { env: s.as() }),
    s.run(['token', '--totp-secret-file', s.file('secret', `${CANARY}!`)], { env: s.as('totp') }),
    s.run(['call', 'POST', 'layouts', '--data-file', s.file('body', CANARY)], { env: s.as() }),
  ];
  for (const { code, stdout, stderr } of await Promise.all(runs)) {
    assert.ok(code, stderr);
    assert.ok(!(stdout + stderr).includes(CANARY), stderr);
  }
});

test('a crash says where, and nothing that was in its message', async (t) => {
  const s = await commanding(t);
  // A fault that does not exist: the first request throws what JavaScript says of a text that it cannot read.
  const faulty = join(s.folder, 'faulty.cjs');
  writeFileSync(faulty, 'globalThis.fetch = () => setTimeout(() => JSON.parse(process.env.FMID_PASSWORD)) && new Promise(() => {});\n');
  const { code, stdout, stderr } = await s.run(['token'], { env: { ...s.as(), FMID_PASSWORD: CANARY, NODE_OPTIONS: `--require=${faulty}` } });
  assert.equal(code, 1);
  assert.match(stderr, /^fmid: A fault inside fmid itself \(SyntaxError\)/);
  assert.match(stderr, /\n {4}at .*faulty\.cjs/);
  assert.ok(!(stdout + stderr).includes(CANARY), stderr);
});
