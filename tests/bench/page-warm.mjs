// @ts-check
// In the page: every contender, ready to be called by warm.mjs. Bundled.
import { FMID, FMID_SCALAR, fmidContender } from './fmid.mjs';
import { entryOf, interleave, login } from './interleave.mjs';
import { peers } from './peers.mjs';
import { bigIntReference, mbedTlsReference, referenceEntry } from './references.mjs';

/** @param {{ userPoolId: string, hasMbedTls: boolean }} options */
export async function openBench({ userPoolId, hasMbedTls }) {
  const contenders = [...peers];
  for (const [name, library] of [[FMID_SCALAR, '/fmid-scalar/index.js'], [FMID, '/fmid/index.js']]) {
    const { createClient } = await import(library); // by a name that the bundler does not see: as it is delivered
    contenders.unshift(await fmidContender(name, createClient, userPoolId));
  }
  const references = [bigIntReference];
  if (hasMbedTls) references.push(await mbedTlsReference(await (await fetch('/mbedtls.wasm')).arrayBuffer()));
  /** @param {string} name */
  const contender = (name) => contenders.filter((each) => each.name === name)[0];
  /** @param {string} name */
  const reference = (name) => references.filter((each) => each.name === name)[0];

  return {
    contenders: contenders.map(({ name, bits }) => ({ name, bits })),
    references: references.map(({ name, exponent }) => ({ name, exponent })),
    /** @param {string} name @param {import('./users.mjs').PublicUser} user */
    login: (name, user) => login(contender(name), user),
    /** @param {string} name @param {import('./references.mjs').Exponents} exponents hexadecimal, because BigInts do not leave a page as such */
    powers: (name, exponents) => reference(name).powers(exponents).map((power) => power.toString(16)),
    /**
     * @param {readonly string[]} names
     * @param {readonly import('./users.mjs').PublicUser[]} users
     * @param {import('./references.mjs').Exponents} exponents
     * @param {number} rounds
     */
    measure: (names, users, exponents, rounds) =>
      interleave(names.map((name) => (contender(name) ? entryOf(contender(name), users) : referenceEntry(reference(name), exponents))), rounds),
  };
}
