// @ts-check
// fmid serve: tokens and sessions for programs that cannot sign in by themselves, and a relay for pages.
import { readFile } from 'node:fs/promises';
import { CommandError, EXIT, usageError } from '../command/errors.js';
import { poolFor } from '../command/given.js';
import { describeOptions, readArguments } from '../command/options.js';
import { fileError, readPrivate } from '../command/private-file.js';
import { SettingError } from '../setting-error.js';
import { startService } from '../service/index.js';

const NAMES = ['port', 'listen', 'tls-certificate', 'tls-key', 'insecure-http', 'name', 'allow', 'api-key-file', 'without-api-key', 'strict-status', 'site',
  'user-pool-id', 'client-id', 'endpoint'];

export const help = `
Usage: fmid serve [options]

Serves this machine, until Ctrl-C:
  POST /users           {username, password} → {user, tokens, error};
                        202 where a code is asked for
  POST /users/answer    {id, code}: the answer to that
  POST /users/refresh   {username, refresh_token} → {user, id_token}
  POST /sessions        {host, database, idToken or refreshToken} →
                        {token, …}: a Data API token, kept alive
  /relay/HOST/fmi/…     calls of pages, which hosts do not let in (CORS)
  GET /healthz, GET /openapi.json
The first and third answer as the service of Soliant's article does. Whoever may
call this service may try passwords with it: keep it on this machine, or ask for
an API key. Its log, JSON lines on standard error, has no name, token or path in
it.

Examples
  fmid serve
  fmid serve --allow acme.account.filemaker-cloud.com --site dist/site
  fmid serve --listen 0.0.0.0 --name fmid.example.com --tls-certificate cert.pem --tls-key key.pem --api-key-file ~/.fmid-key

${describeOptions(NAMES)}
`;

/**
 * @param {string[]} argv
 * @param {import('../command/io.js').Io} io
 */
export async function run(argv, io) {
  const { values } = readArguments(argv, io.env, NAMES);
  const service = await startService({
    port: portOf(values.port),
    address: values.listen,
    tls: await tlsOf(values),
    insecureHttp: values['insecure-http'],
    names: list(values.name),
    apiKey: await apiKeyOf(values['api-key-file'], io),
    withoutApiKey: values['without-api-key'],
    allow: list(values.allow),
    pool: poolFor(values, io),
    strictStatus: values['strict-status'],
    site: values.site ? { folder: values.site } : undefined,
    log: (line) => io.stderr.write(line),
  }).catch((error) => {
    throw sayWhy(error);
  });
  io.stdout.write(`fmid serve: ${service.url}\n`);
  await new Promise((resolve) => (io.signal.aborted ? resolve(undefined) : io.signal.addEventListener('abort', resolve, { once: true })));
  await service.close();
}

/** @param {string | undefined} text */
const list = (text) => (text ?? '').split(',').map((each) => each.trim()).filter(Boolean);

/** @param {string | undefined} text */
function portOf(text) {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw usageError('--port is not a port.', 'Give a number from 1 to 65535; 0 takes any that is free.');
  return port;
}

/** @param {import('../command/options.js').Values} values */
async function tlsOf({ 'tls-certificate': certificate, 'tls-key': key }) {
  if (!certificate !== !key) throw usageError('TLS needs a certificate and its key.', 'Give --tls-certificate and --tls-key.');
  if (!certificate || !key) return undefined;
  const [read, readKey] = await Promise.all([certificate, key].map((path) => readFile(path).catch((error) => {
    throw fileError(path, error);
  })));
  return { certificate: read, key: readKey };
}

/** @param {string | undefined} path @param {import('../command/io.js').Io} io */
async function apiKeyOf(path, { env }) {
  const text = path ? await readPrivate(path) : env.FMID_API_KEY;
  if (path && text === undefined) throw new CommandError(EXIT.file, 'file_failed', `${path} is not there.`, 'Make it: openssl rand -hex 32 > FILE, and chmod 600 FILE.');
  const key = text?.trim();
  if (key !== undefined && key.length < 16) throw usageError('The API key is too short to keep anybody out.', 'Give at least 16 characters: openssl rand -hex 32');
  return key;
}

/** What keeps a service from starting is nearly always a setting. @param {unknown} error */
function sayWhy(error) {
  if (error instanceof SettingError) return usageError(error.title, error.hint);
  const { code, port, address } = /** @type {NodeJS.ErrnoException & { port?: number, address?: string }} */ (error);
  if (code === 'EADDRINUSE') return usageError(`Port ${port} is in use.`, 'Stop what uses it, or choose another one with --port.');
  if (code === 'EACCES') return usageError(`Port ${port} is not for everybody.`, 'Choose one above 1023 with --port.');
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return usageError(`${address ?? 'That address'} is not one of this machine.`, 'Give --listen one that it has, or 0.0.0.0 for all.');
  if (code?.startsWith('ERR_OSSL') || code?.startsWith('ERR_SSL')) return usageError('The TLS certificate and key cannot be used.', 'Check that both are PEM and belong together.');
  return error;
}
