// @ts-check
// scripts/test, once there is a Node: chooses the jobs, runs them, and says how they ended.
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countsOf, failures, tables } from './counts.mjs';
import { WORDS, chosen } from './parts.mjs';
import { endAll, schedule, shell } from './schedule.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const LOGS = join(ROOT, 'build/logs');
const LIMIT_MS = 20 * 60_000; // far more than any job takes: one that hangs is ended, and counts as failed

const words = process.argv.slice(2);
const unknown = words.find((word) => !WORDS.includes(word));
if (unknown !== undefined) {
  console.error(`\nfmid: scripts/test knows ${WORDS.join(', ')}, not '${unknown}'.`);
  process.exit(1);
}

const started = Date.now();
const say = (/** @type {string} */ text) => console.log(`\x1b[1m[${String(Math.round((Date.now() - started) / 1000)).padStart(4)}s] ${text}\x1b[0m`);
const note = (/** @type {string} */ text) => console.log(`        ${text}`);

/** The logs are called after the jobs. @param {string} name */
const logOf = (name) => join(LOGS, `${name.replace(/\W+/g, '-')}.log`);

/** What scripts/setup npm installs may be there only now. */
function environment() {
  const folder = join(ROOT, '.deps/node/node_modules');
  let own = [];
  try {
    own = readdirSync(folder).filter((name) => name.startsWith('node-')).map((name) => join(folder, name, 'bin'));
  } catch {
    // the system's is new enough
  }
  return { ...process.env, PATH: [...own, process.env.PATH].join(':') };
}

/** Since when each job runs. @type {Map<string, number>} */
const running = new Map();
const ticker = setInterval(() => {
  const list = [...running].map(([name, since]) => `${name} (${Math.round((Date.now() - since) / 1000)} s)`);
  note(`running: ${list.join(', ')}`);
}, 15_000);

for (const [signal, status] of /** @type {const} */ ([['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]])) {
  process.once(signal, async () => {
    clearInterval(ticker);
    note('ending what runs');
    await endAll();
    process.exit(status);
  });
}

const total = { passed: 0, failed: 0 };
/** @type {{ name: string, seconds: number }[]} */
const durations = [];

mkdirSync(LOGS, { recursive: true });
const jobs = chosen(words.length > 0 ? words : ['default']);
await schedule(jobs, {
  atOnce: Math.max(2, cpus().length),
  start({ name, run }) {
    running.set(name, Date.now());
    return shell(run, { log: logOf(name), cwd: ROOT, env: environment(), limitMs: LIMIT_MS });
  },
  onEnd({ job: { name }, status, seconds }) {
    running.delete(name);
    durations.push({ name, seconds });
    if (status === undefined) {
      say(`${name}: not run, because what it needs failed`);
      total.failed += 1;
      return;
    }
    const log = readFileSync(logOf(name), 'utf8');
    const isTest = jobs.some((job) => job.name === name && job.part);
    const counts = isTest ? countsOf(log, status === 0) : { passed: 0, failed: status === 0 ? 0 : 1 };
    total.passed += counts.passed;
    total.failed += counts.failed;
    say(`${name}: ${isTest ? `${counts.passed} passed, ${counts.failed} failed` : status === 0 ? 'done' : 'failed'} (${Math.round(seconds)} s)`);
    for (const line of tables(log)) note(line);
    if (counts.failed === 0) return;
    for (const line of failures(log)) note(line.trim());
    note(`whole log: ${logOf(name).slice(ROOT.length)}; its end:`);
    console.log(log.trimEnd().split('\n').slice(-60).join('\n'));
  },
});
clearInterval(ticker);

console.log('\nSeconds, slowest first:');
for (const { name, seconds } of durations.sort((a, b) => b.seconds - a.seconds)) note(`${seconds.toFixed(0).padStart(4)}  ${name}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
