// @ts-check
// What the service tests share: the service beside a sandbox, and a caller.
import { startService } from '../../dist/fmid/node/service/index.js';
import { createClock, createKeyPair, startSandbox } from '../../scripts/sandbox/index.mjs';

const keyPair = createKeyPair();

/**
 * @param {import('node:test').TestContext} t closes both when the test ends
 * @param {Partial<import('../../js-glue/node/service/index.js').ServiceOptions> & { poolOptions?: object, hostOptions?: object, clock?: import('../../scripts/sandbox/clock.mjs').Clock }} [options]
 */
export async function served(t, { poolOptions, hostOptions, clock = createClock(), ...options } = {}) {
  const sandbox = await startSandbox({ poolOptions, hostOptions, clock, keyPair: await keyPair });
  const { pool, host } = sandbox;
  /** @type {string[]} */
  const logged = [];
  const service = await startService({
    port: 0,
    pool: { userPoolId: pool.userPoolId, clientId: pool.clientId, endpoint: pool.url },
    allow: [host.url],
    now: () => clock.now(),
    log: (line) => logged.push(line),
    ...options,
  });
  /** @type {Promise<void> | undefined} */
  let stopped;
  const stop = () => (stopped ??= service.close());
  t.after(async () => {
    await stop();
    await sandbox.close();
  });

  /**
   * @param {string} path
   * @param {unknown} body JSON
   * @param {Record<string, string>} [headers]
   */
  async function post(path, body, headers = {}) {
    const response = await fetch(new URL(path, service.url), { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
    return { status: response.status, headers: response.headers, body: /** @type {any} */ (await response.json()) };
  }

  /** @param {string} kind of demo account */
  function account(kind) {
    const found = sandbox.accounts.find((each) => each.kind === kind);
    if (!found) throw new Error(`no demo account of kind ${kind}`);
    return found;
  }

  /** @param {string} [kind] */
  const signIn = (kind = 'none') => post('/users', { username: account(kind).username, password: account(kind).password });
  const lines = () => logged.map((line) => JSON.parse(line));
  return { ...sandbox, url: service.url, port: service.port, stop, post, account, signIn, logged, lines, hostName: new URL(host.url).host };
}

/**
 * Until it is so. A test that waits in vain fails by its own assertion.
 * @param {() => boolean} isSo
 */
export async function settled(isSo) {
  for (let i = 0; i < 400 && !isSo(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
}
