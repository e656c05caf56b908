// @ts-check
// What scripts/behaviour shows of fmid stays so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cases } from '../behaviour/cases.mjs';
import { fmid } from '../behaviour/fmid.mjs';
import { run } from '../behaviour/run.mjs';

for (const each of cases) {
  test(`${each.what}: as a person may expect`, async () => {
    const outcome = await run(fmid, each);
    assert.ok(outcome?.met, `${JSON.stringify(outcome)} instead of ${JSON.stringify(each.wants)}`);
  });
}

test('a case that wants what does not come is not met', async () => {
  const { met } = (await run(fmid, { ...cases[0], wants: { ok: true, requests: 1 } })) ?? {};
  assert.equal(met, false);
});
