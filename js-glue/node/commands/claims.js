// @ts-check
// fmid claims: what a token says about itself.
import { createClient } from '../../index.js';
import { describeOptions, readArguments } from '../command/options.js';
import { bold, printable, when } from '../command/io.js';
import { field, printJson } from '../command/output.js';
import { heldToken } from '../command/given.js';

const NAMES = ['token-stdin', 'cache', 'json', 'field'];

export const help = `
Usage: fmid claims [options]

Shows what a token (JWT) says about itself: the one on standard input (--token-
stdin), else FMID_ID_TOKEN, else the cache's ID token. Unverified: nobody
checked its signature, so set clocks by it and trust it for nothing. Sends
nothing.

Examples
  fmid token --field idToken | fmid claims --token-stdin
  fmid claims --cache ~/.fmid.json --field exp

${describeOptions(NAMES, [['', '--field takes the name of a claim: email, exp, cognito:username']])}
`;

/**
 * @param {string[]} argv
 * @param {import('../command/io.js').Io} io
 */
export async function run(argv, io) {
  const { values } = readArguments(argv, io.env, NAMES);
  const token = await heldToken(values, io, 'idToken');
  const decoded = (await createClient()).decodeUnverified(token);
  if (values.field) return field(io, decoded.claims, values.field);
  if (values.json) return printJson(io, decoded);
  const width = Math.max(...Object.keys(decoded.claims).map((name) => name.length));
  io.stdout.write('Unverified: nobody checked the signature.\n\n');
  for (const [name, value] of Object.entries(decoded.claims)) {
    const isTime = typeof value === 'number' && /^(exp|iat|nbf|auth_time)$/.test(name);
    io.stdout.write(`${bold(io)(printable(name).padEnd(width))}  ${printable(typeof value === 'string' ? value : JSON.stringify(value))}${isTime ? `  ${when(value * 1000)}` : ''}\n`);
  }
}
