// @ts-check
// The compiled module as js-glue/fmid-core.d.ts has it: its functions, what they take, and what comes out of real conversations.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import createModule from '../../dist/fmid/fmid-core.js';
import { CLARIS_ID } from '../../dist/fmid/index.js';
import { answering, sandboxed } from './sandboxed.mjs';

/** @typedef {import('../../js-glue/fmid-core.js').CoreStep} CoreStep */
/** @typedef {import('../../js-glue/fmid-core.js').Flow} Flow */

const DECLARED = fileURLToPath(new URL('../../js-glue/fmid-core.d.ts', import.meta.url));
const REGISTERED = new URL('../../wasm/bindings/bindings.cc', import.meta.url);
const compiled = new WebAssembly.Module(readFileSync(new URL('../../dist/fmid/fmid-core.wasm', import.meta.url)));
const core = await createModule({
  instantiateWasm(imports, done) {
    WebAssembly.instantiate(compiled, imports).then((instance) => done(instance, compiled));
    return {};
  },
  fillRandom(bytes) {
    crypto.getRandomValues(bytes);
    return true;
  },
});

/**
 * The members of an interface: how many arguments each takes.
 * @param {string} name
 * @returns {Map<string, number>}
 */
function declared(name) {
  const file = ts.createSourceFile(DECLARED, readFileSync(DECLARED, 'utf8'), ts.ScriptTarget.ES2022, true);
  const found = file.statements.find((each) => ts.isInterfaceDeclaration(each) && each.name.text === name);
  assert.ok(found && ts.isInterfaceDeclaration(found), name);
  return new Map(found.members.filter(ts.isMethodSignature).map((each) => [each.name.getText(), each.parameters.length]));
}

/** With arguments too many Embind says how many there are to be; later than 3.1.6 only in a build with assertions. @param {() => unknown} call */
function argumentsOf(call) {
  try {
    call();
  } catch (error) {
    const said = /** @type {Error} */ (error).message?.match(/expected (\d+) arg/);
    return said ? Number(said[1]) : undefined;
  }
  return undefined;
}

