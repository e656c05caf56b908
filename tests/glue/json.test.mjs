// @ts-check
// JSON in the delivered module: large answers, and the judgement that the native tests have (tests/vectors/json.json).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CLARIS_ID, createClient } from '../../dist/fmid/index.js';

test('an answer of 900 kB is read in a module whose memory has yet to grow', async () => {
  const answer = { AuthenticationResult: { AccessToken: 'a', IdToken: 'b'.repeat(900_000), RefreshToken: 'c', ExpiresIn: 3600 } };
  const wasm = readFileSync(new URL('../../dist/fmid/fmid-core.wasm', import.meta.url));
  const fmid = await createClient({ pool: CLARIS_ID, wasm, transport: async () => ({ status: 200, headers: {}, body: JSON.stringify(answer) }) });
  const tokens = await fmid.refresh({ refreshToken: 'refresh' });
  assert.deepEqual([tokens.accessToken, tokens.idToken, tokens.refreshToken], Object.values(answer.AuthenticationResult).slice(0, 3));
});

test('what is JSON, and which numbers are whole, is judged as by JSON.parse, but for what is refused on purpose', async () => {
  const fmid = await createClient();
  const { json, refused } = JSON.parse(readFileSync(new URL('../vectors/json.json', import.meta.url), 'utf8'));
  const base64url = (/** @type {Buffer} */ bytes) => bytes.toString('base64url');
  /** A token whose claim `exp` is the text. */
  const tokenOf = (/** @type {string} */ hex) => {
    const payload = Buffer.concat([Buffer.from('{"exp":'), Buffer.from(hex, 'hex'), Buffer.from('}')]);
    return `${base64url(Buffer.from('{}'))}.${base64url(payload)}.`;
  };
  for (const { text, outline } of [...json, ...refused]) {
    if (text.startsWith('efbbbf')) continue; // a byte order mark is one at the beginning only
    const shown = Buffer.from(text, 'hex').toString();
    if (outline) {
      const whole = /^-?\d+$/.test(outline) ? Number(outline) : 0;
      assert.equal(fmid.decodeUnverified(tokenOf(text)).expiresAt, whole === 0 ? undefined : whole * 1000, shown);
    } else {
      assert.throws(() => fmid.decodeUnverified(tokenOf(text)), { code: 'token_malformed' }, shown);
    }
  }
});
