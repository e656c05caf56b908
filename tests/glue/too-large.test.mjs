// @ts-check
// Answers that would fill the memory: a server, or whoever is in between, sends half a megabyte that unpacks to hundreds.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createClient, fetchTransport } from '../../dist/fmid/index.js';
import { MAX_ANSWER_SIZE } from '../../dist/fmid/transport.js';
import { fails } from './signed-in.mjs';

const MEGABYTE = 1024 * 1024;
const zeros = gzipSync(Buffer.alloc(MEGABYTE)); // members of one stream may follow one another (RFC 1952)

/** @param {import('node:test').TestContext} t @param {number} megabytes @returns {Promise<string>} its address */
async function serving(t, megabytes) {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(Buffer.concat(Array.from({ length: megabytes }, () => zeros)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  t.after(() => server.close());
  return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
}

test('an answer is read up to 64 MB, whatever it was packed into, and refused while it is read', async (t) => {
  const url = await serving(t, 1024);
  const fmid = await createClient();
  const before = process.memoryUsage().arrayBuffers;
  await assert.rejects(fmid.productInfo({ host: url }), fails('response_too_large'));
  assert.ok(process.memoryUsage().arrayBuffers - before < 4 * MAX_ANSWER_SIZE, 'what was read is not kept, and the rest is not read');
});

test('an answer as large as that is read whole', async (t) => {
  const url = await serving(t, MAX_ANSWER_SIZE / MEGABYTE);
  const { signal } = new AbortController();
  const { status, body } = await fetchTransport({ method: 'GET', url, headers: {}, signal, keepalive: false });
  assert.deepEqual([status, /** @type {Uint8Array} */ (body).length], [200, MAX_ANSWER_SIZE]);
});
