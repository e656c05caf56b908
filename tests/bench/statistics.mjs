// @ts-check
// From samples to what is reported.
import { FMID, FMID_SCALAR } from './fmid.mjs';

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param {readonly number[]} values */
export const spread = (values) => ({ median: median(values), min: Math.min(...values), max: Math.max(...values) });

/**
 * @typedef {ReturnType<typeof spread>} Spread milliseconds
 * @typedef {object} Row
 * @property {string} name
 * @property {'fmid' | 'scalar' | 'peer' | 'reference'} kind a reference does the three powers and nothing else
 * @property {number} bits of a
 * @property {Spread} whole
 * @property {Spread} [after] the part after the server's challenge
 * @property {number} [toFmid] its median ÷ fmid's
 * @property {number} [toFmidMin] the same of the minima
 */

/** @type {Record<string, Row['kind']>} */
const KINDS = { [FMID]: 'fmid', [FMID_SCALAR]: 'scalar' };

/**
 * @param {import('./interleave.mjs').Samples} samples
 * @param {readonly Pick<import('./interleave.mjs').Contender, 'name' | 'bits'>[]} contenders
 * @param {readonly Pick<import('./references.mjs').Reference, 'name' | 'exponent'>[]} references
 * @returns {Row[]} fmid, the peers from fast to slow, the references from fast to slow
 */
export function summarize(samples, contenders, references) {
  /** @type {Row[]} */
  const rows = [
    ...contenders.map(({ name, bits }) => ({ name, bits, kind: KINDS[name] ?? 'peer' })),
    ...references.map(({ name, exponent }) => ({ name, bits: exponent === 'a' ? 288 : 256, kind: /** @type {Row['kind']} */ ('reference') })),
  ]
    .filter(({ name }) => samples[name])
    .map((row) => {
      const { whole, after } = samples[row.name];
      return { ...row, whole: spread(whole), ...(after.length > 0 && { after: spread(after) }) };
    });
  const fmid = rows.find(({ kind }) => kind === 'fmid');
  for (const row of rows) {
    if (!fmid) break;
    row.toFmid = row.whole.median / fmid.whole.median;
    row.toFmidMin = row.whole.min / fmid.whole.min;
  }
  const order = ['fmid', 'scalar', 'peer', 'reference'];
  return rows.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.whole.median - b.whole.median);
}

/** @param {readonly Row[]} rows */
export const fastestPeer = (rows) => rows.find(({ kind }) => kind === 'peer');
/** @param {readonly Row[]} rows @param {string} name */
export const rowOf = (rows, name) => rows.find((row) => row.name === name);
