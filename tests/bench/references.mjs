// @ts-check
// What the three powers of a login cost elsewhere: no client, only the arithmetic, so less than a login. In Node and in pages.
//
//   g^a and g^x, and (B − k·g^x)^(a + u·x), whose exponent has a bit more than x and u together

/**
 * @typedef {object} Exponents hexadecimal
 * @property {string} base what the last power is of, 3072 bits
 * @property {string} a 288 bits, as fmid draws it
 * @property {string} a256 256 bits, as the fastest peers draw it
 * @property {string} x 256 bits
 * @property {string} last 513 bits
 *
 * @typedef {object} Reference
 * @property {string} name
 * @property {(exponents: Exponents) => bigint[]} powers all three
 * @property {'a' | 'a256'} exponent which a it takes
 */

const N = BigInt(
  '0xffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd' +
    'ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed' +
    'ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f' +
    '83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b' +
    'e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510' +
    '15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7' +
    'abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200c' +
    'bbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff',
);
const BITS = 3072n;
const MASK = (1n << BITS) - 1n;
const R = (1n << BITS) % N;

// −1/N modulo 2^3072, by Newton's iteration: every step doubles the bits that are right.
const N_INVERSE = (() => {
  let inverse = 1n;
  for (let bits = 1n; bits < BITS; bits *= 2n) inverse = (inverse * (2n - N * inverse)) & MASK;
  return MASK + 1n - inverse;
})();

/** t/2^3072 modulo N. @param {bigint} t */
function reduce(t) {
  const r = (t + (((t & MASK) * N_INVERSE) & MASK) * N) >> BITS;
  return r >= N ? r - N : r;
}

/** Plain BigInt at its best: Montgomery's reduction and windows of five bits. Not in constant time. @param {bigint} base @param {bigint} exponent */
export function powBigInt(base, exponent) {
  const b = (base * R) % N;
  const table = [R];
  for (let i = 1; i < 32; i++) table.push(reduce(table[i - 1] * b));
  const digits = exponent.toString(32);
  let result = table[parseInt(digits[0], 32)];
  for (let i = 1; i < digits.length; i++) {
    for (let j = 0; j < 5; j++) result = reduce(result * result);
    result = reduce(result * table[parseInt(digits[i], 32)]);
  }
  return reduce(result);
}

/** @type {Reference} */
export const bigIntReference = {
  name: 'BigInt, Montgomery, window 5',
  exponent: 'a256',
  powers: ({ base, a256, x, last }) => [powBigInt(2n, int(a256)), powBigInt(2n, int(x)), powBigInt(int(base), int(last))],
};

/**
 * mbedTLS's exponentiation as WebAssembly: mbedtls_in_wasm.cc.
 * @param {BufferSource} wasm
 * @returns {Promise<Reference>}
 */
export async function mbedTlsReference(wasm) {
  const module = await WebAssembly.compile(wasm);
  /** @type {Record<string, Record<string, () => number>>} it asks for little or nothing, and calls none of it */
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => 0;
  const { exports } = /** @type {any} */ (await WebAssembly.instantiate(module, imports));
  exports._initialize?.();
  const memory = (/** @type {number} */ address, /** @type {number} */ size) => new Uint8Array(exports.memory.buffer, address, size);
  const power = (/** @type {string} */ base, /** @type {string} */ exponent) => {
    const baseBytes = bytesOf(base);
    const exponentBytes = bytesOf(exponent);
    memory(exports.Base(), baseBytes.length).set(baseBytes);
    memory(exports.Exponent(), exponentBytes.length).set(exponentBytes);
    if (exports.Power(baseBytes.length, exponentBytes.length) !== 0) throw new Error('mbedtls_mpi_exp_mod failed');
    return memory(exports.Result(), 384).slice();
  };
  return {
    name: 'mbedTLS in WebAssembly',
    exponent: 'a',
    powers: ({ base, a, x, last }) => [power('02', a), power('02', x), power(base, last)].map((bytes) => int(hexOf(bytes))),
  };
}

/** @param {Reference} reference @param {Exponents} exponents @returns {import('./interleave.mjs').Entry} */
export function referenceEntry(reference, exponents) {
  return {
    name: reference.name,
    run: async () => {
      const start = performance.now();
      reference.powers(exponents);
      return { whole: performance.now() - start };
    },
  };
}

/** @param {string} hex */
export const int = (hex) => BigInt(`0x${hex}`);
/** @param {string} hex of whole bytes */
export const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
/** @param {Uint8Array} bytes */
export const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
