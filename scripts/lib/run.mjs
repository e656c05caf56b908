// @ts-check
// The page and the sandbox together. Usage: node scripts/lib/run.mjs [--allow HOST]...   (scripts/run builds first)
import { parseArgs } from 'node:util';
import { startSandbox } from '../sandbox/index.mjs';
import { startSite } from './serve.mjs';

const { values } = parseArgs({ options: { allow: { type: 'string', multiple: true, default: [] } } });
const port = Number(process.env.PORT ?? 8080);

const sandbox = await startSandbox({});
const site = await startSite({ port, sandbox, allow: values.allow }).catch((error) => {
  const reason = error.code === 'EADDRINUSE' ? `port ${port} is in use: choose another one, as in PORT=8090 scripts/run` : error.message;
  console.error(`fmid: ${reason}`);
  process.exit(1);
});

const width = Math.max(...sandbox.accounts.map(({ username }) => username.length));
const passwordWidth = Math.max(...sandbox.accounts.map(({ password }) => password.length));
console.log(`
  fmid is running:  ${site.url}

  Demo accounts of the sandbox (made up, they exist on this machine only):
${sandbox.accounts.map(({ username, password, title }) => `    ${username.padEnd(width)}  ${password.padEnd(passwordWidth)}  ${title}`).join('\n')}

  Sandbox pool  ${sandbox.pool.url}
  Sandbox host  ${sandbox.host.url}   databases: ${sandbox.host.databases.map(({ name }) => name).join(', ')}
  The relay forwards to the sandbox host${values.allow.length ? ` and to ${values.allow.join(', ')}` : '; for your own host: scripts/run --allow NAME.account.filemaker-cloud.com'}.

  Ctrl-C ends it.`);

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, async () => {
    await Promise.all([site.close(), sandbox.close()]);
    process.exit(0);
  });
}
