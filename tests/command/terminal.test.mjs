// @ts-check
// In a real terminal: what is asked, what is shown while it is typed, and in which state the terminal is left.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { totp } from '../../scripts/sandbox/index.mjs';
import { commanding } from './running.mjs';

test('a password that is typed is not shown, and what was asked for is printed', async (t) => {
  const s = await commanding(t);
  const { username, password } = s.account('unicode');
  const terminal = s.terminal('$fmid token --field expiresIn');
  await terminal.sees('Claris ID (e-mail address): ');
  terminal.type(`${username}\r`);
  await terminal.sees(`Password of ${username}: `);
  terminal.type(`x\x7f${password}\r`); // a mistake and Backspace
  assert.equal(await terminal.ended, 0, terminal.screen());
  assert.match(terminal.screen(), /\b3600\r\n$/);
  assert.ok(!terminal.screen().includes(password));
  assert.ok(!terminal.screen().includes('☃') && !terminal.screen().includes('*'));
});

test('questions go to the terminal where standard input and output are a pipe and a file', async (t) => {
  const s = await commanding(t);
  const { username, password } = s.account('sms');
  const terminal = s.terminal(`echo nothing | $fmid token --username ${username} --field idToken 2>errors >token`);
  await terminal.sees('Password of');
  terminal.type(`${password}\r`);
  await terminal.sees('Code by text message (+*******0199): ');
  terminal.type('123456\r');
  assert.equal(await terminal.ended, 0, terminal.screen());
  assert.match(s.read('token'), /^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/);
  assert.equal(s.read('errors'), '');
});

test('a wrong code is asked for again, with the reason', async (t) => {
  const s = await commanding(t);
  const terminal = s.terminal('$fmid token --field expiresIn', s.as('email'));
  for (const code of ['999999', 'abc']) {
    await terminal.sees('Code by e-mail');
    terminal.type(`${code}\r`);
    await terminal.sees(code === 'abc' ? 'That is not a code.' : 'The code is wrong.');
  }
  await terminal.sees('Code by e-mail');
  terminal.type('123 456\r');
  assert.equal(await terminal.ended, 0, terminal.screen());
});

test('a choice is made by its number, and a number that is not there asked again', async (t) => {
  const s = await commanding(t);
  const terminal = s.terminal('$fmid token --field expiresIn', s.as('choice'));
  await terminal.sees('2  authenticator app');
  await terminal.sees('1 to 3: ');
  terminal.type('4\r');
  await terminal.sees('1 to 3: ');
  terminal.type('2\r');
  await terminal.sees('Code by authenticator app');
  terminal.type(`${totp(s.account('choice').totpSecret ?? '', Date.now())}\r`);
  assert.equal(await terminal.ended, 0, terminal.screen());
});

test('a new password is typed twice and not shown, its attributes are asked for', async (t) => {
  const s = await commanding(t);
  const terminal = s.terminal('$fmid token --field expiresIn', s.as('new-password'));
  const newPassword = 'Canary-New-Pass-7';
  for (const second of ['something else', newPassword]) {
    await terminal.sees('New password: ');
    terminal.type(`${newPassword}\r`);
    await terminal.sees('Once more: ');
    terminal.type(`${second}\r`);
    if (second !== newPassword) await terminal.sees('They differ.');
  }
  await terminal.sees('name: ');
  terminal.type('Ada\r');
  assert.equal(await terminal.ended, 0, terminal.screen());
  assert.ok(!terminal.screen().includes(newPassword));
});

test('an authenticator is set up with its secret and its address', async (t) => {
  const s = await commanding(t);
  const terminal = s.terminal('$fmid token --field expiresIn', s.as('mfa-setup'));
  await terminal.sees('otpauth://totp/');
  await terminal.sees('Code that the app then shows: ');
  const secret = terminal.screen().match(/^ {2}([A-Z2-7]{16,})\r$/m)?.[1] ?? '';
  assert.ok(terminal.screen().includes(`secret=${secret}`));
  terminal.type(`${totp(secret, Date.now())}\r`);
  assert.equal(await terminal.ended, 0, terminal.screen());
});

/** What ends it, and the status that the shell then sees. @type {Record<string, [end: (s: any, terminal: any) => void, status: number]>} */
const ENDS = {
  'Ctrl-C': [(_, terminal) => terminal.type('half a pass\x03'), 130],
  'Ctrl-U, Ctrl-D': [(_, terminal) => terminal.type('half a pass\x15\x04'), 4],
  SIGINT: [(s) => process.kill(Number(s.read('pid')), 'SIGINT'), 130],
  SIGTERM: [(s) => process.kill(Number(s.read('pid')), 'SIGTERM'), 143],
};

for (const [what, [end, status]] of Object.entries(ENDS)) {
  test(`${what} at the password leaves the terminal as it was`, async (t) => {
    const s = await commanding(t);
    const terminal = s.terminal(`stty -a >before; sh -c 'echo $$ >pid; exec $fmid token --username ada'; echo "ended $?"; stty -a >after`);
    await terminal.sees('Password of ada: ');
    end(s, terminal);
    await terminal.sees(`ended ${status}`);
    assert.equal(await terminal.ended, 0);
    assert.equal(s.read('after'), s.read('before'));
    assert.match(s.read('after'), / echo /);
    assert.ok(!terminal.screen().includes('half a pass'));
  });
}
