// @ts-check
// The sandbox: a local Cognito user pool and a local FileMaker Cloud host. See README.md.
//
// Usage: node scripts/sandbox/index.mjs [--pool-port N] [--host-port N]
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createClock } from './clock.mjs';
import { demoAccounts } from './demo-accounts.mjs';
import { startFileMakerHost } from './filemaker-host.mjs';
import { startPool } from './pool.mjs';

export { createClock } from './clock.mjs';
export { absentNames, demoAccounts } from './demo-accounts.mjs';
export { startFileMakerHost } from './filemaker-host.mjs';
export { startPool } from './pool.mjs';
export { createKeyPair } from './pool/tokens.mjs';
export { totp } from './totp.mjs';

/**
 * Both servers on one clock, forgiving as a demo should be.
 *
 * @param {object} [settings]
 * @param {number} [settings.poolPort] 0 = any free port
 * @param {number} [settings.hostPort]
 * @param {Partial<import('./pool.mjs').PoolOptions>} [settings.poolOptions]
 * @param {Partial<import('./filemaker-host.mjs').HostOptions>} [settings.hostOptions]
 * @param {import('./pool/tokens.mjs').KeyPair} [settings.keyPair] see startPool
 * @param {import('./clock.mjs').Clock} [settings.clock]
 */
export async function startSandbox(settings = {}) {
  const { poolPort = 0, hostPort = 0, poolOptions = {}, hostOptions = {}, keyPair, clock = createClock() } = settings;
  const pool = await startPool({ port: poolPort, clock, keyPair, options: { demo: true, ...poolOptions } });
  try {
    const host = await startFileMakerHost({ port: hostPort, clock, pool, options: hostOptions });
    const close = async () => void (await Promise.all([pool.close(), host.close()]));
    return { clock, pool, host, accounts: demoAccounts, close };
  } catch (error) {
    await pool.close();
    throw error;
  }
}

async function main() {
  const { values } = parseArgs({ options: { 'pool-port': { type: 'string' }, 'host-port': { type: 'string' } } });
  const { pool, host, accounts, close } = await startSandbox({
    poolPort: Number(values['pool-port'] ?? 0),
    hostPort: Number(values['host-port'] ?? 0),
  });
  console.log(`User pool       ${pool.url}  (${pool.userPoolId}, client ${pool.clientId})`);
  console.log(`Discovery       ${pool.discoveryUrl}`);
  console.log(`FileMaker host  ${host.url}`);
  console.log(`Databases       ${host.databases.map(({ name }) => name).join(', ')}\n`);
  for (const { title, username, password, howToAnswer } of accounts) {
    console.log(`${username}  ${password}\n    ${title}. ${howToAnswer}`);
  }
  console.log('\nCtrl-C stops it.');
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, close);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
