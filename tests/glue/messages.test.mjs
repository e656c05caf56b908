// @ts-check
// The words of the page and of the element: every text that is used is there, every language has all of them, and none is left over.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import shared from '../../js-glue/element/messages/en.js'; // what the element says as well
import { loadTexts } from '../../js-glue/element/texts.js';
import { messages } from '../../js-glue/messages.js';
import { demoAccounts } from '../../scripts/sandbox/demo-accounts.mjs';

const web = new URL('../../web/', import.meta.url);
const read = (/** @type {string} */ name) => readFileSync(new URL(name, web), 'utf8');
const html = read('index.html');
const scripts = readdirSync(web).filter((name) => name.endsWith('.js')).map(read).join('\n');

const english = JSON.parse(read('messages/en.json'));
const inPage = new Set([...html.matchAll(/data-t(?:-label)?="([^"]+)"/g)].map(([, key]) => key));
const others = readdirSync(new URL('messages/', web)).filter((name) => name !== 'en.json').map((name) => name.replace('.json', ''));
const variables = (/** @type {string} */ text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

test('a text stands in one place: in index.html, in en.json, or in the element\'s', () => {
  assert.deepEqual(Object.keys(english).filter((key) => inPage.has(key) || key in shared), []);
});

test('a key that is used is written somewhere', () => {
  const uses = [
    /\bt: '([^']+)'/g, /\btLabel: '([^']+)'/g, /\bt\('([^']+)'/g, /\b(?:say|progress|hiddenText|button|field|drop|forget|copyButton|passwordField|tokenCard|codeField)\('([^']+)'/g,
    /\b(?:write|label)\([\w.()' ,]+, '([^']+)'/g, /\btitle: '([^']+)'/g, /\bhint: '([^']+)'/g,
  ];
  const used = uses.flatMap((pattern) => [...scripts.matchAll(pattern)].map(([, key]) => key)).filter(Boolean);
  assert.ok(used.length > 100, String(used.length));
  assert.deepEqual(used.filter((key) => !(key in english) && !(key in shared) && !inPage.has(key)), []);
});

test('no text is left over', () => {
  const built = /^(claim|verdict|error|pool)\.|For$|(Hint|Name)$/;
  const left = Object.keys(english).filter((key) => !built.test(key) && !new RegExp(`['\\s]${key.replaceAll('.', '\\.')}\\b`).test(scripts));
  assert.deepEqual(left, []);
});

test('the element says every text that it has, and has every one that it says', () => {
  const folder = new URL('../../js-glue/element/', import.meta.url);
  const element = readdirSync(folder).filter((file) => file.endsWith('.js')).map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n');
  const said = new Set([...element.matchAll(/'((?:\w+\.)?[a-z]\w*(?:\.\w+)*)'/g)].map(([, key]) => key));
  const built = /^(attribute|choice)\.[\w]+$|^error\.|^code\.\w+\.title$/;
  assert.deepEqual(Object.keys(shared).filter((key) => !said.has(key) && !built.test(key)), []);
  const uses = [...element.matchAll(/\b(?:say|texts|passwordField|busy|button\(texts)\('([\w.]+)'/g), ...element.matchAll(/\b(?:title|submit): '([\w.]+)'/g)].map(([, key]) => key);
  assert.ok(uses.length > 30, String(uses.length));
  assert.deepEqual(uses.filter((key) => !(key in shared)), []);
});

test('what is filled into a text of the element turns the direction of writing for itself only', async () => {
  const texts = await loadTexts(['en']);
  assert.equal(texts('signedIn.as', { name: '\u202eada' }), 'As \u2068\u202eada\u2069.');
});

for (const name of others) {
  test(`${name} has every text of the page, with the same variables`, () => {
    const texts = JSON.parse(read(`messages/${name}.json`));
    // The sandbox says these in English.
    const ofTheSandbox = ['pool.sandbox', ...demoAccounts.flatMap(({ kind }) => [`demo.${kind}.title`, `demo.${kind}.how`])];
    assert.deepEqual(Object.keys(texts).sort(), [...Object.keys(english), ...inPage, ...ofTheSandbox].sort());
    for (const [key, text] of Object.entries(english)) assert.deepEqual(variables(texts[key]), variables(text), key);
    for (const [key, text] of Object.entries(texts)) assert.ok(text.length > 0, key);
  });

  test(`the element's ${name} has every text, with the same variables, and both sentences of every error`, async () => {
    /** @type {import('../../js-glue/element/texts.js').Catalogue} */
    const texts = (await import(`../../js-glue/element/messages/${name}.js`)).default;
    const sentences = Object.keys(messages).flatMap((code) => [`error.${code}.title`, `error.${code}.hint`]);
    assert.deepEqual(Object.keys(texts).sort(), [...Object.keys(shared), ...sentences].sort());
    for (const [key, text] of Object.entries(shared)) assert.deepEqual(variables(texts[key]), variables(text), key);
    for (const [key, text] of Object.entries(texts)) assert.ok(text.length > 0, key);
  });
}
