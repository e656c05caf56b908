// @ts-check
// The package in Node: from plain JavaScript, from strict TypeScript, in a worker, and as a command.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SIGN_IN, project, sandboxed, shell, write } from './installed.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const tsc = join(repository, 'node_modules/typescript/bin/tsc');
const program = (/** @type {object} */ settings) => `
import { createClient } from 'fmid';
import { whoSignsIn } from './sign-in.mjs';
console.log(await whoSignsIn(createClient, ${JSON.stringify(settings)}));
`;

test('a plain module signs in', async (t) => {
  const { settings } = await sandboxed(t);
  const folder = await project();
  write({ 'sign-in.mjs': SIGN_IN, 'plain.mjs': program(settings) });
  assert.equal(await shell(process.execPath, ['plain.mjs'], folder), 'sms@example.com\n');
});

test('a worker signs in', async (t) => {
  const { settings } = await sandboxed(t);
  const folder = await project();
  write({ 'sign-in.mjs': SIGN_IN, 'work.mjs': program(settings), 'boss.mjs': "import { Worker } from 'node:worker_threads';\nnew Worker(new URL('./work.mjs', import.meta.url));\n" });
  assert.equal(await shell(process.execPath, ['boss.mjs'], folder), 'sms@example.com\n');
});

test('CommonJS gets it by import()', async (t) => {
  const { settings } = await sandboxed(t);
  const folder = await project();
  write({ 'sign-in.mjs': SIGN_IN, 'old.cjs': `
const settings = ${JSON.stringify(settings)};
Promise.all([import('fmid'), import('./sign-in.mjs')]).then(([{ createClient }, { whoSignsIn }]) => whoSignsIn(createClient, settings)).then(console.log);
` });
  assert.equal(await shell(process.execPath, ['old.cjs'], folder), 'sms@example.com\n');
});

for (const [module, moduleResolution] of [['NodeNext', 'NodeNext'], ['ES2022', 'Bundler']]) {
  test(`TypeScript at its strictest compiles what callers write, and finds their mistakes (${moduleResolution})`, async () => {
    const folder = await project();
    const read = (/** @type {string} */ name) => readFileSync(join(repository, 'tests/types', name), 'utf8');
    write({
      'strict/use.ts': read('must-compile.ts'),
      'strict/misuse.ts': read('must-not-compile.ts'),
      'strict/tsconfig.json': JSON.stringify({
        compilerOptions: { target: 'ES2022', module, moduleResolution, lib: ['ES2022', 'DOM', 'DOM.Iterable'], types: [], strict: true,
          noUncheckedIndexedAccess: true, noImplicitReturns: true, verbatimModuleSyntax: true, skipLibCheck: false, noEmit: true },
        include: ['*.ts'],
      }),
    });
    assert.equal(await shell(process.execPath, [tsc, '-p', 'strict'], folder), '');
  });
}

test('a TypeScript program is compiled and signs in, opens a database and runs a relay', async (t) => {
  const { settings } = await sandboxed(t);
  const folder = await project();
  write({
    'typed/main.ts': `
import { createServer } from 'node:http';
import { createClient, FileMakerError, type Client, type Tokens } from 'fmid';
import { createRelay } from 'fmid/node';

const settings = ${JSON.stringify(settings)};
const fmid: Client = await createClient({ pool: settings.pool });
const tokens: Tokens = await fmid.signIn({ ...settings, answer: ({ name }) => (name === 'SMS_MFA' ? { code: '123456' } : {}) });
const contacts = fmid.database({ host: settings.host, database: 'Contacts' });
const layouts: string[] = (await contacts.layouts()).map(({ name }) => name);
const missing = await contacts.list('Nowhere').catch((error: unknown) => (error instanceof FileMakerError ? error.fileMakerCode : undefined));
await contacts.close();
const relay = createRelay({ allow: [settings.host] });
const server = createServer((request, response) => {
  if (!relay(request, response)) response.writeHead(404).end();
}).listen(0, '127.0.0.1', async () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { status } = await fetch(\`http://127.0.0.1:\${address.port}/relay/\${new URL(settings.host).host}/fmi/data/vLatest/productInfo\`);
  console.log(typeof tokens.idToken, layouts[0], missing, status);
  server.close();
});
`,
    'typed/tsconfig.json': JSON.stringify({
      compilerOptions: { target: 'ES2022', module: 'NodeNext', lib: ['ES2022'], types: ['node'], typeRoots: [join(repository, 'node_modules/@types')], strict: true,
        skipLibCheck: true, // @types/node is the repository's, and wants more than lib ES2022
        outDir: 'out' },
      include: ['*.ts'],
    }),
  });
  assert.equal(await shell(process.execPath, [tsc, '-p', 'typed'], folder), '');
  assert.equal(await shell(process.execPath, ['typed/out/main.js'], folder), 'string Contacts 105 200\n');
});

test('the command signs in and calls', async (t) => {
  const { settings, pool, host } = await sandboxed(t);
  const folder = await project();
  const env = {
    FMID_USER_POOL_ID: pool.userPoolId, FMID_CLIENT_ID: pool.clientId, FMID_ENDPOINT: pool.url, FMID_HOST: host.url, FMID_DATABASE: 'Contacts',
    FMID_USERNAME: 'ada@example.com', FMID_PASSWORD: settings.password,
  };
  const answer = await shell('npm', ['exec', '--offline', '--', 'fmid', 'call', 'GET', 'layouts'], folder, env);
  assert.equal(JSON.parse(answer).response.layouts[0].name, 'Contacts');
});
