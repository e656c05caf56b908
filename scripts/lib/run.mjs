// @ts-check
// The page and the sandbox together. Usage: PORT=8080 node scripts/lib/run.mjs [--allow HOST]...   (scripts/run builds first)
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { closeServer, listen } from '../sandbox/http.mjs';
import { startSandbox } from '../sandbox/index.mjs';
import { startSite } from './serve.mjs';

const { values } = parseArgs({ options: { allow: { type: 'string', multiple: true, default: [] } } });
const port = Number(process.env.PORT);

/**
 * The same at every start, so that what a terminal was set to stays true; where that one is taken, any other.
 * @param {number} distance from the page's port
 */
async function sandboxPort(distance) {
  if (port === 0) return 0;
  const probe = createServer();
  try {
    await listen(probe, port + distance);
    await closeServer(probe);
    return port + distance;
  } catch {
    return 0;
  }
}

const sandbox = await startSandbox({ poolPort: await sandboxPort(1), hostPort: await sandboxPort(2) });
const site = await startSite({ port, sandbox, allow: values.allow }).catch((error) => {
  console.error(`fmid: ${error.message}`);
  process.exit(1);
});

// The command's sign-ins end with the sandbox that knew them.
const cache = `build/run/${new URL(site.url).port}.json`;
mkdirSync('build/run', { recursive: true, mode: 0o700 });
rmSync(cache, { force: true });

const { pool, host, accounts } = sandbox;
const [{ username, password }] = accounts;
const width = Math.max(...accounts.map((each) => each.username.length));
const passwordWidth = Math.max(...accounts.map((each) => each.password.length));
console.log(`
  fmid is running:  ${site.url}

  Demo accounts of the sandbox (made up, they exist on this machine only):
${accounts.map((each) => `    ${each.username.padEnd(width)}  ${each.password.padEnd(passwordWidth)}  ${each.title}`).join('\n')}

  Sandbox pool  ${pool.url}
  Sandbox host  ${host.url}   databases: ${host.databases.map(({ name }) => name).join(', ')}
  The relay forwards to the sandbox host${values.allow.length ? ` and to ${values.allow.join(', ')}` : '; for your own host: scripts/run --allow NAME.account.filemaker-cloud.com'}.

  The command, line by line in another terminal of this folder; the second line asks for the password, ${password}:
export FMID_USER_POOL_ID=${pool.userPoolId} FMID_CLIENT_ID=${pool.clientId} FMID_ENDPOINT=${pool.url} FMID_HOST=${host.url} FMID_DATABASE=${host.databases[0].name} FMID_CACHE=${cache}
scripts/fmid token --username ${username}
scripts/fmid call GET 'layouts/Contacts/records?_limit=5'

  Ctrl-C ends it.`);

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, async () => {
    await Promise.all([site.close(), sandbox.close()]);
    rmSync(cache, { force: true });
    console.log('\n  fmid has ended.');
    process.exit(0);
  });
}
