// @ts-check
// --help teaches by example, and what it teaches is true.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { OPTIONS } from '../../dist/fmid/node/command/options.js';
import { commanding } from './running.mjs';

const COMMANDS = readdirSync(new URL('../../dist/fmid/node/commands/', import.meta.url)).map((name) => name.replace(/\.js$/, ''));

test('the overview lists every command and says it when nothing was asked for', async (t) => {
  const s = await commanding(t);
  const asked = await s.run(['--help']);
  assert.equal(asked.code, 0);
  const listed = [...asked.stdout.matchAll(/^ {2}(\w+) {2,}[a-z]/gm)].map(([, name]) => name);
  for (const name of COMMANDS) assert.ok(listed.includes(name), name);
  assert.deepEqual(await s.run([]), { ...asked, code: 2 });
  assert.match((await s.run(['--version'])).stdout, /^\S+\n$/);
});

for (const name of COMMANDS) {
  test(`fmid ${name} --help has examples, and every option in them exists`, async (t) => {
    const s = await commanding(t);
    const { code, stdout } = await s.run([name, '--nonsense', '--help']);
    assert.equal(code, 0);
    assert.ok(stdout.startsWith(`Usage: fmid ${name}`));
    const [, examples = '', options = ''] = stdout.match(/\nExamples[^\n]*\n([\s\S]*?)\n\nOptions\n([\s\S]*)$/) ?? [];
    assert.match(examples, new RegExp(`^ {2}.*fmid ${name}`, 'm'));
    const described = [...options.matchAll(/^ {2}--([\w-]+)/gm)].map(([, option]) => option);
    for (const [, option] of examples.replace(/npm exec.*|curl.*"\$\(/g, '').matchAll(/ --([\w-]+)/g)) assert.ok(described.includes(option), option);
    for (const option of described) assert.ok(option === 'help' || option in OPTIONS, option);
    // Examples are lines of a shell, to be copied; all else fits a terminal.
    for (const line of stdout.replace(examples, '').split('\n')) assert.ok(line.length <= 80, line);
  });
}

test('each example of fmid call is a call that works', async (t) => {
  const s = await commanding(t);
  const { stdout } = await s.run(['call', '--help']);
  const lines = stdout.split('\n').filter((line) => /^ {2}(generate \| )?fmid call /.test(line));
  assert.equal(lines.length, 6);
  for (const line of lines) {
    // As a shell has them.
    const words = [...line.replace(/^.*fmid /, '').replace(/ \| jq.*/, '').matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
    const { code, stderr } = await s.run(words, { env: s.as(), input: '{"fieldData":{}}' });
    assert.ok(code === 0 || /fm_no_records/.test(stderr), `${words.join(' ')}\n${stderr}`);
  }
});
