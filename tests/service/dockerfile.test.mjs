// @ts-check
// deploy/Dockerfile cannot be built here. What it runs can: its command and its health check, as they stand there.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { commanding } from '../command/running.mjs';

const lines = readFileSync(new URL('../../deploy/Dockerfile', import.meta.url), 'utf8').split('\n');
/** @param {RegExp} pattern @returns {string[]} */
const words = (pattern) => JSON.parse(lines.map((line) => line.match(pattern)?.[1]).find(Boolean) ?? '[]');

test('the command of the Dockerfile serves, its health check sees it, and it ends by the stop signal', async (t) => {
  const [program, ...args] = words(/^ENTRYPOINT (\[.*\])$/);
  assert.equal(program, 'node_modules/.bin/fmid');
  const s = await commanding(t);
  const keyless = await s.run(args, { env: { PORT: '0' } });
  assert.equal(keyless.code, 2, 'it does not start as an open password oracle');
  assert.match(keyless.stderr, /API key/);
  const { child, ended } = s.start(args, { env: { PORT: '0', FMID_API_KEY: 'a key of sixteen characters', FMID_ALLOW: s.host.url } });
  t.after(() => child.kill('SIGKILL'));
  const url = await new Promise((resolve) => {
    child.stdout.once('data', (text) => resolve(text.trim().split(' ').at(-1)));
    child.once('close', () => resolve(undefined));
  });
  assert.match(url, /^http:\/\/0\.0\.0\.0:\d+\/$/);
  const [, ...check] = words(/^HEALTHCHECK .* CMD (\[.*\])$/);
  const checked = (/** @type {string} */ port) => spawnSync(process.execPath, check.map((word) => word.replace(':3000', `:${port}`))).status;
  assert.equal(checked(new URL(url).port), 0);
  child.kill(/** @type {NodeJS.Signals} */ (lines.find((line) => line.startsWith('STOPSIGNAL'))?.split(' ')[1]));
  assert.equal((await ended).code, 0);
  assert.equal(checked(new URL(url).port), 1);
});
