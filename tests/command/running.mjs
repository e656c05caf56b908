// @ts-check
// Runs the `fmid` command as people and programs do: as a process of its own, with pipes or in a real terminal.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createKeyPair, startSandbox } from '../../scripts/sandbox/index.mjs';

const COMMAND = fileURLToPath(new URL('../../dist/fmid/node/command.js', import.meta.url));
const keyPair = createKeyPair();

/** @typedef {Awaited<ReturnType<typeof commanding>>} Commanding */
/** @typedef {{ code: number | null, signal: NodeJS.Signals | null, stdout: string, stderr: string }} Ended */

/**
 * A sandbox, a folder for files, and the command set to both.
 * @param {import('node:test').TestContext} t
 * @param {{ poolOptions?: object, hostOptions?: object }} [options]
 */
export async function commanding(t, { poolOptions = {}, hostOptions = {} } = {}) {
  const sandbox = await startSandbox({ poolOptions, hostOptions, keyPair: await keyPair });
  const folder = mkdtempSync(join(tmpdir(), 'fmid-command-')); // mode 0700
  t.after(() => {
    rmSync(folder, { recursive: true });
    return sandbox.close();
  });
  /** @type {Record<string, string>} */
  const base = {
    PATH: process.env.PATH ?? '',
    FMID_USER_POOL_ID: sandbox.pool.userPoolId,
    FMID_CLIENT_ID: sandbox.pool.clientId,
    FMID_ENDPOINT: sandbox.pool.url,
    FMID_HOST: sandbox.host.url,
    FMID_DATABASE: 'Contacts',
  };

  /**
   * Without a terminal, also where the tests have one: a session of its own (setsid) belongs to none.
   * @param {string[]} args
   * @param {{ env?: Record<string, string | undefined>, input?: string }} [options]
   */
  function start(args, { env = {}, input } = {}) {
    const child = spawn(process.execPath, [COMMAND, ...args], { cwd: folder, detached: true, env: /** @type {any} */ ({ ...base, ...env }), stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.on('error', () => {}); // it may end before it has read all
    child.stdin.end(input ?? '');
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    /** @type {Promise<Ended>} */
    const ended = new Promise((resolve, reject) => {
      child.once('error', reject).once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
    });
    return { child, ended };
  }

  return {
    ...sandbox,
    folder,
    start,
    /** @param {string[]} args @param {Parameters<typeof start>[1]} [options] */
    run: (args, options) => start(args, options).ended,
    /** @param {string} line of a shell, in which $fmid is the command @param {Record<string, string>} [env] */
    terminal: (line, env = {}) => inTerminal(t, line, { ...base, TERM: 'xterm', ...env, fmid: `${process.execPath} ${COMMAND}` }, folder),
    /** @param {string} name @param {string} text @param {number} [mode] */
    file(name, text, mode = 0o600) {
      const path = join(folder, name);
      writeFileSync(path, text, { mode });
      return path;
    },
    /** @param {string} name */
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    /** @param {string} [kind] */
    account(kind = 'none') {
      const found = sandbox.accounts.find((each) => each.kind === kind);
      if (!found) throw new Error(`no demo account of kind ${kind}`);
      return found;
    },
    /** What signs this person in without a question. @param {string} [kind] */
    as(kind = 'none') {
      const { username, password } = this.account(kind);
      return { FMID_USERNAME: username, FMID_PASSWORD: password };
    },
  };
}

/**
 * A shell line in a pseudo-terminal, by script(1) of util-linux, which every Debian has.
 * @param {import('node:test').TestContext} t
 * @param {string} line
 * @param {Record<string, string>} env
 * @param {string} cwd
 */
export function inTerminal(t, line, env, cwd) {
  const child = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], { cwd, env: { ...env, SHELL: '/bin/sh' } });
  const patience = setTimeout(() => child.kill('SIGKILL'), 30_000); // what never comes is a failure, not a test without end
  t.after(() => {
    clearTimeout(patience);
    child.kill('SIGKILL');
  });
  let screen = '';
  let seen = 0;
  /** @type {() => void} */
  let look = () => {};
  child.stdout.setEncoding('utf8').on('data', (text) => {
    screen += text;
    look();
  });
  let over = false;
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve) => child.once('close', (code) => {
    over = true;
    look();
    resolve(code);
  }));
  return {
    ended,
    screen: () => screen,
    /** @param {string} text as a keyboard gives it: Return is \r */
    type: (text) => void child.stdin.write(text),
    /** What comes next on the screen, up to this. @param {string} text */
    sees: (text) =>
      new Promise((resolve, reject) => {
        look = () => {
          const at = screen.indexOf(text, seen);
          if (at >= 0) {
            seen = at + text.length;
            resolve(undefined);
          } else if (over) reject(new Error(`the terminal never showed ${JSON.stringify(text)} but\n${screen}`));
        };
        look();
      }),
  };
}

/** As if the tokens in a cache file had ended. @param {Commanding} s @param {string} name */
export function age(s, name) {
  const kept = JSON.parse(s.read(name));
  s.file(name, JSON.stringify({ ...kept, tokens: { ...kept.tokens, expiresAt: Date.now() - 1000 } }));
}
