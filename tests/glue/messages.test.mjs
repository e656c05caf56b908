// @ts-check
// The page's words: every text that is used is there, every language has all of them, and none is left over.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { messages } from '../../js-glue/messages.js';

const web = new URL('../../web/', import.meta.url);
const read = (/** @type {string} */ name) => readFileSync(new URL(name, web), 'utf8');
const html = read('index.html');
const scripts = readdirSync(web).filter((name) => name.endsWith('.js')).map(read).join('\n');

const { errors: ownErrors, ...english } = JSON.parse(read('messages/en.json'));
const inPage = new Set([...html.matchAll(/data-t(?:-label)?="([^"]+)"/g)].map(([, key]) => key));
const others = readdirSync(new URL('messages/', web)).filter((name) => name !== 'en.json');
const variables = (/** @type {string} */ text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

test('a text stands in one place: in index.html, or in en.json', () => {
  assert.deepEqual(Object.keys(english).filter((key) => inPage.has(key)), []);
});

test('a key that is used is written somewhere', () => {
  const uses = [
    /\bt: '([^']+)'/g, /\btLabel: '([^']+)'/g, /\bt\('([^']+)'/g, /\b(?:say|progress|hiddenText|button|field|drop|forget|copyButton|passwordField|tokenCard|codeField)\('([^']+)'/g,
    /\b(?:write|label)\([\w.()' ,]+, '([^']+)'/g, /\btitle: '([^']+)'/g, /\bhint: '([^']+)'/g,
  ];
  const used = uses.flatMap((pattern) => [...scripts.matchAll(pattern)].map(([, key]) => key)).filter(Boolean);
  assert.ok(used.length > 100, String(used.length));
  assert.deepEqual(used.filter((key) => !(key in english) && !inPage.has(key)), []);
});

test('no text is left over', () => {
  const built = /^(claim|attribute|verdict)\.|For$|(Hint|Name)$/;
  const left = Object.keys(english).filter((key) => !built.test(key) && !new RegExp(`['\\s]${key.replaceAll('.', '\\.')}\\b`).test(scripts));
  assert.deepEqual(left, []);
});

for (const name of others) {
  test(`${name} has every text of the page, with the same variables, and both sentences of every error`, () => {
    const { errors, ...texts } = JSON.parse(read(`messages/${name}`));
    assert.deepEqual(Object.keys(texts).sort(), [...Object.keys(english), ...inPage].sort());
    for (const [key, text] of Object.entries(english)) assert.deepEqual(variables(texts[key]), variables(text), key);
    assert.deepEqual(Object.keys(errors).sort(), [...Object.keys(messages), ...Object.keys(ownErrors)].sort());
    for (const [code, sentences] of Object.entries(errors)) {
      assert.equal(sentences.length, 2, code);
      for (const sentence of sentences) assert.ok(sentence.length > 1, code);
    }
  });
}
