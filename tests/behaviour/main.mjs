// @ts-check
// Every case with every client, side by side. scripts/behaviour builds first and passes its arguments on.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { table } from '../bench/tables.mjs';
import { amazonCognitoIdentityJs } from './amazon-cognito-identity-js.mjs';
import { awsAmplify } from './aws-amplify.mjs';
import { cases } from './cases.mjs';
import { fmid } from './fmid.mjs';
import { run } from './run.mjs';

const all = [fmid, amazonCognitoIdentityJs, awsAmplify];
const { values } = parseArgs({ options: { client: { type: 'string', multiple: true, default: [] }, json: { type: 'string' } } });
for (const name of values.client) {
  if (!all.some((client) => client.name === name)) {
    console.error(`scripts/behaviour knows ${all.map((client) => client.name).join(', ')}, not '${name}'.`);
    process.exit(2);
  }
}
const clients = values.client.length ? all.filter(({ name }) => values.client.includes(name)) : all;

/** @type {Record<string, Record<string, import('./run.mjs').Outcome | undefined>>} */
const outcomes = {};
for (const each of cases) {
  outcomes[each.what] = {};
  for (const client of clients) {
    progress(`${each.what}: ${client.name}`);
    outcomes[each.what][client.name] = await run(client, each);
  }
}
progress('');

const met = (/** @type {string} */ name) => Object.values(outcomes).filter((row) => row[name]?.met).length;
const title = 'Each call against the sandbox: ✓ where it does what a person may expect, with the requests and the time that it took.';
const rows = Object.entries(outcomes).map(([what, row]) => [what, ...clients.map(({ name }) => cell(row[name]))]);
console.log(table(title, ['what happens', ...clients.map(({ name }) => `${name} ${versionOf(name)}`)], [...rows, [`✓ of ${cases.length}`, ...clients.map(({ name }) => String(met(name)))]]));
console.log('"no such call": the client cannot be told to stop.');
if (values.json) writeFileSync(values.json, JSON.stringify(outcomes, undefined, 2));
process.exit(0); // timers of the peers would keep it

/** @param {string} text */
function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r${text}\u001b[K`);
}

/** @param {import('./run.mjs').Outcome | undefined} outcome */
function cell(outcome) {
  if (!outcome) return '– no such call';
  const { ok, error, ms, requests, kept } = outcome;
  const said = ok ? '' : `${error}; ${kept ? 'still signed in' : 'signed out'}, `;
  return `${outcome.met ? '✓' : '✗'} ${said}${requests} req., ${Math.round(ms)} ms`;
}

/** @param {string} name */
function versionOf(name) {
  const file = name === 'fmid' ? new URL('../../package.json', import.meta.url) : createRequire(import.meta.url).resolve(`${name}/package.json`);
  return JSON.parse(readFileSync(file, 'utf8')).version;
}
