// @ts-check
// Puts `fmid serve` under load on this machine: 50 people who sign in at once, 1,000 relayed calls, three rounds of both. Fails where an
// answer is an error or somebody else's, or where memory grows from round to round.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../../scripts/sandbox/index.mjs';
import { median } from './statistics.mjs';

const PEOPLE = 50;
const CALLS = 1000;
const AT_ONCE = 50;
const ROUNDS = 3;
/** Between the second round, when everything is warm, and the last: a leak of a kilobyte a call would be a megabyte. */
const MAY_GROW_MB = 30;
const MAY_USE_MB = 300;

const sandbox = await startSandbox({});
const { pool } = sandbox;
const people = Array.from({ length: PEOPLE }, (_, i) => ({ username: `person-${i}@example.com`, password: `Sandbox-Pass-${i}` }));
for (const each of people) pool.users.add({ ...each, kind: 'none', title: '', howToAnswer: '' });

// A host that says whose token it was given.
const host = http.createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'x-fm-data-access-token': request.headers.authorization });
  request.pipe(response);
});
await new Promise((resolve) => host.listen(0, '127.0.0.1', () => resolve(undefined)));
const hostName = `127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (host.address()).port}`;

const command = fileURLToPath(new URL('../../dist/fmid/node/command.js', import.meta.url));
const settings = ['--user-pool-id', pool.userPoolId, '--client-id', pool.clientId, '--endpoint', pool.url, '--allow', `http://${hostName}`];
const service = spawn(process.execPath, [command, 'serve', '--port', '0', ...settings], { stdio: ['ignore', 'pipe', 'ignore'] });
const [line] = await once(createInterface(service.stdout), 'line');
const url = String(line).split(' ').at(-1);

let errors = 0;
let mixed = 0;
/** @type {number[]} */
const memory = [];
console.log(`\nfmid serve on Node ${process.version}: ${PEOPLE} sign-ins at once, ${CALLS} relayed calls, ${AT_ONCE} at a time\n`);
console.log('round   sign-ins: all, median    calls: all, median, a second    memory');
for (let round = 1; round <= ROUNDS; round++) {
  const signIns = await timed(people, PEOPLE, signIn);
  const calls = await timed(Array.from({ length: CALLS }, (_, i) => i), AT_ONCE, relayed);
  memory.push(megabytes());
  console.log([
    String(round).padStart(5), `${ms(signIns.all)}, ${ms(signIns.each)}`.padStart(25),
    `${ms(calls.all)}, ${ms(calls.each)}, ${Math.round(CALLS / calls.all * 1000)}`.padStart(30), `${memory[round - 1].toFixed(0)} MB`.padStart(11),
  ].join(''));
}

service.kill('SIGTERM');
const [code] = await once(service, 'exit');
host.closeAllConnections();
host.close();
await sandbox.close();

const grown = memory[ROUNDS - 1] - memory[1];
console.log(`\n${errors} errors, ${mixed} answers for somebody else, ${grown.toFixed(0)} MB more after the last round than after the second (at most ${MAY_GROW_MB}), ended with ${code}`);
if (errors || mixed || code !== 0 || grown > MAY_GROW_MB || memory[ROUNDS - 1] > MAY_USE_MB) process.exitCode = 1;

/** @param {{ username: string, password: string }} person */
async function signIn(person) {
  const response = await fetch(`${url}users`, { method: 'POST', body: JSON.stringify(person), headers: { 'content-type': 'application/json' } });
  const { user, tokens, error } = /** @type {any} */ (await response.json());
  if (error || !tokens.idToken) return void (errors += 1);
  const { email } = JSON.parse(Buffer.from(tokens.idToken.split('.')[1], 'base64url').toString());
  if (user !== person.username || email !== person.username) mixed += 1;
}

/** @param {number} i */
async function relayed(i) {
  const [authorization, body] = [`Bearer token-${i}`, JSON.stringify({ call: i, filler: 'x'.repeat(i % 20_000) })];
  const response = await fetch(`${url}relay/${hostName}/fmi/data/v1/databases/Contacts/layouts/People/records`, { method: 'POST', body, headers: { authorization, 'content-type': 'application/json' } });
  const text = await response.text();
  if (response.status !== 200) errors += 1;
  else if (response.headers.get('x-fm-data-access-token') !== authorization || text !== body) mixed += 1;
}

/**
 * @template T
 * @param {readonly T[]} all
 * @param {number} atOnce
 * @param {(one: T) => Promise<void>} work
 */
async function timed(all, atOnce, work) {
  /** @type {number[]} */
  const took = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (next < all.length) {
      const start = performance.now();
      await work(all[next++]).catch(() => (errors += 1));
      took.push(performance.now() - start);
    }
  }));
  return { all: performance.now() - began, each: median(took) };
}

/** What the service holds, by the system's account of it. */
function megabytes() {
  const kilobytes = readFileSync(`/proc/${service.pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+)/m)?.[1];
  return Number(kilobytes) / 1024;
}

/** @param {number} milliseconds */
function ms(milliseconds) {
  return `${milliseconds.toFixed(0)} ms`;
}
