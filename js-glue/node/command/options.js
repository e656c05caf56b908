// @ts-check
// The options of all commands, in one table: what they are called, which environment variable stands in for each, what --help says.
import { parseArgs } from 'node:util';
import { usageError } from './errors.js';

/** @typedef {{ value?: string, env?: string, help: string }} Option value: what it is followed by; without one it is a switch */

/** @type {Record<string, Option>} */
export const OPTIONS = {
  username: { value: 'NAME', env: 'FMID_USERNAME', help: 'e-mail address of the Claris ID; asked for when left out' },
  'password-stdin': { help: 'read the password from standard input (else: FMID_PASSWORD, else it is asked for)' },
  'totp-secret-file': { value: 'FILE', env: 'FMID_TOTP_SECRET_FILE', help: "answer for the authenticator app with the secret (base32 or otpauth: URI) in FILE, which only you may read" },
  'token-stdin': { help: 'read the token from standard input' },
  cache: { value: 'FILE', env: 'FMID_CACHE', help: 'keep the sign-in and its user pool in FILE, which only you can read, and refresh instead of signing in again' },
  host: { value: 'HOST', env: 'FMID_HOST', help: 'FileMaker host, like acme.account.filemaker-cloud.com' },
  database: { value: 'NAME', env: 'FMID_DATABASE', help: 'name of the FileMaker file' },
  data: { value: 'JSON', help: 'body of the call' },
  'data-file': { value: 'FILE', help: 'body of the call from FILE; - is standard input' },
  odata: { help: 'call OData instead of the Data API' },
  admin: { help: "call the host's Admin API; needs no --database" },
  everywhere: { help: 'sign this person out on all devices (every refresh token of theirs becomes void)' },
  'user-pool-id': { value: 'ID', env: 'FMID_USER_POOL_ID', help: 'another user pool than Claris ID; with --client-id' },
  'client-id': { value: 'ID', env: 'FMID_CLIENT_ID', help: 'app client of that pool; its secret, if it has one, in FMID_CLIENT_SECRET' },
  endpoint: { value: 'URL', env: 'FMID_ENDPOINT', help: "address of that pool, where it is not Amazon's for its region" },
  timeout: { value: 'SECONDS', help: 'give up a request after that long (30)' },
  json: { help: 'print JSON, for programs; errors too, on standard error' },
  field: { value: 'NAME', help: 'print just that value, for shells' },
  port: { value: 'N', env: 'PORT', help: 'listen on that port (3000)' },
  listen: { value: 'ADDRESS', help: 'listen on that address (127.0.0.1); another one asks for TLS and an API key' },
  'tls-certificate': { value: 'FILE', help: 'certificate, with those between it and the root, as PEM' },
  'tls-key': { value: 'FILE', help: 'its private key, as PEM' },
  'insecure-http': { help: 'listen on --listen without TLS, because something in front of this service encrypts' },
  name: { value: 'NAME,…', help: 'host names that this service goes by, besides localhost and its addresses' },
  allow: { value: 'HOST,…', env: 'FMID_ALLOW', help: 'FileMaker hosts that may be called: names, or *.account.filemaker-cloud.com for all of them' },
  'api-key-file': { value: 'FILE', help: 'every request has to bring the key in FILE as X-API-Key; only you may read FILE (else: FMID_API_KEY)' },
  'without-api-key': { help: 'let other machines in without a key: all of them may try passwords here' },
  'strict-status': { help: 'answer a failed sign-in with 401, 403 or 429 instead of 200, a failed refresh with 401 instead of 422' },
  site: { value: 'FOLDER', help: 'serve the page in FOLDER (dist/site) at /, with the relay beside it' },
};

/** What every command that talks to the pool takes. */
export const POOL_OPTIONS = ['user-pool-id', 'client-id', 'endpoint', 'timeout'];
/** What a sign-in needs. */
export const SIGN_IN_OPTIONS = ['username', 'password-stdin', 'totp-secret-file', 'cache', ...POOL_OPTIONS];

