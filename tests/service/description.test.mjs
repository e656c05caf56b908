// @ts-check
// OpenAPI and the Postman collection: that they are what they say they are, and that the service is what they say it is.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import newman from 'newman';
import { ROUTES, SCHEMAS } from '../../dist/fmid/node/service/description.js';
import { createHandlers } from '../../dist/fmid/node/service/handlers.js';
import { toOpenApi } from '../../dist/fmid/node/service/openapi.js';
import { toPostman } from '../../dist/fmid/node/service/postman.js';
import { served } from './served.mjs';

const KEY = 'a key of sixteen characters';

test('OpenAPI 3.1: valid by its own schema, with and without an API key, and served', async (t) => {
  for (const description of [toOpenApi(), toOpenApi({ apiKey: true })]) {
    const { valid, errors } = await new Validator().validate(/** @type {any} */ (structuredClone(description)));
    assert.ok(valid, JSON.stringify(errors));
  }
  const broken = await new Validator().validate(/** @type {any} */ ({ ...toOpenApi(), paths: { users: {} } }));
  assert.equal(broken.valid, false, 'the validator validates');
  const { url } = await served(t);
  assert.deepEqual(await (await fetch(`${url}openapi.json`)).json(), JSON.parse(JSON.stringify(toOpenApi())));
});

test('each route that is described exists, and each that exists is described', async (t) => {
  const { url, hostName } = await served(t);
  for (const { method, path } of ROUTES) {
    const address = path.replace('{host}', hostName).replace('{call}', 'fmi/data/v1/productInfo');
    const { status } = await fetch(new URL(address, url), { method, ...(method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } }) });
    assert.ok(path.startsWith('/relay/') || (status !== 404 && status !== 405), `${method} ${path}: ${status}`);
    assert.notEqual(status, 501);
  }
  const handlers = Object.keys(createHandlers(/** @type {any} */ ({})));
  assert.deepEqual(ROUTES.map(({ id }) => id).filter((id) => !id.startsWith('relay')).sort(), handlers.sort());
  assert.deepEqual(ROUTES.filter(({ id }) => id.startsWith('relay')).map(({ method }) => method), ['GET', 'POST', 'PATCH', 'DELETE']);
});

test('what the service answers has the shape that is described, for every kind of answer', async (t) => {
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema({ $id: 'description', components: { schemas: SCHEMAS } });
  const s = await served(t);
  const strict = await served(t, { strictStatus: true });
  const { username, password } = s.account('none');
  /** @param {string} path @param {{ status: number, body: any }} answer @param {string} method */
  const fits = (path, { status, body }, method = 'POST') => {
    const route = ROUTES.find((each) => each.path === path && each.method === method);
    const described = route?.answers[status];
    assert.ok(described, `${path} answers ${status}, which is not described`);
    const validate = ajv.compile({ $ref: `description#/components/schemas/${described.schema}` });
    assert.ok(validate(body), `${path} ${status}: ${JSON.stringify(validate.errors)}`);
    return status;
  };
  const statuses = [];
  for (const { post, signIn, hostName } of [s, strict]) {
    const good = await signIn();
    const { tokens } = good.body;
    const asked = await signIn('sms');
    const where = { host: hostName, database: 'Contacts', idToken: tokens.idToken };
    statuses.push(
      fits('/users', good),
      fits('/users', asked),
      fits('/users', await signIn('new-password')),
      fits('/users', await signIn('disabled')),
      fits('/users', await post('/users', { username, password: 'wrong' })),
      fits('/users', await post('/users', {})),
      fits('/users/answer', await post('/users/answer', { id: asked.body.challenge.id, code: '000000' })),
      fits('/users/answer', await post('/users/answer', { id: 'none' })),
      fits('/users/answer', await post('/users/answer', {})),
      fits('/users/refresh', await post('/users/refresh', { username, refresh_token: tokens.refreshToken })),
      fits('/users/refresh', await post('/users/refresh', { username, refresh_token: 'x'.repeat(40) })),
      fits('/users/refresh', await post('/users/refresh', {})),
      fits('/sessions', await post('/sessions', where)),
      fits('/sessions', await post('/sessions', { ...where, host: 'evil.example' })),
      fits('/sessions', await post('/sessions', { ...where, database: 'Nowhere' })),
      fits('/sessions', await post('/sessions', { ...where, idToken: undefined })),
    );
  }
  assert.deepEqual([...new Set(statuses)].sort(), [200, 202, 401, 403, 404, 410, 422]);
});

test('the Postman collection runs from the top in Postman\'s own runner: sign in, answer, refresh, session, a relayed call', async (t) => {
  const s = await served(t, { apiKey: KEY });
  /** @param {Record<string, string>} given @param {string[]} [folder] */
  const run = (given, folder) => /** @type {Promise<import('newman').NewmanRunSummary>} */ (new Promise((resolve, reject) => {
    newman.run({
      collection: /** @type {any} */ (structuredClone(toPostman())),
      envVar: Object.entries({ baseUrl: s.url.replace(/\/$/, ''), host: s.hostName, database: 'Contacts', apiKey: KEY, ...given }).map(([key, value]) => ({ key, value })),
      folder,
    }, (error, summary) => (error ? reject(error) : resolve(summary)));
  }));
  const { username, password } = s.account('sms');
  // The host as it is in a browser's address, then by its name alone: one variable serves sessions and relay.
  for (const host of [`${s.host.url}/`, s.hostName]) goesThrough(await run({ username, password, code: '123456', host }));
});

/** @param {import('newman').NewmanRunSummary} summary */
function goesThrough({ run: { executions, failures } }) {
  assert.deepEqual(failures, []);
  const answers = executions.map(({ item, response }) => [item.name, response?.code]);
  assert.deepEqual(answers, [
    ['Sign in', 202], ['Answer what a sign-in asks for', 200], ['A new ID token', 200], ['A Data API token', 200],
    ['Relay a GET to a FileMaker host', 200],
    // The host has no other method for its layouts: that it says so shows that it was asked.
    ...['POST', 'PATCH', 'DELETE'].map((method) => [`Relay a ${method} to a FileMaker host`, answers.find(([name]) => name === `Relay a ${method} to a FileMaker host`)?.[1]]),
    ['Whether the service runs', 200], ['This description', 200],
  ]);
  for (const { item, response } of executions.slice(5, 8)) assert.ok(response && response.code >= 400 && response.code < 500 && !response.text().includes('"relay"'), item.name);
}

test('scripts/describe-service writes both', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fmid-description-'));
  t.after(() => rmSync(folder, { recursive: true }));
  execFileSync(process.execPath, [fileURLToPath(new URL('../../scripts/lib/describe-service.mjs', import.meta.url)), folder]);
  const read = (/** @type {string} */ name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  assert.equal(read('openapi.json').openapi, '3.1.0');
  assert.match(read('fmid.postman_collection.json').info.schema, /v2\.1\.0/);
});
