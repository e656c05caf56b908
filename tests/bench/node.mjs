// @ts-check
// The warm login in Node.
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { N, g, modPow } from '../../scripts/sandbox/srp-server.mjs';
import { DIST, OUT, importForNode, scalarCopy } from './bundle.mjs';
import { FMID, FMID_SCALAR, fmidContender } from './fmid.mjs';
import { entryOf, interleave, login } from './interleave.mjs';
import { openSslReference } from './openssl.mjs';
import { bigIntReference, int, mbedTlsReference, referenceEntry } from './references.mjs';
import { summarize } from './statistics.mjs';
import { makeUsers, whatIsWrong } from './users.mjs';

const USERS = 5;
export const MBEDTLS_WASM = `${OUT}wasm/tests/fmid_mbedtls_bench.wasm`;

/** @returns {import('./references.mjs').Exponents} */
export function makeExponents() {
  const random = (/** @type {number} */ bytes) => {
    const number = randomBytes(bytes);
    number[0] |= 0x80; // all of its bits
    return number.toString('hex');
  };
  return { base: (int(random(384)) % N).toString(16).padStart(768, '0'), a: random(36), a256: random(32), x: random(32), last: `01${random(64)}` };
}

/**
 * Compares with the sandbox's square-and-multiply.
 * @param {import('./references.mjs').Reference} reference
 * @param {import('./references.mjs').Exponents} exponents
 * @param {bigint[]} powers
 */
export function whatIsWrongWith({ exponent }, exponents, powers) {
  const { base, x, last } = exponents;
  const right = [modPow(g, int(exponents[exponent]), N), modPow(g, int(x), N), modPow(int(base), int(last), N)];
  return right.every((value, i) => value === powers[i]) ? undefined : 'its powers are wrong';
}

/** @param {{ rounds: number }} options */
export async function measureNode({ rounds }) {
  const users = makeUsers(USERS);
  const { peers } = await importForNode('peers.mjs', 'peers.node.mjs');
  /** @type {import('./interleave.mjs').Contender[]} */
  const contenders = [...peers];
  for (const [name, folder] of [[FMID_SCALAR, scalarCopy()], [FMID, DIST]]) {
    const { createClient } = await import(`${folder}index.js`);
    contenders.unshift(await fmidContender(name, createClient, users[0].known.userPoolId));
  }
  const references = [openSslReference(), bigIntReference];
  if (existsSync(MBEDTLS_WASM)) references.push(await mbedTlsReference(new Uint8Array(await readFile(MBEDTLS_WASM))));
  const exponents = makeExponents();

  /** @type {Record<string, string>} */
  const refused = {};
  /** @type {import('./interleave.mjs').Entry[]} */
  const entries = [];
  for (const contender of contenders) {
    const wrong = await whatIsWrong(users, (user) => login(contender, user));
    if (wrong) refused[contender.name] = wrong;
    else entries.push(entryOf(contender, users.map(({ known }) => known)));
  }
  for (const reference of references) {
    const wrong = whatIsWrongWith(reference, exponents, reference.powers(exponents));
    if (wrong) refused[reference.name] = wrong;
    else entries.push(referenceEntry(reference, exponents));
  }
  const rows = summarize(await interleave(entries, rounds), contenders, references);
  return { rounds, users: USERS, refused, rows };
}
