// @ts-check
// A project that has fmid installed from its tarball: a folder of tests/runtimes with what is in shared/, copied to build/runtimes, where
// what npm installs stays until package.json or the tarball changes.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** By scripts/pack. */
const TARBALL = join(root, `dist/fmid-${version}.tgz`);

const INSTALL_MS = 600_000;
const BUILD_MS = 600_000; // Next.js takes two minutes of a core
/** A program that has done its work and does not end is a fault. */
const PROGRAM_MS = 30_000;

/** @typedef {Awaited<ReturnType<typeof openProject>>} Project */

/** @param {string} name of the folder @param {string[]} [bases] whose files it has, too */
export async function openProject(name, bases = []) {
  const folder = join(root, 'build/runtimes', name);
  layOut(['shared', ...bases, name], folder);
  await install(folder);

  /** @param {string} program @param {string[]} args @param {{ env?: Record<string, string>, timeout?: number }} [options] */
  const run = (program, args, { env, timeout = PROGRAM_MS } = {}) => output(program, args, { cwd: folder, env: { ...process.env, ...env }, timeout });

  return {
    folder,
    run,
    /** @param {string} path in node_modules */
    installed: (path) => join(folder, 'node_modules', path),
    /** A tool of the project, run by Node. @param {string} tool @param {string[]} args @param {Record<string, string>} [env] */
    build: (tool, args, env) => run(process.execPath, [join(folder, 'node_modules', tool), ...args], { env, timeout: BUILD_MS }),

    /**
     * A server: its address as it prints it, until the test is over.
     * @param {import('node:test').TestContext} t
     * @param {string} tool
     * @param {string[]} args
     * @param {Record<string, string>} [env]
     * @returns {Promise<string>}
     */
    serve(t, tool, args, env) {
      // A process group of its own, since such servers start others.
      const child = spawn(process.execPath, [join(folder, 'node_modules', tool), ...args], { cwd: folder, env: { ...process.env, ...env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
      t.after(() => child.pid && process.kill(-child.pid, 'SIGKILL'));
      /** @type {string[]} */
      const lines = [];
      return new Promise((resolve, reject) => {
        for (const stream of [child.stdout, child.stderr]) {
          createInterface({ input: stream }).on('line', (line) => {
            lines.push(line);
            const [url] = /http:\/\/(localhost|127\.0\.0\.1):\d+/.exec(line.replace(/\x1b\[\d*m/g, '')) ?? [];
            if (url) resolve(`${url.replace('localhost', '127.0.0.1')}/`);
          });
        }
        child.on('exit', () => reject(new Error(`the server ended:\n${lines.join('\n')}`)));
      });
    },
  };
}

/** The version of a package of the project. @param {Project} project @param {string} name */
export const versionOf = ({ installed }, name) => JSON.parse(readFileSync(installed(`${name}/package.json`), 'utf8')).version;

/** @param {string[]} sources @param {string} folder */
function layOut(sources, folder) {
  mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(folder)) if (entry !== 'node_modules') rmSync(join(folder, entry), { recursive: true });
  for (const source of sources) cpSync(fileURLToPath(new URL(source, import.meta.url)), folder, { recursive: true });
}

/** @param {string} folder */
async function install(folder) {
  const hash = createHash('sha256');
  for (const file of [join(folder, 'package.json'), join(folder, 'package-lock.json'), TARBALL]) if (existsSync(file)) hash.update(readFileSync(file));
  const [digest, stamp] = [hash.digest('hex'), join(folder, 'node_modules/.fmid-installed')];
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  const quiet = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', '--loglevel', 'error'];
  await output('npm', ['install', ...quiet, TARBALL], { cwd: folder, timeout: INSTALL_MS });
  writeFileSync(stamp, digest);
}

/** @param {string} program @param {string[]} args @param {import('node:child_process').ExecFileOptions} options */
async function output(program, args, options) {
  try {
    return String((await promisify(execFile)(program, args, { maxBuffer: 2 ** 26, ...options })).stdout);
  } catch (error) {
    const { stdout, stderr, message, killed } = /** @type {any} */ (error);
    throw new Error(killed ? `did not end within ${options.timeout} ms: ${program}\n${stdout}\n${stderr}` : `${stderr || stdout || message}`);
  }
}
