// @ts-check
// The documentation says what is true.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

test('the diagrams of docs/flows.md are the tables', () => {
  execFileSync(process.execPath, [fileURLToPath(new URL('scripts/flow-diagrams', root)), '--check']);
});

test('no link of a page is broken', () => {
  const pages = [...readdirSync(root), ...readdirSync(new URL('docs/', root)).map((name) => `docs/${name}`)].filter((name) => name.endsWith('.md'));
  assert.ok(pages.length >= 6);
  for (const page of pages) {
    const text = readFileSync(new URL(page, root), 'utf8');
    for (const [, target] of text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)) {
      assert.ok(existsSync(new URL(target, new URL(page, root))), `${page} links to ${target}`);
    }
  }
});