test('the module has the functions that are declared, with as many arguments, and no more', () => {
  const functions = declared('CoreModule');
  const taken = [...functions].map(([name, count]) => {
    const call = /** @type {any} */ (core)[name];
    return [name, typeof call === 'function' ? (argumentsOf(() => call(core.newFlow(), ...Array(8).fill(0))) ?? count) : 'absent'];
  });
  assert.deepEqual(taken, [...functions]);
  const registered = [...readFileSync(REGISTERED, 'utf8').matchAll(/^ *function\("(\w+)"/gm)].map(([, name]) => name);
  assert.deepEqual(registered, [...functions.keys()]);
});

test("Claris ID's pool is the core's, and any pool is given Amazon's address for its region", () => {
  assert.deepEqual(core.clarisId(), CLARIS_ID);
  const { userPoolId, clientId } = CLARIS_ID;
  assert.deepEqual(core.checkPool({ userPoolId, clientId }), CLARIS_ID);
});

/**
 * Everything that the module says in a conversation, to its end.
 * @param {Awaited<ReturnType<typeof sandboxed>>} sandbox
 * @param {(flow: Flow, now: number) => CoreStep} begin
 * @param {ReturnType<typeof answering>} [answer]
 */
async function conversation({ clock }, begin, answer) {
  const flow = core.newFlow();
  const steps = [];
  const requests = [];
  let step = begin(flow, clock.now());
  for (;;) {
    steps.push(step);
    if (step.error || step.type === 'done') break;
    if (step.type === 'ask') {
      const { attributes = {}, ...given } = /** @type {NonNullable<typeof answer>} */ (answer)(/** @type {any} */ (step.challenge));
      step = core.answer(flow, { ...given, attributes: Object.entries(attributes).map(([name, value]) => ({ name, value })) });
    } else if (step.type === 'wait') {
      step = core.waitOver(flow);
    } else {
      const { body, ...request } = core.request(flow);
      requests.push(request);
      const response = await fetch(request.url, { ...request, body: /** @type {BodyInit | undefined} */ (body) });
      const headers = [...response.headers].map(([name, value]) => ({ name, value }));
      step = core.resume(flow, { sentAt: clock.now(), status: response.status, headers, body: new Uint8Array(await response.arrayBuffer()) }, clock.now());
    }
  }
  core.deleteFlow(flow);
  return { steps, requests };
}

test('every step of real conversations has the declared shape, and no member more', async (t) => {
  const sandbox = await sandboxed(t);
  const { accounts, pool, host } = sandbox;
  const own = { userPoolId: pool.userPoolId, clientId: pool.clientId, endpoint: pool.url };
  const target = { api: /** @type {const} */ ('data'), address: host.url, database: 'Contacts', version: 'vLatest' };
  const all = [];
  for (const account of accounts) {
    const { username, password } = account;
    const answer = (/** @type {import('../../dist/fmid/index.js').Challenge} */ challenge) =>
      challenge.previousError ? { code: '1' } : answering(sandbox, account)(challenge);
    // A code of the wrong form is an error, and not the end.
    all.push(await conversation(sandbox, (flow, now) => core.signIn(flow, { pool: own, username, password }, now), answer));
  }
  const last = all.flatMap(({ steps }) => steps).findLast((step) => step.type === 'done');
  const tokens = /** @type {import('../../dist/fmid/index.js').Tokens} */ (/** @type {any} */ (last).tokens);
  pool.faults.add({ kind: 'throttle', times: 1 });
  all.push(await conversation(sandbox, (flow, now) => core.refresh(flow, { pool: own, refreshToken: tokens.refreshToken }, now)));
  all.push(await conversation(sandbox, (flow, now) => core.openSession(flow, { target, idToken: tokens.idToken, dataSources: [] }, now)));
  all.push(await conversation(sandbox, (flow, now) => core.call(flow, { target, token: 'x', method: 'GET', path: 'layouts', contentType: '', body: '' }, now)));
  all.push(await conversation(sandbox, (flow, now) => core.revoke(flow, { pool: own, refreshToken: tokens.refreshToken }, now)));
  const steps = all.flatMap(each => each.steps);
  for (const type of ['send', 'wait', 'ask', 'done', undefined]) assert.ok(steps.some((step) => step.type === type), `a step "${type}"`);
  for (const outcome of ['tokens', 'sessionToken']) assert.ok(steps.some((step) => outcome in step), outcome);

  const attempt = { sessionRenewed: false, idTokenDoubted: false, refreshed: false, refreshFailed: false };
  const holdings = { sessionUsedAt: 0, idTokenBeganAt: 1, idTokenExpiresAt: 2, hasRefreshToken: true };
  const folder = new URL('../../build/module-types/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('said.ts', folder), `
    import type { CoreFailure, CoreRequest, CoreStep, Need, Verdict } from '../../js-glue/fmid-core.js';
    import type { Pool } from '../../js-glue/index.js';
    export const steps: CoreStep[] = ${JSON.stringify(steps)};
    export const requests: CoreRequest[] = ${JSON.stringify(all.flatMap(({ requests }) => requests))};
    export const pool: Pool | CoreFailure = ${JSON.stringify(core.checkPool(own))};
    export const failure: Pool | CoreFailure = ${JSON.stringify(core.checkPool({ userPoolId: 'x', clientId: 'y' }))};
    export const claims: { header: string, payload: string, expiresAtSeconds: number } = ${JSON.stringify(core.decodeUnverified(tokens.idToken))};
    export const need: Need = ${JSON.stringify(core.nextNeed('session', holdings, attempt, 5))};
    export const verdict: Verdict = ${JSON.stringify(core.judge('session', 'call', 'fm_session_expired', 5, attempt))};
  `);
  const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'es2022', '--moduleResolution', 'bundler', '--lib', 'es2022,dom'];
  try {
    execFileSync(process.execPath, [tsc, ...options, fileURLToPath(new URL('said.ts', folder))], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    assert.fail(/** @type {any} */ (error).stdout.slice(0, 2000));
  }
});

test('a time that is no number of milliseconds is none', () => {
  for (const now of [NaN, Infinity, -1e300, /** @type {any} */ (undefined)]) {
    const flow = core.newFlow();
    assert.equal(core.signIn(flow, { pool: CLARIS_ID, username: 'a', password: 'b' }, now).type, 'send');
    core.deleteFlow(flow);
  }
});

test('what is called out of order is said', () => {
  const flow = core.newFlow();
  assert.equal(core.waitOver(flow).error?.code, 'call_out_of_order');
  assert.equal(core.resume(flow, { sentAt: 0, failure: 'offline' }, 0).error?.code, 'call_out_of_order');
  assert.equal(/** @type {any} */ (core.request(flow)).error.code, 'call_out_of_order');
  core.deleteFlow(flow);
});
