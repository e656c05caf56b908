// @ts-check
// fmid's column of docs/behaviour.md, to the request: so that what the table promises stays true.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { groups } from '../behaviour/cases.mjs';
import { fmid } from '../behaviour/clients/fmid.mjs';
import { play } from '../behaviour/run.mjs';

for (const { title: group, cases } of groups) {
  for (const scene of cases) {
    test(`${group}: ${scene.title}`, async () => {
      let result = await play(scene, fmid);
      // A machine that is busy with something else may be slow, not three times in a row.
      for (let i = 0; i < 2 && result && scene.underMs && result.ms >= scene.underMs; i++) result = await play(scene, fmid);
      assert.ok(result);
      const { ends, requests, next, met } = result;
      assert.deepEqual({ ends, requests, next, met }, { ...scene.fmid, next: scene.next, met: true });
    });
  }
}

test('docs/behaviour.md has every case, and no other', () => {
  const table = readFileSync(new URL('../../docs/behaviour.md', import.meta.url), 'utf8').split('## Results')[1];
  const rows = [...table.matchAll(/^\| (?!---|\*\*)(.+?) \|/gm)].map(([, title]) => title);
  assert.deepEqual(rows, groups.flatMap(({ cases }) => cases.map(({ title }) => title)));
});