/**
 * The "Options" of a help text.
 * @param {readonly string[]} names
 * @param {readonly (readonly [string, string])[]} [more] what only this command has to say
 */
export function describeOptions(names, more = []) {
  const lines = [
    ...names.map((name) => {
      const { value, env, help } = OPTIONS[name];
      return /** @type {const} */ ([`--${name}${value ? ` ${value}` : ''}`, help + (env ? ` (${env})` : '')]);
    }),
    ...more,
    /** @type {const} */ (['--help', 'this text']),
  ];
  const width = Math.max(...lines.map(([left]) => left.length));
  const rows = lines.flatMap(([left, right]) => wrapped(right, COLUMNS - width - 4).map((text, i) => `  ${(i ? '' : left).padEnd(width)}  ${text}`));
  return ['Options', ...rows].join('\n');
}

/** What a terminal has at least. */
const COLUMNS = 80;

/** @param {string} text @param {number} width @returns {string[]} */
const wrapped = (text, width) => text.match(new RegExp(`.{1,${width}}(?=\\s|$)|\\S+`, 'g'))?.map((line) => line.trim()) ?? [];

/**
 * @typedef {{ [name: string]: string | undefined } & { [Switch in 'password-stdin' | 'token-stdin' | 'odata' | 'admin' | 'everywhere' | 'json' | 'insecure-http' | 'without-api-key' | 'strict-status']?: any }} Values
 */

/**
 * Reads a command's arguments; what the environment says counts where the command line is silent. No message quotes a value, because it
 * may be a password in the wrong place.
 * @param {string[]} argv
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} names of OPTIONS
 * @param {readonly string[]} [operands] what is expected besides, by name; "NAME?" may be left out
 * @returns {{ values: Values, operands: string[] }}
 */
export function readArguments(argv, env, names, operands = []) {
  const { values, positionals } = parse(argv, names);
  for (const name of names) {
    if (values[name] === '') throw usageError(`--${name} is empty.`, `Give it a value: a variable of your shell that is not set is the usual reason.`);
    const { env: variable } = OPTIONS[name];
    if (variable) values[name] ??= env[variable] || undefined;
  }
  const required = operands.filter((name) => !name.endsWith('?'));
  if (positionals.length < required.length) throw usageError(`${required[positionals.length]} is missing.`, 'See --help for examples.');
  if (positionals.length > operands.length) {
    throw usageError(`There is an argument too many: number ${operands.length + 1} of those without a dash.`, 'Quote what has spaces in it. A password or code is never an argument: see --help.');
  }
  return { values, operands: positionals };
}

/**
 * @param {string[]} argv
 * @param {readonly string[]} names
 * @returns {{ values: Values, positionals: string[] }}
 */
function parse(argv, names) {
  const options = Object.fromEntries(names.map((name) => [name, { type: /** @type {'string' | 'boolean'} */ (OPTIONS[name].value ? 'string' : 'boolean') }]));
  try {
    const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
    return { values: /** @type {Values} */ ({ ...values }), positionals };
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (!code?.startsWith('ERR_PARSE_ARGS')) throw error;
    const option = message.match(/'(-[\w-]+)/)?.[1] ?? 'an option';
    const title = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? `There is no option ${option} here.`
      : /does not take/.test(message) ? `${option} takes no value.`
      : `${option} needs a value.`;
    throw usageError(title, 'See --help for all of them; a value that begins with a dash is written --option=-value.');
  }
}

/** Seconds of --timeout in milliseconds. @param {Values} values */
export function timeoutOf({ timeout }) {
  if (timeout === undefined) return undefined;
  const seconds = Number(timeout);
  if (!(seconds > 0 && seconds <= 3600)) throw usageError('--timeout is not a number of seconds.', 'Give one between 0 and 3600, like 60.');
  return seconds * 1000;
}
