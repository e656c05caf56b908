// @ts-check
// What one run says about the goals that the project set itself: by ratios of medians. Those of minima stand beside them, because on a busy
// machine they are the ones to believe.
import { fastestPeer, rowOf } from './statistics.mjs';

/**
 * @typedef {object} Verdict
 * @property {string} what
 * @property {number} value
 * @property {number} [byMinima]
 * @property {string} atLeast
 * @property {string} aim
 * @property {string} reached
 */

/**
 * @param {string} what
 * @param {number | undefined} value
 * @param {number | undefined} byMinima
 * @param {{ bounds: readonly number[], more: boolean, unit?: string }} goal
 *   bounds: what must be reached, and the aim; more: the larger, the better
 * @returns {Verdict[]} none where it was not measured
 */
function judge(what, value, byMinima, { bounds, more, unit = '' }) {
  if (value === undefined || Number.isNaN(value)) return [];
  const [atLeast, aim] = bounds.map((bound) => `${more ? '≥' : '≤'} ${bound}${unit}`);
  const met = bounds.filter((bound) => (more ? value >= bound : value <= bound)).length;
  return [{ what, value, byMinima, atLeast, aim, reached: ['no', 'yes', 'yes, the aim'][met] }];
}

/**
 * @param {object} results
 * @param {Awaited<ReturnType<typeof import('./node.mjs').measureNode>>} [results.node]
 * @param {Awaited<ReturnType<typeof import('./chromium.mjs').measureChromium>>} [results.chromium]
 * @param {Awaited<ReturnType<typeof import('./size.mjs').clientSize>>} [results.size]
 */
export function verdicts({ node, chromium, size }) {
  const warm = chromium?.warm.rows ?? [];
  const peer = fastestPeer(warm);
  const openSsl = rowOf(node?.rows ?? [], 'OpenSSL, native');
  const [first] = chromium?.cold?.rows ?? [];
  const amplify = rowOf(warm, 'aws-amplify');
  const wait = (/** @type {'median' | 'min'} */ of) => first && peer && first.after[of] / peer.whole[of];
  const inverse = (/** @type {number | undefined} */ ratio) => ratio && 1 / ratio;
  const kilobytes = size && size.total.brotli / 1000;
  const forSimd = size && (size.wasm.brotli - size.scalarWasm.brotli) / 1000;
  return [
    ...judge(`login, warm, Chromium: ${peer?.name} ÷ fmid`, peer?.toFmid, peer?.toFmidMin, { bounds: [4.5, 5.5], more: true }),
    ...judge('login, warm, Chromium: aws-amplify ÷ fmid', amplify?.toFmid, amplify?.toFmidMin, { bounds: [45, 55], more: true }),
    ...judge('login, warm, Node: fmid ÷ OpenSSL, native', inverse(openSsl?.toFmid), inverse(openSsl?.toFmidMin), { bounds: [1.6, 1.3], more: false }),
    ...judge(`fresh page: wait after the challenge ÷ ${peer?.name}, warm`, wait('median'), wait('min'), { bounds: [0.55, 0.4], more: false }),
    ...judge('bytes, brotli: .wasm with SIMD − without', forSimd, undefined, { bounds: [2.5, 1.5], more: false, unit: ' k' }),
    ...judge('bytes, brotli: all of fmid, JavaScript and .wasm', kilobytes, undefined, { bounds: [66, 58], more: false, unit: ' k' }),
  ];
}
