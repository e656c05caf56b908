// @ts-check
// scripts/behaviour after everything is built. Usage: node tests/behaviour/main.mjs [--client NAME]... [--json FILE]
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { groups } from './cases.mjs';
import { amazonCognitoIdentityJs } from './clients/amazon-cognito-identity-js.mjs';
import { awsAmplify } from './clients/aws-amplify.mjs';
import { fmid } from './clients/fmid.mjs';
import { play } from './run.mjs';
import { markdown } from './table.mjs';

const adapters = [fmid, amazonCognitoIdentityJs, awsAmplify];

const chosen = choose();
if (!chosen) process.exit(2);

/** @type {import('./table.mjs').Row[]} */
const rows = [];
for (const { title: group, cases } of groups) {
  for (const scene of cases) {
    process.stderr.write(`${group}: ${scene.title}\n`);
    /** @type {import('./table.mjs').Row} */
    const row = { group, title: scene.title, results: [] };
    for (const adapter of chosen.clients) row.results.push(await play(scene, adapter));
    rows.push(row);
  }
}

const run = { date: new Date().toISOString().slice(0, 10), node: process.versions.node, clients: chosen.clients.map(({ name, version }) => ({ name, version })) };
console.log(markdown(run, rows));
if (chosen.json) writeFileSync(chosen.json, `${JSON.stringify({ ...run, rows }, null, 2)}\n`);

// A promise of fmid's own that is not kept is a fault.
const own = run.clients.findIndex(({ name }) => name === fmid.name);
process.exit(rows.some(({ results }) => results[own]?.met === false) ? 1 : 0); // some clients leave timers behind

function choose() {
  const names = adapters.map(({ name }) => name).join(', ');
  try {
    const { values } = parseArgs({ options: { client: { type: 'string', multiple: true }, json: { type: 'string' } } });
    const unknown = values.client?.find((name) => !adapters.some((adapter) => adapter.name === name));
    if (unknown !== undefined) throw new Error(`there is no client "${unknown}" here.`);
    return { clients: adapters.filter(({ name }) => values.client?.includes(name) ?? true), json: values.json };
  } catch (error) {
    console.error(`fmid: ${/** @type {Error} */ (error).message}\nUsage: scripts/behaviour [--client NAME]... [--json FILE]   with NAME one of ${names}`);
    return undefined;
  }
}
