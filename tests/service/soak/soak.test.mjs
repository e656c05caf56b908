// @ts-check
// A minute of what soak.mjs does for as long as is wanted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soak } from './soak.mjs';

test('a minute of mixed load with hostile hosts and slow callers leaves the service answering, its memory flat, its sessions closed', async () => {
  const figures = await soak(1);
  const all = JSON.stringify(figures, undefined, 2);
  assert.deepEqual({ ...figures.failed }, {}, all);
  assert.ok(Object.values(figures.again).reduce((sum, each) => sum + each, 0) <= 3, all);
  for (const kind of ['sign-in', 'refresh', 'session and call']) assert.ok(figures.answered[kind] >= 10, all);
  assert.ok(Object.keys(figures.hostile).length >= 30, all);
  assert.equal(figures.faults, 0, all);
  assert.ok(figures.healthMs.worst < 5000 + 2 * figures.healthMs.ownWorst, all);
  // In a minute caches still fill; a leak of what each stranger sends would be hundreds of megabytes.
  assert.ok(figures.memoryMB.late < figures.memoryMB.early * 1.5, all);
  assert.ok(figures.openFiles.late < figures.openFiles.early * 1.5 + 50, all);
  assert.deepEqual([figures.end.code, figures.end.signal, figures.sessionsLeft], [0, null, { data: 0, admin: 0 }], all);
  assert.ok(figures.end.ms < 20_000, all);
});
