// @ts-check
// Whether an engine ever has fmid tell somebody with the right password that it is wrong: many page loads, on demand.
// Usage: node tests/engines/page-loads.mjs [PAGES] [ENGINE]     2000 pages of WebKit with either module unless said otherwise
import { createKeyPair, startSandbox } from '../../scripts/sandbox/index.mjs';
import { engines } from './drivers.mjs';
import { startSite } from './site.mjs';
import { until } from './until.mjs';

const pages = Number(process.argv[2] ?? 2000);
const engineName = process.argv[3] ?? 'WebKit';
const launch = engines[engineName];
if (!Number.isInteger(pages) || pages < 1 || !launch) {
  console.error(`usage: node tests/engines/page-loads.mjs [PAGES] [ENGINE], an engine of ${Object.keys(engines).join(', ')}`);
  process.exit(2);
}

const keyPair = await createKeyPair();
let failed = false;
for (const wasm of ['fmid-core.wasm', 'fmid-core-scalar.wasm']) {
  const sandbox = await startSandbox({ keyPair });
  const { pool, accounts } = sandbox;
  const { username, password } = /** @type {{ username: string, password: string }} */ (accounts.find(({ kind }) => kind === 'none'));
  const site = await startSite({ pool: { userPoolId: pool.userPoolId, clientId: pool.clientId, endpoint: pool.url }, username, password });
  const engine = await launch(site.port);
  const page = await engine.newPage();
  const seen = { loads: 0, 'wrong refusals': 0, 'wrong sign-ins': 0, 'begun anew': 0 };
  /** @type {Set<string>} */
  const codes = new Set();
  while (seen.loads < pages) {
    await page.open(`http://127.0.0.1:${site.port}/pages/loads.html?wasm=${wasm}&load=${seen.loads}`);
    const { right, wrong, proofs } = await until(page, 'self.result');
    for (const outcome of right.filter((/** @type {string} */ each) => each !== 'signed in')) {
      seen['wrong refusals'] += 1;
      codes.add(outcome);
    }
    if (wrong === 'signed in') seen['wrong sign-ins'] += 1;
    else if (wrong !== 'wrong_credentials') codes.add(wrong);
    seen['begun anew'] += proofs - 3;
    seen.loads += 1;
    pool.clearRequests();
    if (seen.loads % 100 === 0) console.log(`${wasm}: ${JSON.stringify(seen)}`);
  }
  console.log(`${engineName}, ${wasm}: ${Object.entries(seen).map(([what, count]) => `${count} ${what}`).join(', ')}${codes.size ? `; ${[...codes].join(', ')}` : ''}`);
  failed ||= seen['wrong refusals'] + seen['wrong sign-ins'] + codes.size > 0;
  await page.close();
  await engine.close();
  await Promise.all([site.close(), sandbox.close()]);
}
process.exit(failed ? 1 : 0);
