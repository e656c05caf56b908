// @ts-check
// Inflates raw DEFLATE data (RFC 1951). The Web Viewer page carries its WebAssembly compressed, and WebKit before Safari 16.4 has no
// DecompressionStream. This is a kilobyte in place of the 58 that compression saves, and the one way in every engine.

/** RFC 1951 §3.2.5: what the symbols 257… and the distance codes stand for, and how many more bits each has. */
const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = Array.from({ length: 30 }, (_, i) => (i < 4 ? i + 1 : ((2 + (i & 1)) << ((i >> 1) - 1)) + 1));
const DISTANCE_BITS = Array.from({ length: 30 }, (_, i) => (i < 4 ? 0 : (i >> 1) - 1));
/** §3.2.7: the order in which the lengths of the code-length code come. */
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LONGEST_CODE = 15;
const END_OF_BLOCK = 256;

/** @typedef {{ counts: Uint16Array, symbols: Uint16Array }} Code how many codes have each length, and their symbols in order */

/** A canonical Huffman code, §3.2.2. @param {ArrayLike<number>} lengths by symbol; 0: the symbol does not occur @returns {Code} */
function codeOf(lengths) {
  const counts = new Uint16Array(LONGEST_CODE + 1);
  for (let symbol = 0; symbol < lengths.length; symbol += 1) counts[lengths[symbol]] += 1;
  counts[0] = 0;
  const next = new Uint16Array(LONGEST_CODE + 1);
  for (let length = 1; length < LONGEST_CODE; length += 1) next[length + 1] = next[length] + counts[length];
  const symbols = new Uint16Array(lengths.length);
  for (let symbol = 0; symbol < lengths.length; symbol += 1) if (lengths[symbol]) symbols[next[lengths[symbol]]++] = symbol;
  return { counts, symbols };
}

/** §3.2.6. */
const FIXED_LITERALS = codeOf(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)));
const FIXED_DISTANCES = codeOf(new Uint8Array(30).fill(5));

/**
 * @param {Uint8Array} input
 * @param {number} size of what comes out, known from where the data was packed
 * @returns {Uint8Array<ArrayBuffer>}
 * @throws {RangeError} where the data is damaged
 */
export function inflate(input, size) {
  const output = new Uint8Array(size);
  let at = 0;
  let written = 0;
  let held = 0;
  let heldBits = 0;

  /** @param {number} count 0 to 16 */
  function bits(count) {
    while (heldBits < count) {
      if (at >= input.length) throw damaged();
      held |= input[at++] << heldBits;
      heldBits += 8;
    }
    const value = held & ((1 << count) - 1);
    held >>>= count;
    heldBits -= count;
    return value;
  }

  /** @param {Code} code */
  function symbolOf({ counts, symbols }) {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST_CODE; length += 1) {
      code |= bits(1);
      const count = counts[length];
      if (code - count < first) return symbols[index + code - first];
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw damaged();
  }

  /** @param {ArrayLike<number>} bytes @param {number} from @param {number} count */
  function write(bytes, from, count) {
    if (from < 0 || from + count > bytes.length || written + count > size) throw damaged();
    // One by one: a repetition may reach into what it writes.
    for (let i = 0; i < count; i += 1) output[written++] = bytes[from + i];
  }

  function stored() {
    held = heldBits = 0;
    const length = input[at] | (input[at + 1] << 8);
    at += 4; // the length, and its complement
    write(input, at, length);
    at += length;
  }

  /** @param {Code} literals @param {Code} distances */
  function compressed(literals, distances) {
    for (let symbol; (symbol = symbolOf(literals)) !== END_OF_BLOCK; ) {
      if (symbol < END_OF_BLOCK) {
        write([symbol], 0, 1);
      } else {
        const length = LENGTH_BASE[symbol - 257] + bits(LENGTH_BITS[symbol - 257]);
        const code = symbolOf(distances);
        write(output, written - DISTANCE_BASE[code] - bits(DISTANCE_BITS[code]), length);
      }
    }
  }

  /** §3.2.7: the codes come first, compressed themselves. @returns {[Code, Code]} */
  function dynamicCodes() {
    const literals = bits(5) + 257;
    const distances = bits(5) + 1;
    const codeLengths = new Uint8Array(19);
    for (let i = 0, count = bits(4) + 4; i < count; i += 1) codeLengths[CODE_LENGTH_ORDER[i]] = bits(3);
    const code = codeOf(codeLengths);
    /** @type {number[]} */
    const lengths = [];
    while (lengths.length < literals + distances) {
      const symbol = symbolOf(code);
      if (symbol < 16) lengths.push(symbol);
      else if (symbol === 16) repeat(lengths, lengths[lengths.length - 1], 3 + bits(2));
      else repeat(lengths, 0, symbol === 17 ? 3 + bits(3) : 11 + bits(7));
    }
    return [codeOf(lengths.slice(0, literals)), codeOf(lengths.slice(literals))];
  }

  for (let last = 0; !last; ) {
    last = bits(1);
    const type = bits(2);
    if (type === 0) stored();
    else if (type === 1) compressed(FIXED_LITERALS, FIXED_DISTANCES);
    else if (type === 2) compressed(...dynamicCodes());
    else throw damaged();
  }
  if (written !== size) throw damaged();
  return output;
}

/** @param {number[]} list @param {number} value @param {number} count */
function repeat(list, value, count) {
  for (let i = 0; i < count; i += 1) list.push(value);
}

const damaged = () => new RangeError('The compressed data is damaged.');
