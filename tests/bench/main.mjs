// @ts-check
// scripts/bench after everything is built. Usage: node tests/bench/main.mjs [node|chromium|size|all] [--rounds N] [--pages N] [--json FILE]
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { measureChromium } from './chromium.mjs';
import { measureNode } from './node.mjs';
import { verdicts } from './requirements.mjs';
import { measureSize } from './size.mjs';
import { coldTable, sizeTables, verdictTable, warmTable } from './tables.mjs';

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '21' }, pages: { type: 'string', default: '11' }, json: { type: 'string' } },
  allowPositionals: true,
});
const [part = 'all'] = positionals;
const rounds = count(values.rounds, 'rounds', 1);
const pages = count(values.pages, 'pages', 0);
const wants = (/** @type {string} */ name) => part === 'all' || part === name;

const load = os.loadavg()[0];
if (load > 1) console.log(`\nThis machine is busy (load ${load.toFixed(1)}): look at the minima, and run it again when it is not.`);

const date = new Date().toISOString();
const node = wants('node') ? await measureNode({ rounds }) : undefined;
if (node) console.log(warmTable(`Node ${process.version}`, node));
const chromium = wants('chromium') ? await measureChromium({ rounds, pages }) : undefined;
if (chromium) console.log(warmTable(`Chromium ${chromium.version}`, chromium.warm));
if (chromium?.cold) console.log(coldTable(chromium.cold));
const size = wants('size') ? await measureSize() : undefined;
if (size) console.log(sizeTables(size));
const goals = verdicts({ node, chromium, size: size?.client });
console.log(verdictTable(goals));

if (values.json) {
  const cpus = os.cpus();
  const machine = {
    date,
    cpu: cpus[0]?.model,
    cores: cpus.length,
    memoryGB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.arch()}`,
    loadBefore: load,
    loadAfter: os.loadavg()[0],
    node: process.versions.node,
    v8: process.versions.v8,
    openssl: process.versions.openssl,
    chromium: chromium?.version,
  };
  writeFileSync(values.json, `${JSON.stringify({ machine, node, chromium, size, goals }, null, 2)}\n`);
  console.log(`Written to ${values.json}`);
}

// fmid refused by an honest server is no result but a fault.
const refused = [node, chromium?.warm, chromium?.cold].flatMap((result) => Object.keys(result?.refused ?? {}));
if (refused.some((name) => name.startsWith('fmid'))) process.exitCode = 1;

/**
 * @param {string} text
 * @param {string} name
 * @param {number} least
 */
function count(text, name, least) {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least) return number;
  console.error(`fmid: --${name} wants a whole number of at least ${least}, not "${text}".`);
  process.exit(2);
}
