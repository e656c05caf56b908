// @ts-check
// The npm package, packed as it would be published and installed into an empty folder, without a network.
import { execFile } from 'node:child_process';
import { createReadStream, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createKeyPair, startSandbox } from '../../scripts/sandbox/index.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const keyPair = createKeyPair();

/** Of the repository's root package.json: the one place where it is written. */
export const VERSION = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
/** By scripts/pack, which scripts/test runs before these. */
export const TARBALL = join(root, `dist/fmid-${VERSION}.tgz`);

/** @param {string} program @param {string[]} args @param {string} cwd @param {Record<string, string>} [env] */
export async function shell(program, args, cwd, env = {}) {
  try {
    return (await run(program, args, { cwd, env: { ...process.env, ...env } })).stdout;
  } catch (error) {
    const { stdout, stderr, message } = /** @type {any} */ (error);
    throw new Error(`${message}\n${stdout}\n${stderr}`);
  }
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fmid-package-')));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'package.json'), '{ "name": "project", "private": true, "type": "module" }\n');
const installing = shell('npm', ['install', '--offline', '--no-audit', '--no-fund', '--loglevel', 'error', TARBALL], folder);
installing.catch(() => {}); // each test says it

/** The folder of a project that has fmid installed, and nothing else: one for each test file. */
export async function project() {
  await installing;
  return folder;
}

/** Into the project. @param {Record<string, string>} files */
export function write(files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** @param {import('node:test').TestContext} t */
export async function sandboxed(t) {
  const sandbox = await startSandbox({ keyPair: await keyPair });
  t.after(() => sandbox.close());
  const { userPoolId, clientId, url } = sandbox.pool;
  const { username, password } = /** @type {import('../../scripts/sandbox/demo-accounts.mjs').Account} */ (sandbox.accounts.find(({ kind }) => kind === 'sms'));
  return { ...sandbox, settings: { pool: { userPoolId, clientId, endpoint: url }, host: sandbox.host.url, username, password } };
}

/** What every one of these programs does: it signs in, with a code, and says for whom. As a user would write it. */
export const SIGN_IN = `
export async function whoSignsIn(createClient, { pool, username, password }, options = {}) {
  const fmid = await createClient({ pool, ...options });
  const { idToken } = await fmid.signIn({ username, password, answer: () => ({ code: '123456' }) });
  return fmid.decodeUnverified(idToken).claims.email;
}
`;

const TYPES = /** @type {Record<string, string>} */ ({ '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' });

/**
 * A folder on a web server of this machine, under the policy that README.md promises to work.
 * @param {import('node:test').TestContext} t
 * @param {string} site
 */
export async function served(t, site) {
  const server = http.createServer(({ url = '/' }, response) => {
    const path = join(site, new URL(url, 'http://site').pathname.replace(/\/$/, '/index.html'));
    const file = createReadStream(path).on('error', () => response.writeHead(404).end());
    file.on('open', () => {
      response.writeHead(200, {
        'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
        'content-security-policy': "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src *",
      });
      file.pipe(response);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  t.after(() => {
    server.close();
    server.closeAllConnections?.();
  });
  return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/`;
}
