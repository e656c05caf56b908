// @ts-check
// Every engine in every place: a person's sign-in with a code, and a refresh, against the sandbox. Prints the matrix at the end.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createKeyPair, startSandbox } from '../../scripts/sandbox/index.mjs';
import { engines } from './drivers.mjs';
import { EXPECTED, places } from './places.mjs';
import { startSite } from './site.mjs';

const keyPair = await createKeyPair();

/** What is printed: by engine and place. @type {Record<string, Record<string, string>>} */
const matrix = {};

for (const [name, launch] of Object.entries(engines)) {
  describe(name, () => {
    /** @type {Awaited<ReturnType<typeof startSandbox>>} */
    let sandbox;
    /** @type {Awaited<ReturnType<typeof startSite>>} */
    let site;
    /** @type {import('./drivers.mjs').Engine} */
    let engine;
    /** @type {import('./pages/probe.js').Settings} */
    let settings;

    before(async () => {
      sandbox = await startSandbox({ keyPair });
      const { pool, accounts } = sandbox;
      const { username, password } = /** @type {{ username: string, password: string }} */ (accounts.find(({ kind }) => kind === 'sms'));
      settings = { pool: { userPoolId: pool.userPoolId, clientId: pool.clientId, endpoint: pool.url }, username, password };
      site = await startSite(settings);
      engine = await launch(site.port);
    });
    after(async () => {
      await engine?.close();
      await Promise.all([site.close(), sandbox.close()]);
    });

    for (const [place, visit] of Object.entries(places)) {
      test(`signs in with a code and refreshes: ${place}`, { timeout: 120_000 }, async () => {
        const { pool } = sandbox;
        pool.clearRequests();
        const preflights = pool.preflights();
        const page = await engine.newPage();
        try {
          const { use, error, ...facts } = await visit(page, { site, settings });
          assert.equal(error, undefined);
          assert.equal(use, 'id');
          assert.deepEqual(facts, EXPECTED[place]);
          // What the sandbox saw is the same everywhere: the proof, the code, and one refresh.
          assert.deepEqual(pool.counts(), { InitiateAuth: 1, RespondToAuthChallenge: 2, GetTokensFromRefreshToken: 1 });
          // One preflight does for all of them (one address, the same names of headers) where the engine remembers it: Firefox not always,
          // and none for a page that has no origin of its own.
          const remembers = name !== 'Firefox' && !/frame|data:|file/.test(place);
          const asked = pool.preflights() - preflights;
          assert.ok(asked <= (remembers ? 1 : 4), `${asked} preflights`);
          (matrix[place] ??= {})[name] = '✓';
        } finally {
          await page.close();
        }
      });
    }
  });
}

// Tests run in their order, so everything is in by now.
test('the matrix has no gap', (t) => {
  for (const [place, facts] of Object.entries(EXPECTED)) {
    const row = Object.keys(engines).map((name) => matrix[place]?.[name] ?? '✗');
    const has = Object.keys(facts).filter((fact) => facts[fact]).join(', ');
    t.diagnostic(`${place.padEnd(36)} ${row.join('  ')}  ${has}`);
  }
  t.diagnostic(`${''.padEnd(36)} ${Object.keys(engines).join(', ')}`);
  for (const place of Object.keys(places)) assert.deepEqual(Object.keys(matrix[place] ?? {}), Object.keys(engines), place);
});
