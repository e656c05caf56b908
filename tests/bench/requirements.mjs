// @ts-check
// What one run says about the goals that the project set itself. Ratios of medians.
import { fastestPeer, rowOf } from './statistics.mjs';

/**
 * @typedef {object} Verdict
 * @property {string} what
 * @property {number} value
 * @property {string} atLeast
 * @property {string} aim
 * @property {string} reached
 */

/**
 * @param {string} what
 * @param {number | undefined} value
 * @param {{ bounds: readonly number[], more: boolean, unit?: string }} goal
 *   bounds: what must be reached, the aim, maybe a further aim; more: the larger, the better
 * @returns {Verdict[]} none where it was not measured
 */
function judge(what, value, { bounds, more, unit = '' }) {
  if (value === undefined || Number.isNaN(value)) return [];
  const [atLeast, ...aims] = bounds.map((bound) => `${more ? '≥' : '≤'} ${bound}${unit}`);
  const met = bounds.filter((bound) => (more ? value >= bound : value <= bound)).length;
  return [{ what, value, atLeast, aim: aims.join(', then '), reached: ['no', 'yes', 'yes, the aim', 'yes, both aims'][met] }];
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
  const wait = first && peer && first.after.median / peer.whole.median;
  const kilobytes = size && size.total.brotli / 1000;
  return [
    ...judge(`login, warm, Chromium: ${peer?.name} ÷ fmid`, peer?.toFmid, { bounds: [2.5, 3.5], more: true }),
    ...judge('login, warm, Chromium: aws-amplify ÷ fmid', rowOf(warm, 'aws-amplify')?.toFmid, { bounds: [25, 35], more: true }),
    ...judge('login, warm, Node: fmid ÷ OpenSSL, native', openSsl?.toFmid && 1 / openSsl.toFmid, { bounds: [2.5, 1.8], more: false }),
    ...judge(`fresh page: wait after the challenge ÷ ${peer?.name}, warm`, wait, { bounds: [1, 0.4], more: false }),
    ...judge('bytes, brotli: all of fmid, JavaScript and .wasm', kilobytes, { bounds: [45, 34.4, 24.2], more: false, unit: ' k' }),
  ];
}
