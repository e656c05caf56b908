// @ts-check
// What a page loads stays small: all of fmid's client, every flow, as two downloads.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientSize } from '../bench/size.mjs';

/** Bytes, brotli -11. aws-amplify needs 34.6 k to sign in and does less (scripts/bench size). */
const BUDGET = 67_000;

test(`the client is at most ${BUDGET} bytes, compressed`, async () => {
  const { js, wasm, total } = await clientSize();
  assert.ok(total.brotli <= BUDGET, `JavaScript ${js.brotli} + WebAssembly ${wasm.brotli} = ${total.brotli}`);
});
