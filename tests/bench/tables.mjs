// @ts-check
// Results as Markdown tables, which read well on a terminal too.

/**
 * @param {string} title
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows all but the first column are aligned to the right
 */
export function table(title, head, rows) {
  const widths = head.map((cell, i) => Math.max(3, cell.length, ...rows.map((row) => row[i].length)));
  const pad = (/** @type {string} */ cell, /** @type {number} */ i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]));
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.map(pad).join(' | ')} |`;
  const rule = `|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return `\n${title}\n\n${[line(head), rule, ...rows.map(line)].join('\n')}\n`;
}

const ms = (/** @type {import('./statistics.mjs').Spread | undefined} */ spread) => (spread ? `${spread.median.toFixed(1)} (${spread.min.toFixed(1)})` : '–');
const times = (/** @type {number | undefined} */ ratio) => (ratio === undefined ? '–' : ratio.toFixed(2));
const bytes = (/** @type {number} */ count) => String(count).replace(/\B(?=(\d{3})+$)/g, ' ');

/**
 * @param {string} where
 * @param {{ rounds: number, users: number, refused: Record<string, string>, rows: readonly import('./statistics.mjs').Row[] }} result
 */
export function warmTable(where, { rounds, users, refused, rows }) {
  const title = `One login's crypto, warm, ${where}: ${rounds} interleaved rounds, ms, median (min). Signatures checked for ${users} users.`;
  const names = { fmid: '', scalar: '', peer: '', reference: ' *' };
  return (
    table(title, ['client', 'bits of a', 'login', 'after the challenge', '÷ fmid', 'minima ÷ fmid'],
      rows.map((row) => [row.name + names[row.kind], String(row.bits), ms(row.whole), ms(row.after), times(row.toFmid), times(row.toFmidMin)])) +
    '\n* the three powers only, no client\n' +
    refusals(refused)
  );
}

/** @param {NonNullable<Awaited<ReturnType<typeof import('./chromium.mjs').measureChromium>>['cold']>} result */
export function coldTable({ pages, networkMs, refused, rows }) {
  const title = `First login on a fresh page of Chromium: ${pages} pages each, ms, median (min). ${networkMs} ms from SRP_A to the challenge are not counted.`;
  return (
    table(title, ['client', 'load', 'ahead, idle', 'longest slice', 'click to SRP_A', 'after the challenge', 'both'],
      rows.map((row) => [row.name, ms(row.load), ms(row.ahead), ms(row.longestSlice), ms(row.before), ms(row.after), ms(row.whole)])) + refusals(refused)
  );
}

/** @param {Awaited<ReturnType<typeof import('./size.mjs').measureSize>>} size */
export function sizeTables({ client, peers, scriptParts, wasm }) {
  const row = (/** @type {string} */ name, /** @type {import('./size.mjs').Size} */ size) => [name, bytes(size.raw), bytes(size.gzip), bytes(size.brotli)];
  const code = wasm.origins.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    table('What a page loads to sign in and get the tokens, bytes. fmid: all of it, its .wasm included.', ['client', 'raw', 'gzip -9', 'brotli -q 11'], [
      row('fmid', client.total),
      row('  its JavaScript', client.js),
      row('  its .wasm', client.wasm),
      row('  or, without SIMD', client.scalarWasm),
      ...peers.map(({ name, size }) => row(name, size)),
    ]),
    table("fmid's JavaScript, minified, bytes", ['file', 'bytes'], scriptParts.filter((part) => part.bytes > 0).map((part) => [part.name, bytes(part.bytes)])),
    table("fmid's .wasm, bytes", ['section', 'bytes'], wasm.sections.map((section) => [section.name, bytes(section.bytes)])),
    table('Its functions by origin, bytes. What was inlined counts for its caller; types of the C++ library count for the library.',
      ['origin', 'bytes', '%', 'functions'],
      wasm.origins.map((each) => [each.origin, bytes(each.bytes), ((100 * each.bytes) / code).toFixed(1), String(each.functions)])),
    table('Its largest functions, bytes', ['function', 'origin', 'bytes'],
      wasm.largest.map((each) => [shortName(each.name), each.origin, bytes(each.bytes)])),
  ].join('');
}

/** @param {readonly import('./requirements.mjs').Verdict[]} verdicts */
export function verdictTable(verdicts) {
  return table('The goals, by this run', ['what', 'measured', 'by minima', 'at least', 'aim', 'reached'],
    verdicts.map(({ what, value, byMinima, atLeast, aim, reached }) => [what, value.toFixed(2), times(byMinima), atLeast, aim, reached]));
}

/** @param {Record<string, string>} refused */
function refusals(refused) {
  return Object.entries(refused).map(([name, why]) => `\nNOT TIMED: ${name}: ${why}\n`).join('');
}

/** @param {string} name */
function shortName(name) {
  let short = name.replace(/\(anonymous namespace\)::/g, '').replace(/std::__2::/g, 'std::');
  for (let before = ''; before !== short; ) {
    before = short;
    short = short.replace(/<[^<>]*>/g, '').replace(/\([^()]*\)( const)?$/, '');
  }
  return short.length > 60 ? `${short.slice(0, 59)}…` : short;
}
