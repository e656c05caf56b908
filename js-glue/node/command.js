#!/usr/bin/env node
// @ts-check
// The `fmid` command: finds the command that is meant, and turns how it ends into an exit code.
import { readFileSync } from 'node:fs';
import { EXIT, exitCodeOf, report, usageError } from './command/errors.js';
import { refuseSecrets } from './command/no-secrets.js';

/** @typedef {import('./command/io.js').Command} Command */
/** @typedef {import('./command/io.js').Io} Io */

const COMMANDS = {
  token: 'sign in, or refresh where that is enough, and print the tokens',
  refresh: 'new tokens for a refresh token',
  session: 'open a Data API session and print its token',
  call: 'call the Data API, OData or the Admin API of a FileMaker host',
  revoke: 'make a refresh token void, or sign out everywhere',
  claims: 'what a token says about itself (unverified)',
  serve: 'a service for programs that cannot sign in by themselves, and a relay for pages',
};

const OVERVIEW = `Usage: fmid COMMAND [options]        fmid COMMAND --help

Signs in to FileMaker Cloud with a Claris ID. The password never leaves this machine.

Commands
${Object.entries(COMMANDS).map(([name, what]) => `  ${name.padEnd(9)} ${what}`).join('\n')}

Examples
  fmid token                                       asks for everything and prints the tokens
  fmid token --cache ~/.fmid.json --field idToken  signs in once; from then on it refreshes
  fmid call GET layouts --host acme.account.filemaker-cloud.com --database Contacts

Exit codes
  0 done   2 called wrongly   3 the user pool said no   4 a person has to sign in   5 no answer: try later
  6 the FileMaker host said no   7 an answer makes no sense   8 a file cannot be used   1 a fault of fmid

Options
  --version  the version
  --help     this text
`;

/**
 * @param {string[]} argv
 * @param {Io} io
 * @returns {Promise<number | void>}
 */
async function main(argv, io) {
  refuseSecrets(argv);
  const [name = '--help', ...rest] = argv;
  if (name === '--version' || name === '-V') return void io.stdout.write(`${version()}\n`);
  if (name === '--help' || name === '-h' || name === 'help') {
    io.stdout.write(OVERVIEW);
    return argv.length === 0 ? EXIT.usage : EXIT.ok;
  }
  if (!Object.hasOwn(COMMANDS, name)) {
    const nearly = Object.keys(COMMANDS).find((each) => each.startsWith(name.slice(0, 3)));
    throw usageError('There is no such command.', nearly ? `Did you mean fmid ${nearly}? fmid --help lists them all.` : 'fmid --help lists them.');
  }
  /** @type {Command} */
  const command = await import(`./commands/${name}.js`);
  if (rest.some((argument) => argument === '--help' || argument === '-h')) return void io.stdout.write(`${command.help.trim()}\n`);
  return command.run(rest, io);
}

/** The package's; beside the repository's files there is none. */
function version() {
  try {
    return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
  } catch {
    return 'unpacked';
  }
}

const { env, stdin, stdout, stderr } = process;
const controller = new AbortController();
/** @type {NodeJS.Signals | undefined} */
let caught;
/** Ends by the signal itself, so that a shell's loop ends with it. @param {NodeJS.Signals} signal */
function endBy(signal) {
  for (const each of SIGNALS) process.removeAllListeners(each);
  process.kill(process.pid, signal);
}
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
for (const signal of SIGNALS) {
  process.on(signal, () => {
    if (caught) return endBy(signal); // asked twice: at once
    caught = signal;
    controller.abort();
  });
}

/** @type {Io} */
const io = { env, stdin, stdout, stderr, signal: controller.signal };
const argv = process.argv.slice(2);
const asJson = argv.includes('--json');

stdout.on('error', (/** @type {NodeJS.ErrnoException} */ { code = '' }) => {
  if (code === 'EPIPE') process.exit(128 + 13); // whoever read it has enough, as with `| head`
  stderr.write(`fmid: The output could not be written (${code}). Make room, or send it somewhere else.\n`);
  process.exit(EXIT.file);
});

/** @param {unknown} error */
function fail(error) {
  if (caught) return endBy(caught);
  report(error, io, asJson);
  process.exitCode = exitCodeOf(error);
}
process.on('uncaughtException', (error) => {
  fail(error);
  process.exit();
});

main(argv, io).then((code) => {
  process.exitCode = code ?? EXIT.ok;
}, fail);
