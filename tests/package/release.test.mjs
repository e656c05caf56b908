// @ts-check
// What scripts/release lays out, from what is in dist/.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fmid-release-'));
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const run = (/** @type {string} */ command, /** @type {string[]} */ ...args) => execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const layOut = (/** @type {string} */ name) => run('bash', join(ROOT, 'scripts/lib/release.sh'), join(folder, name));

before(() => {
  execFileSync(join(ROOT, 'scripts/describe-service'), { stdio: 'ignore' });
  layOut('first');
});
after(() => rmSync(folder, { recursive: true }));

test('a release has everything, and checksums of all of it', () => {
  const files = readdirSync(join(folder, 'first'));
  const webViewer = existsSync(join(ROOT, 'dist/fmid-webviewer.html')) ? ['fmid-webviewer.html'] : [];
  const expected = [`fmid-${version}.tgz`, `fmid-site-${version}.zip`, 'openapi.json', 'fmid.postman_collection.json', 'nginx.conf', 'Dockerfile', 'NOTES.md', ...webViewer];
  assert.deepEqual(files.sort(), [...expected, 'SHA256SUMS'].sort());
  const checked = execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: join(folder, 'first'), encoding: 'utf8' });
  assert.equal(checked.trim().split('\n').length, expected.length);
  assert.match(readFileSync(join(folder, 'first/NOTES.md'), 'utf8'), new RegExp(`^# fmid ${version.replaceAll('.', '\\.')}\n\nFrom commit [0-9a-f]{7}.*\n\n## .*\n\n- `));
});

test('the page of a release is the one that was built, with precompressed files', () => {
  run('unzip', '-q', join(folder, 'first', `fmid-site-${version}.zip`));
  const site = join(folder, 'fmid-site');
  for (const name of ['index.html', 'app.js', 'fmid/index.js', 'fmid/fmid-core.wasm']) assert.deepEqual(readFileSync(join(site, name)), readFileSync(join(ROOT, 'dist/site', name)), name);
  assert.deepEqual(brotliDecompressSync(readFileSync(join(site, 'fmid/fmid-core.wasm.br'))), readFileSync(join(site, 'fmid/fmid-core.wasm')));
  assert.ok(!existsSync(join(site, 'fmid/node')), 'what is for Node is not on a web server');
});

test('the same files give the same bytes', () => {
  layOut('second');
  assert.equal(readFileSync(join(folder, 'second/SHA256SUMS'), 'utf8'), readFileSync(join(folder, 'first/SHA256SUMS'), 'utf8'));
});
