// @ts-check
// One page load of page-loads.mjs: two sign-ins with the right password, one with another, at once and on the code that nothing has run yet.
import { createClient } from '../fmid/index.js';
import { report, settings } from './probe.js';

const { pool, username, password } = await settings();
const wasm = new URLSearchParams(location.search).get('wasm');

/** Proofs that were sent: one more than sign-ins where the core found that its machine had computed wrongly. */
let proofs = 0;
const fmid = await createClient({
  pool,
  wasm: wasm ? new URL(`../fmid/${wasm}`, location.href) : undefined,
  observe: ({ operation }) => {
    if (operation === 'RespondToAuthChallenge') proofs += 1;
  },
});

/** @param {string} attempted */
async function attempt(attempted) {
  try {
    await fmid.signIn({ username, password: attempted });
    return 'signed in';
  } catch (error) {
    return String(/** @type {any} */ (error).code ?? error);
  }
}

const right = [await attempt(password), await attempt(password)];
const wrong = await attempt(`${password}?`);
report({ right, wrong, proofs });
