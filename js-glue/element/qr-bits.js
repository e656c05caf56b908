// @ts-check
// The arithmetic of a QR code (ISO/IEC 18004): data codewords, Reed-Solomon over GF(256), and the two BCH codes.

// §7.5.1, table 9, level M, by version: error correction codewords a block, and blocks.
const CORRECTION = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10];

/**
 * In the smallest version that holds them; undefined where none does.
 *
 * @param {Uint8Array} bytes
 */
export function codewordsFor(bytes) {
  for (let version = 1; version <= BLOCKS.length; version += 1) {
    const capacity = totalCodewords(version) - CORRECTION[version - 1] * BLOCKS[version - 1];
    const countBits = version < 10 ? 8 : 16;
    if (4 + countBits + 8 * bytes.length > 8 * capacity) continue;
    return { version, codewords: interleave(dataCodewords(bytes, countBits, capacity), CORRECTION[version - 1], BLOCKS[version - 1]) };
  }
  return undefined;
}

/** What the patterns leave free, in bytes. @param {number} version */
function totalCodewords(version) {
  const size = 17 + 4 * version;
  let modules = size * size - 3 * 64 - 2 * 15 - 1 - 2 * (size - 16);
  if (version >= 2) {
    const count = Math.floor(version / 7) + 2;
    // Those on a timing pattern share five modules with it.
    modules -= 25 * (count * count - 3) - 2 * 5 * (count - 2);
  }
  if (version >= 7) modules -= 2 * 18;
  return modules >> 3;
}

/** §7.4: mode, count, bytes, terminator, padding. @param {Uint8Array} bytes @param {number} countBits @param {number} capacity */
function dataCodewords(bytes, countBits, capacity) {
  const binary = (/** @type {number} */ value, /** @type {number} */ width) => value.toString(2).padStart(width, '0');
  let bits = `0100${binary(bytes.length, countBits)}`;
  for (const byte of bytes) bits += binary(byte, 8);
  bits = (bits + '0000').slice(0, 8 * capacity);
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0');
  const data = (bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2));
  for (let pad = 0xec; data.length < capacity; pad ^= 0xec ^ 0x11) data.push(pad);
  return data;
}

/** §7.6: a byte of each block in turn; the first blocks may be one byte shorter. @param {number[]} data @param {number} correction @param {number} count */
function interleave(data, correction, count) {
  const short = Math.floor(data.length / count);
  const firstLong = count - (data.length % count);
  /** @type {number[][]} */
  const blocks = [];
  for (let at = 0, from = 0; at < count; at += 1) {
    const length = short + (at >= firstLong ? 1 : 0);
    blocks.push(data.slice(from, from + length));
    from += length;
  }
  const divisor = generator(correction);
  const checks = blocks.map((block) => remainder(block, divisor));
  const inTurn = (/** @type {number[][]} */ lists, /** @type {number} */ longest) =>
    Array.from({ length: longest }, (_, at) => lists.map((list) => list[at])).flat().filter((byte) => byte !== undefined);
  return Uint8Array.from([...inTurn(blocks, short + 1), ...inTurn(checks, correction)]);
}

/** In GF(256) with x⁸ + x⁴ + x³ + x² + 1. @param {number} a @param {number} b */
function multiply(a, b) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) product = (product << 1) ^ (product >> 7 ? 0x11d : 0) ^ ((b >> bit) & 1 ? a : 0);
  return product;
}

/** (x − 1)(x − 2)(x − 4) …, without its leading 1. @param {number} degree */
function generator(degree) {
  const polynomial = [...Array(degree - 1).fill(0), 1];
  let root = 1;
  for (let factor = 0; factor < degree; factor += 1) {
    for (let at = 0; at < degree; at += 1) polynomial[at] = multiply(polynomial[at], root) ^ (polynomial[at + 1] ?? 0);
    root = multiply(root, 2);
  }
  return polynomial;
}

/** @param {number[]} data @param {number[]} divisor */
function remainder(data, divisor) {
  const rest = Array(divisor.length).fill(0);
  for (const byte of data) {
    const factor = byte ^ rest[0];
    rest.shift();
    rest.push(0);
    divisor.forEach((coefficient, at) => (rest[at] ^= multiply(coefficient, factor)));
  }
  return rest;
}

/** `value` with its remainder by a generator polynomial of this degree. @param {number} value @param {number} polynomial @param {number} degree */
function bch(value, polynomial, degree) {
  let rest = value;
  for (let at = 0; at < degree; at += 1) rest = (rest << 1) ^ ((rest >> (degree - 1)) & 1 ? polynomial : 0);
  return (value << degree) | (rest & ((1 << degree) - 1));
}

/** Annex C: level M is 00, then the mask. */
export const FORMAT_BITS = Array.from({ length: 8 }, (_, mask) => bch(mask, 0x537, 10) ^ 0x5412);

/** Annex D. @param {number} version */
export const versionBits = (version) => bch(version, 0x1f25, 12);
