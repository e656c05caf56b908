// @ts-check
// scripts/test itself: what it runs and when, that nothing fails unseen, and that nothing goes on after it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { countsOf, failures } from '../../scripts/lib/test/counts.mjs';
import { JOBS, LEVELS, chosen } from '../../scripts/lib/test/parts.mjs';
import { endAll, schedule, shell } from '../../scripts/lib/test/schedule.mjs';

/**
 * Runs jobs that are over when told to.
 * @param {import('../../scripts/lib/test/schedule.mjs').Job[]} jobs
 */
function scheduled(jobs, atOnce = 2) {
  /** @type {Map<string, (status: number) => void>} */
  const running = new Map();
  /** @type {[string, number | undefined][]} */
  const ended = [];
  const over = schedule(jobs, {
    atOnce,
    start: ({ name }) => new Promise((resolve) => running.set(name, resolve)),
    onEnd: ({ job, status }) => void ended.push([job.name, status]),
  });
  const settled = async () => {
    for (let turns = 0; turns < 10; turns += 1) await setImmediate();
  };
  return {
    over, ended,
    async names() {
      await settled();
      return [...running.keys()];
    },
    async end(/** @type {string} */ name, status = 0) {
      await settled();
      running.get(name)?.(status);
      running.delete(name);
    },
  };
}

const job = (/** @type {string} */ name, /** @type {string[]} */ ...after) => ({ name, run: '', after });

test('a job starts when those before it have succeeded and there is a core for it, the first of the table first', async () => {
  const s = scheduled([job('install'), job('build', 'install'), job('slow'), job('short'), job('tests', 'build')]);
  assert.deepEqual(await s.names(), ['install', 'slow']);
  await s.end('install');
  assert.deepEqual(await s.names(), ['slow', 'build']);
  await s.end('build');
  assert.deepEqual(await s.names(), ['slow', 'short']);
  await s.end('short');
  await s.end('slow');
  await s.end('tests');
  await s.over;
  assert.deepEqual(s.ended.map(([name]) => name), ['install', 'build', 'short', 'slow', 'tests']);
});

test('what comes after a job that failed does not run, and all else does', async () => {
  const s = scheduled([job('build'), job('tests', 'build'), job('report', 'tests'), job('other')], 1);
  await s.end('build', 2);
  await s.end('other');
  await s.over;
  assert.deepEqual(s.ended.sort(), [['build', 2], ['other', 0], ['report', undefined], ['tests', undefined]]);
});

test('each level has all of the one before it, and each part has a test in the level that everybody runs', () => {
  const [quick, usual, all] = LEVELS.map((level) => chosen([level]));
  for (const each of quick) assert.ok(usual.includes(each), each.name);
  for (const each of usual) assert.ok(all.includes(each), each.name);
  assert.deepEqual(all, JOBS);
  for (const { part } of JOBS) assert.ok(part === undefined || usual.some((each) => each.part === part), part);
});

test('jobs stand behind those that they come after, and these are among those chosen', () => {
  for (const words of [...LEVELS, ...JOBS.flatMap(({ part }) => part ?? [])].map((word) => [word])) {
    const names = chosen(words).map(({ name }) => name);
    assert.ok(names.length > 0);
    for (const { name, after = [] } of chosen(words)) for (const before of after) assert.ok(names.indexOf(before) >= 0 && names.indexOf(before) < names.indexOf(name), `${before}, ${name}`);
  }
  assert.equal(new Set(JOBS.map(({ name }) => name)).size, JOBS.length);
});

test('every test file is run by scripts/test', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const files = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.mjs')).map((file) => `tests/${file}`);
  const patterns = JOBS.flatMap(({ run }) => run.match(/tests\/\S+\.test\.mjs/g) ?? []).map((glob) => new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`));
  assert.ok(files.length > 60);
  for (const file of files) assert.ok(patterns.some((pattern) => pattern.test(file)), file);
});

test('the counts are those of the runners', () => {
  assert.deepEqual(countsOf('50% tests passed, 2 tests failed out of 4\n', false), { passed: 2, failed: 2 });
  assert.deepEqual(countsOf('# tests 9\n# pass 7\n# fail 1\n# cancelled 1\n', false), { passed: 7, failed: 2 });
  assert.deepEqual(countsOf('  1 failed\n    [Chromium] › a.spec.mjs\n  2 did not run\n  30 passed (1.2m)\n', false), { passed: 30, failed: 3 });
  assert.deepEqual(countsOf('  31 passed (1.2m)\n', true), { passed: 31, failed: 0 });
});

test('a runner that ends badly or runs nothing has failed', () => {
  assert.deepEqual(countsOf('# pass 7\n# fail 0\n# cancelled 0\n', false), { passed: 7, failed: 1 });
  assert.deepEqual(countsOf('# pass 0\n# fail 0\n# cancelled 0\n', true), { passed: 0, failed: 1 });
  assert.deepEqual(countsOf('', true), { passed: 0, failed: 1 });
});

test('what failed is found wherever it stands', () => {
  const lines = ['    not ok 3 - a name', '  ✘   2 [Chromium] › a.spec.mjs:3 › a name (2s)', '[  FAILED  ] Group.Doubles (1 ms)'];
  assert.deepEqual(failures(`ok 1 - fine\n${lines.join('\nelse\n')}\n`), lines);
});

/** @param {import('node:test').TestContext} t */
function logged(t) {
  const folder = mkdtempSync(join(tmpdir(), 'fmid-checks-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return { log: join(folder, 'log'), cwd: folder, env: process.env, limitMs: 60_000 };
}

test('a command leaves its output in its log, and its status', async (t) => {
  const options = logged(t);
  assert.equal(await shell('echo one; echo two >&2; exit 3', options), 3);
  assert.deepEqual(readFileSync(options.log, 'utf8').trim().split('\n').sort(), ['one', 'two']);
});

const isThere = (/** @type {number} */ pid) => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

/** @param {import('node:test').TestContext} t @param {string} log @returns {Promise<number>} */
async function pidIn(t, log) {
  for (;;) {
    const text = readFileSync(log, { encoding: 'utf8', flag: 'a+' });
    if (text.includes('\n')) return Number(text.split('\n')[0]);
    await setImmediate();
  }
}

test('who ends scripts/test ends all that it started, in whichever process group', { timeout: 60_000 }, async (t) => {
  const options = logged(t);
  const over = shell('setsid bash -c \'trap "" TERM; echo $$; sleep 600 & wait; sleep 600\' & wait', options);
  const pid = await pidIn(t, options.log);
  await endAll();
  assert.notEqual(await over, 0);
  while (isThere(pid)) await setImmediate(); // the kernel takes its time
});

test('a job that hangs is ended and has failed', { timeout: 60_000 }, async (t) => {
  const options = logged(t);
  assert.notEqual(await shell('sleep 600', { ...options, limitMs: 50 }), 0);
  assert.match(readFileSync(options.log, 'utf8'), /ended after/);
});
