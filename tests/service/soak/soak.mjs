// @ts-check
// `fmid serve` under a mixed load for as long as is wanted: people and programs, hosts that answer what no host answers, callers that send
// slowly or nonsense. In the end it has answered everybody whom it should, its memory and its open files are flat, and its sessions closed.
// Usage: node tests/service/soak/soak.mjs [MINUTES]    (scripts/build first; a line each half a minute, then the figures as JSON)
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../../../scripts/sandbox/index.mjs';
import { hostileHosts } from './hosts.mjs';
import { callers, strangers } from './load.mjs';

const COMMAND = fileURLToPath(new URL('../../../dist/fmid/node/command.js', import.meta.url));
/** Before it, what is compiled and cached once is still to come. */
const WARM_UP = 0.25;

/**
 * @typedef {object} Figures
 * @property {number} minutes
 * @property {Record<string, number>} answered by kind of call: as it should be
 * @property {Record<string, number>} again sent once more, by what a rested connection said
 * @property {Record<string, number>} failed by kind and what came instead
 * @property {Record<string, number>} hostile by kind and what came of it
 * @property {{ early: number, late: number, most: number }} memoryMB early and late: medians of the second quarter and the last
 * @property {{ early: number, late: number }} openFiles the same
 * @property {{ worst: number, median: number, ownWorst: number }} healthMs ownWorst: how late this process itself was, which answers for the pool and the hosts
 * @property {number} faults lines of the service's log
 * @property {{ code: number | null, signal: string | null, ms: number }} end after SIGTERM
 * @property {{ data: number, admin: number }} sessionsLeft on the host
 */

/**
 * @param {number} minutes
 * @param {(line: string) => void} [say]
 * @returns {Promise<Figures>}
 */
export async function soak(minutes, say = () => {}) {
  // An ID token of two minutes: sessions are given up and opened anew, many times.
  const sandbox = await startSandbox({ poolOptions: { idTokenMinutes: 2 } });
  const hostile = await hostileHosts();
  const { pool, host } = sandbox;
  const child = spawn(process.execPath, [COMMAND, 'serve', '--port', '0', '--allow', [host.url, ...hostile.urls, '*.example.com'].join(',')], {
    env: { PATH: process.env.PATH, FMID_USER_POOL_ID: pool.userPoolId, FMID_CLIENT_ID: pool.clientId, FMID_ENDPOINT: pool.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  /** @type {Promise<[number | null, NodeJS.Signals | null]>} */
  const ended = new Promise((resolve) => child.once('close', (code, signal) => resolve([code, signal])));
  let faults = 0;
  child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => (faults += text.split('"event":"fault"').length - 1));
  const url = await new Promise((resolve) => child.stdout.setEncoding('utf8').once('data', (text) => resolve(text.trim().split(' ').at(-1))));

  const counts = { answered: tally(), again: tally(), failed: tally(), hostile: tally() };
  const over = { at: Date.now() + minutes * 60_000, get now() { return Date.now() >= this.at || child.exitCode !== null; } };
  const load = { url, sandbox, hostile, counts, over };
  /** @type {{ megabytes: number, files: number, health: number }[]} */
  const samples = [];
  let ownWorst = 0;
  let last = performance.now();
  const ownPulse = setInterval(() => {
    ownWorst = Math.max(ownWorst, Math.round(performance.now() - last - 100));
    last = performance.now();
  }, 100);
  const watching = (async () => {
    for (let i = 1; !over.now; i++) {
      const health = await healthOf(url);
      if (child.exitCode !== null) break;
      samples.push({ ...use(child.pid ?? 0), health });
      if (i % 30 === 0) say(`${Math.round((over.at - Date.now()) / 1000)} s left: ${JSON.stringify(samples.at(-1))} ${JSON.stringify(counts.answered)}`);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  })();
  await Promise.all([watching, ...callers(load), ...strangers(load)]);

  clearInterval(ownPulse);
  const stoppedAt = Date.now();
  child.kill('SIGTERM');
  const [code, signal] = await ended;
  const end = { code, signal, ms: Date.now() - stoppedAt };
  const sessionsLeft = host.openSessions();
  await Promise.all([hostile.close(), sandbox.close()]);

  const part = (/** @type {number} */ from, /** @type {number} */ to) => samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to));
  const [early, late] = [part(WARM_UP, 0.5), part(0.75, 1)];
  const of = (/** @type {typeof samples} */ some, /** @type {keyof typeof samples[0]} */ name) => median(some.map((each) => each[name]));
  return {
    minutes, ...counts, faults, end, sessionsLeft,
    memoryMB: { early: of(early, 'megabytes'), late: of(late, 'megabytes'), most: Math.max(...samples.map(({ megabytes }) => megabytes)) },
    openFiles: { early: of(early, 'files'), late: of(late, 'files') },
    healthMs: { worst: Math.max(...samples.map(({ health }) => health)), median: of(samples, 'health'), ownWorst },
  };
}

/** @returns {Record<string, number>} */
const tally = () => Object.create(null);

/** How long it takes to say that it is well; Infinity: it does not say so. @param {string} url */
async function healthOf(url) {
  const began = performance.now();
  const well = await fetch(`${url}healthz`, { signal: AbortSignal.timeout(10_000) }).then(({ ok }) => ok, () => false);
  return well ? Math.round(performance.now() - began) : Infinity;
}

/** Linux says so. @param {number} pid */
function use(pid) {
  const kilobytes = Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)?.[1]);
  return { megabytes: Math.round(kilobytes / 1024), files: readdirSync(`/proc/${pid}/fd`).length };
}

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const minutes = Number(process.argv[2] ?? 60);
  process.stdout.write(`${JSON.stringify(await soak(minutes, (line) => process.stderr.write(`${line}\n`)), undefined, 2)}\n`);
}
