// @ts-check
// Runs jobs side by side, each as soon as those before it have succeeded and there is a core for it.
import { spawn } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';

/**
 * @typedef {{ name: string, run: string, after?: string[] }} Job
 * @typedef {{ job: Job, status: number | undefined, seconds: number }} Ended status: undefined where it did not run, because one before it failed
 */

/**
 * @param {readonly Job[]} jobs each behind those that it comes after; where several could start, the first of them does
 * @param {object} options
 * @param {number} options.atOnce
 * @param {(job: Job) => Promise<number>} options.start runs it, and says its exit status
 * @param {(ended: Ended) => void} options.onEnd
 */
export async function schedule(jobs, { atOnce, start, onEnd }) {
  let free = atOnce;
  /** @type {Map<Job, () => void>} */
  const ready = new Map();
  const startReady = () => {
    for (const job of jobs) {
      if (free === 0) return;
      const begin = ready.get(job);
      if (!begin) continue;
      ready.delete(job);
      free -= 1;
      begin();
    }
  };

  /** Whether each has succeeded. @type {Map<string, Promise<boolean>>} */
  const results = new Map();
  /** @param {Job} job @param {(Promise<boolean> | undefined)[]} before */
  const run = async (job, before) => {
    if (!(await Promise.all(before)).every(Boolean)) {
      onEnd({ job, status: undefined, seconds: 0 });
      return false;
    }
    await new Promise((resolve) => {
      ready.set(job, () => resolve(undefined));
      setImmediate(startReady); // once all that are ready now have said so
    });
    const from = Date.now();
    const status = await start(job);
    onEnd({ job, status, seconds: (Date.now() - from) / 1000 });
    free += 1;
    setImmediate(startReady);
    return status === 0;
  };
  for (const job of jobs) results.set(job.name, run(job, (job.after ?? []).map((name) => results.get(name))));
  await Promise.all(results.values());
}

/** The processes of the commands that run now. @type {Set<number>} */
const pids = new Set();

/**
 * A command of the shell, whose output goes to a file.
 * @param {string} command
 * @param {{ log: string, cwd: string, env: NodeJS.ProcessEnv, limitMs: number }} options limitMs: when it is ended
 * @returns {Promise<number>} its exit status
 */
export async function shell(command, { log, cwd, env, limitMs }) {
  const output = openSync(log, 'w');
  // A group of its own: the terminal's Ctrl-C reaches scripts/test alone, which ends all of it.
  const child = spawn('bash', ['-c', command], { cwd, env, detached: true, stdio: ['ignore', output, output] });
  const pid = /** @type {number} */ (child.pid);
  pids.add(pid);
  const timer = setTimeout(() => {
    writeSync(output, `\nended after ${limitMs / 60_000} minutes\n`);
    void endTree(pid);
  }, limitMs);
  const status = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  clearTimeout(timer);
  pids.delete(pid);
  closeSync(output);
  return status;
}

export const endAll = () => Promise.all([...pids].map(endTree));

/** For a browser to put its things away. */
const PATIENCE_MS = 2000;

/** With its descendants, in whichever group they are: browsers and drivers have groups of their own. @param {number} root */
async function endTree(root) {
  const parents = await parentsOfProcesses();
  const tree = new Set([root]);
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.add(child);
  const signal = (/** @type {NodeJS.Signals | 0} */ name) => [-root, ...tree].filter((pid) => reaches(pid, name)).length > 0;
  signal('SIGTERM');
  for (const end = Date.now() + PATIENCE_MS; signal(0) && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 20));
  signal('SIGKILL');
}

/** @param {number} pid @param {NodeJS.Signals | 0} signal @returns {boolean} whether there is such a process */
function reaches(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** @returns {Promise<[number, number][]>} of each process its id and its parent's; none where there is no /proc */
async function parentsOfProcesses() {
  const names = await readdir('/proc').catch(() => []);
  const all = names.filter((name) => /^\d+$/.test(name)).map(async (pid) => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    return /** @type {[number, number]} */ ([Number(pid), Number(status.match(/^PPid:\s+(\d+)/m)?.[1])]);
  });
  return Promise.all(all);
}
