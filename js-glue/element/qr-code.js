// @ts-check
// A QR code as SVG (ISO/IEC 18004): bytes only, error correction level M, versions 1 to 15, which hold 412 bytes. Enough for an
// otpauth: link. Codewords first, then the modules in the order of the standard; `qr-bits.js` has the arithmetic.
import { codewordsFor, FORMAT_BITS, versionBits } from './qr-bits.js';

const SVG = 'http://www.w3.org/2000/svg';
// The standard wants four light modules around it.
const QUIET_ZONE = 4;

/** Undefined where the text is too long. @param {string} text @param {string} name for those who cannot see it */
export function qrCode(text, name) {
  const modules = qrModules(text);
  if (!modules) return undefined;
  const width = modules.length + 2 * QUIET_ZONE;
  let path = '';
  modules.forEach((row, y) =>
    row.forEach((dark, x) => {
      if (dark) path += `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h1v1h-1z`;
    }),
  );
  const make = (/** @type {string} */ tag, /** @type {Record<string, string>} */ attributes) => {
    const element = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const picture = make('svg', { viewBox: `0 0 ${width} ${width}`, class: 'qr', part: 'qr', role: 'img', 'aria-label': name, 'shape-rendering': 'crispEdges' });
  // Dark on light in every theme: not all readers take the reverse.
  picture.append(make('rect', { width: `${width}`, height: `${width}`, fill: '#fff' }), make('path', { d: path, fill: '#000' }));
  return picture;
}

/** True is dark. @param {string} text @returns {boolean[][] | undefined} */
export function qrModules(text) {
  const encoded = codewordsFor(new TextEncoder().encode(text));
  if (!encoded) return undefined;
  const { version, codewords } = encoded;
  const size = 17 + 4 * version;
  /** @type {(boolean | undefined)[][]} undefined: data goes here */
  const fixed = Array.from({ length: size }, () => Array(size).fill(undefined));
  drawPatterns(fixed, version);
  const candidates = MASKS.map((mask, index) => {
    const modules = placeData(fixed, codewords, mask);
    drawFormat(modules, FORMAT_BITS[index]);
    return modules;
  });
  const scores = candidates.map(penalty);
  return candidates[scores.indexOf(Math.min(...scores))];
}

/** §6.3: finders, timing, alignment, the dark module, version; room is kept for the format. @param {(boolean | undefined)[][]} grid @param {number} version */
function drawPatterns(grid, version) {
  const size = grid.length;
  for (const [row, column] of [[3, 3], [3, size - 4], [size - 4, 3]]) {
    for (let y = -4; y <= 4; y += 1) {
      for (let x = -4; x <= 4; x += 1) {
        const ring = Math.max(Math.abs(x), Math.abs(y));
        if (grid[row + y]?.[column + x] === undefined && row + y >= 0 && row + y < size && column + x >= 0 && column + x < size) {
          grid[row + y][column + x] = ring !== 2 && ring !== 4;
        }
      }
    }
  }
  const centres = alignmentCentres(version);
  const last = centres.length - 1;
  centres.forEach((row, i) =>
    centres.forEach((column, j) => {
      if ((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)) return; // finders are there
      for (let y = -2; y <= 2; y += 1) for (let x = -2; x <= 2; x += 1) grid[row + y][column + x] = Math.max(Math.abs(x), Math.abs(y)) !== 1;
    }),
  );
  for (let at = 8; at < size - 8; at += 1) {
    grid[6][at] ??= at % 2 === 0;
    grid[at][6] ??= at % 2 === 0;
  }
  drawFormat(grid, 0);
  if (version < 7) return;
  const bits = versionBits(version);
  for (let at = 0; at < 18; at += 1) {
    const [along, across] = [Math.floor(at / 3), size - 11 + (at % 3)];
    grid[along][across] = grid[across][along] = ((bits >> at) & 1) === 1;
  }
}

/** Annex E. @param {number} version */
function alignmentCentres(version) {
  if (version === 1) return [];
  const size = 17 + 4 * version;
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((size - 13) / (2 * count - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, at) => size - 7 - (count - 2 - at) * step)];
}

/** §7.9: fifteen bits, twice. @param {(boolean | undefined)[][]} grid @param {number} bits */
function drawFormat(grid, bits) {
  const size = grid.length;
  for (let at = 0; at < 15; at += 1) {
    const dark = ((bits >> at) & 1) === 1;
    // Around the upper left finder, skipping the timing patterns …
    if (at < 8) grid[at < 6 ? at : at + 1][8] = dark;
    else grid[8][at === 8 ? 7 : 14 - at] = dark;
    // … and along the other two.
    if (at < 8) grid[8][size - 1 - at] = dark;
    else grid[size - 15 + at][8] = dark;
  }
  grid[size - 8][8] = true;
}

// §7.8.2
const MASKS = [
  (/** @type {number} */ y, /** @type {number} */ x) => (y + x) % 2 === 0,
  (/** @type {number} */ y) => y % 2 === 0,
  (/** @type {number} */ _, /** @type {number} */ x) => x % 3 === 0,
  (/** @type {number} */ y, /** @type {number} */ x) => (y + x) % 3 === 0,
  (/** @type {number} */ y, /** @type {number} */ x) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
  (/** @type {number} */ y, /** @type {number} */ x) => ((y * x) % 2) + ((y * x) % 3) === 0,
  (/** @type {number} */ y, /** @type {number} */ x) => (((y * x) % 2) + ((y * x) % 3)) % 2 === 0,
  (/** @type {number} */ y, /** @type {number} */ x) => (((y + x) % 2) + ((y * x) % 3)) % 2 === 0,
];

/**
 * §7.7.3: two columns at a time from the right, up and down in turn, leaving out the timing column.
 *
 * @param {(boolean | undefined)[][]} fixed
 * @param {Uint8Array} codewords
 * @param {(y: number, x: number) => boolean} mask
 * @returns {boolean[][]}
 */
function placeData(fixed, codewords, mask) {
  const size = fixed.length;
  const modules = fixed.map((row) => [...row]);
  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    const upward = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step += 1) {
      const y = upward ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (fixed[y][x] !== undefined) continue;
        const dark = ((codewords[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
        bit += 1;
        modules[y][x] = (dark === 1) !== mask(y, x);
      }
    }
  }
  return /** @type {boolean[][]} */ (modules);
}

/** §7.8.3.1: how hard it would be to read. @param {boolean[][]} modules */
function penalty(modules) {
  const size = modules.length;
  const lines = [...modules, ...modules.map((_, x) => modules.map((row) => row[x]))].map((line) => line.map((dark) => (dark ? '1' : '0')).join(''));
  let score = 0;
  for (const line of lines) {
    for (const { length } of line.match(/0{5,}|1{5,}/g) ?? []) score += length - 2;
    // Overlapping ones count each.
    score += 40 * (line.match(/(?=10111010000|00001011101)/g)?.length ?? 0);
  }
  for (let y = 0; y + 1 < size; y += 1) {
    for (let x = 0; x + 1 < size; x += 1) {
      const square = [modules[y][x + 1], modules[y + 1][x], modules[y + 1][x + 1]];
      if (square.every((dark) => dark === modules[y][x])) score += 3;
    }
  }
  const dark = modules.flat().filter(Boolean).length / (size * size);
  return score + 10 * Math.floor(Math.abs(dark * 100 - 50) / 5);
}
