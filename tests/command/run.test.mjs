// @ts-check
// scripts/run: what it prints can be pasted, and what it says is so. Without the build, which is long.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { closeServer, listen } from '../../scripts/sandbox/http.mjs';
import { commanding, inTerminal } from './running.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Three in a row, below those that the system gives to whoever wants any. @returns {Promise<number>} the first */
async function freePorts() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const servers = [0, 1, 2].map(() => createServer());
    const taken = await Promise.allSettled(servers.map((server, i) => listen(server, port + i)));
    await Promise.all(servers.filter((server) => server.listening).map(closeServer));
    if (taken.every(({ status }) => status === 'fulfilled')) return port;
  }
}

/** @param {import('node:test').TestContext} t @param {number} port */
async function running(t, port) {
  const child = spawn(process.execPath, ['scripts/lib/run.mjs'], { cwd: root, env: { ...process.env, PORT: String(port) }, stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  let said = '';
  await new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said += text;
      if (said.includes('Ctrl-C ends it.')) resolve(undefined);
    });
    child.once('exit', () => reject(new Error(said)));
  });
  return { child, said: () => said };
}

test('the lines that it prints sign in and show records, and Ctrl-C leaves nothing behind', async (t) => {
  const port = await freePorts();
  const { child, said } = await running(t, port);
  assert.match(said(), new RegExp(`FMID_ENDPOINT=http://127.0.0.1:${port + 1}/ FMID_HOST=http://127.0.0.1:${port + 2} `));
  const lines = said().split('\n').filter((line) => /^(export|scripts\/fmid) /.test(line));
  assert.equal(lines.length, 3);
  const cache = join(root, lines[0].match(/FMID_CACHE=(\S+)/)?.[1] ?? '');
  const terminal = inTerminal(t, lines.join('\n'), { PATH: process.env.PATH ?? '', TERM: 'xterm' }, root);
  await terminal.sees('Password of ada@example.com: ');
  terminal.type('Sandbox-Pass-1\r');
  await terminal.sees('Refresh token');
  await terminal.sees('"fieldData"');
  assert.equal(await terminal.ended, 0, terminal.screen());
  assert.ok(existsSync(cache));
  child.removeAllListeners('exit').kill('SIGINT');
  await new Promise((resolve) => child.once('close', resolve));
  assert.match(said(), /\n {2}fmid has ended\.\n$/);
  assert.ok(!existsSync(cache));
});

test('where a port of the sandbox is taken it has another one', async (t) => {
  const port = await freePorts();
  const other = createServer();
  await listen(other, port + 1);
  t.after(() => closeServer(other));
  const { said } = await running(t, port);
  assert.doesNotMatch(said(), new RegExp(`FMID_ENDPOINT=\\S+:${port + 1}/`));
  assert.match(said(), new RegExp(`FMID_HOST=http://127.0.0.1:${port + 2} `));
});

/** @param {string} file @param {string[]} args @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} options */
const ended = (file, args, { cwd = root, env = process.env }) =>
  new Promise((resolve) => execFile(file, args, { cwd, env }, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr })));

test("that the page's port is in use is said before anything is built", async (t) => {
  const other = createServer();
  const port = await listen(other, 0);
  t.after(() => closeServer(other));
  const { code, stdout, stderr } = await ended(join(root, 'scripts/run'), [], { env: { ...process.env, PORT: String(port) } });
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, new RegExp(`port ${port} is in use\\. fmid may be running there already: open http://127\\.0\\.0\\.1:${port}/`));
});

test('a long step says that it goes on, also where nobody watches', async () => {
  const { code, stdout } = await ended('bash', ['-c', '. scripts/lib/common.sh; rest() { sleep 0.3; }; quietly still-at-it sleep 1'], {});
  assert.equal(code, 0);
  assert.match(stdout, /^ +still at it after 15 s\n +still at it after 30 s\n/);
});

test("scripts/fmid takes its caller's files", async (t) => {
  const s = await commanding(t);
  assert.equal((await s.run(['token', '--cache', 'kept', '--json'], { env: s.as() })).code, 0);
  const { stdout } = await ended(join(root, 'scripts/fmid'), ['claims', '--cache', 'kept', '--field', 'email'], { cwd: s.folder });
  assert.equal(stdout, 'ada@example.com\n');
});

test("the README's lines for a terminal work in the sandbox", async (t) => {
  const s = await commanding(t);
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const lines = readme.match(/\n## In a terminal[\s\S]*?```sh\n([\s\S]*?)```/)?.[1].trim().split('\n') ?? [];
  assert.equal(lines.length, 3);
  for (const line of lines) {
    const here = line.replace('jane@', 'ada@').replace('~/', '').replace('acme.account.filemaker-cloud.com', s.host.url).replace(/^fmid/, '$fmid');
    const terminal = s.terminal(here, { FMID_PASSWORD: s.account().password });
    assert.equal(await terminal.ended, 0, terminal.screen());
  }
});
