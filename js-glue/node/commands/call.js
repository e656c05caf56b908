// @ts-check
// fmid call: one call of a FileMaker host, and its answer.
import { readFile } from 'node:fs/promises';
import { callHost, logIn, logOut, targetOf } from '../../host.js';
import { loadCore } from '../../load.js';
import { usageError } from '../command/errors.js';
import { readInput } from '../command/given.js';
import { needed, withIdToken } from '../command/host.js';
import { SIGN_IN_OPTIONS, describeOptions, readArguments, timeoutOf } from '../command/options.js';
import { meanwhile } from '../command/io.js';
import { printJson } from '../command/output.js';
import { fileError } from '../command/private-file.js';
import { transportOf } from '../command/transport.js';

const NAMES = ['host', 'database', 'data', 'data-file', 'odata', 'admin', ...SIGN_IN_OPTIONS, 'json'];
const MAX_BODY_BYTES = 64 * 1024 * 1024; // as js-glue/node/relay.js: FileMaker's own limit is lower
/** After Ctrl-C a session that cannot be closed at once is left to end by itself. */
const LOG_OUT_MS = 5000;

export const help = `
Usage: fmid call METHOD PATH --host HOST --database NAME [options]

Calls a FileMaker host and prints its answer's JSON. PATH is relative to the
database, with a slash in front to the API. A Data API or Admin API session is
opened for the call and closed after it. Signs in as fmid token does, or takes
the ID token in FMID_ID_TOKEN.

Examples (with FMID_HOST, FMID_DATABASE and FMID_CACHE set)
  fmid call GET layouts
  fmid call GET 'layouts/Contacts/records?_limit=5' | jq .response.data
  fmid call POST layouts/Contacts/_find --data '{"query":[{"City":"Berlin"}]}'
  generate | fmid call POST layouts/Contacts/records --data-file -
  fmid call GET 'Contact?$top=5' --odata
  fmid call GET /databases --admin

${describeOptions(NAMES)}
`;

/**
 * @param {string[]} argv
 * @param {import('../command/io.js').Io} io
 */
export async function run(argv, io) {
  const { values, operands } = readArguments(argv, io.env, NAMES, ['METHOD', 'PATH']);
  const [method, path] = operands;
  if (values.odata && values.admin) throw usageError('--odata and --admin are two different APIs.', 'Choose one.');
  const api = values.odata ? 'odata' : values.admin ? 'admin' : 'data';
  const target = targetOf(api, { host: needed(values, 'host'), database: values.admin ? undefined : needed(values, 'database') });
  const body = await bodyOf(values, io);
  const context = { core: await loadCore(), now: Date.now, transport: transportOf(io), timeoutMs: timeoutOf(values) ?? 30_000, signal: io.signal };

  const call = { method: method.toUpperCase(), path, body };
  const make = async (/** @type {string} */ idToken) => {
    if (api === 'odata') return callHost(target, idToken, call, context);
    const session = await logIn(target, idToken, [], context);
    try {
      return await callHost(target, session, call, context);
    } finally {
      await logOut(target, session, { ...context, signal: undefined, timeoutMs: LOG_OUT_MS }).catch(() => {});
    }
  };
  const reply = await withIdToken(values, io, (idToken) => meanwhile(io, 'Calling…', make(idToken)));
  if (reply !== undefined) printJson(io, reply);
}

/**
 * The body as it was given, once it is known to be JSON: what is not would be refused after a session was opened for it.
 * @param {import('../command/options.js').Values} values
 * @param {import('../command/io.js').Io} io
 */
async function bodyOf({ data, 'data-file': file, 'password-stdin': passwordInput }, io) {
  if (data !== undefined && file !== undefined) throw usageError('--data and --data-file are two bodies.', 'Give one.');
  if (file === '-' && passwordInput) throw usageError('The password and the body cannot both come by standard input.', 'Give the password in FMID_PASSWORD, or the body in a file.');
  const text = data ?? (file === undefined ? undefined : file === '-' ? String(await readInput(io.stdin, MAX_BODY_BYTES)) : await readFile(file, 'utf8').catch((error) => {
    throw fileError(file, error);
  }));
  if (text === undefined) return undefined;
  try {
    JSON.parse(text);
  } catch {
    throw usageError('The body is not JSON.', 'Check its quotes and commas; in a shell, put it between single quotes.');
  }
  return text;
}
