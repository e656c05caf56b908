// @ts-check
// The results as Markdown, side by side.

/**
 * @typedef {{ group: string, title: string, results: (import('./run.mjs').Result | undefined)[] }} Row
 * @typedef {{ date: string, node: string, clients: { name: string, version: string }[] }} Run
 */

/**
 * @param {Run} run
 * @param {Row[]} rows
 */
export function markdown({ date, node, clients }, rows) {
  const lines = [`${date}, Node ${node}.`];
  let group = '';
  for (const row of rows) {
    if (row.group !== group) {
      group = row.group;
      lines.push('', line([`**${group}**`, ...clients.map(({ name, version }) => `${name} ${version}`)]), line(['---', ...clients.map(() => '---')]));
    }
    lines.push(line([row.title, ...row.results.map(cell)]));
  }
  const kept = clients.map(({ name }, i) => {
    const results = rows.flatMap(({ results }) => results[i] ?? []);
    return `${name} ${results.filter(({ met }) => met).length} of ${results.length}`;
  });
  return [...lines, '', `As it should be: ${kept.join(', ')}.`].join('\n');
}

/** @param {string[]} cells */
const line = (cells) => `| ${cells.join(' | ')} |`;

/** @param {Row['results'][number]} result */
function cell(result) {
  if (!result) return 'n/a';
  const { met, ends, requests, ms, next } = result;
  const name = ends === 'ok' ? 'ok' : `\`${ends}\``;
  const lost = next !== undefined && next !== 'ok' ? `, then \`${next}\`` : '';
  return `${met ? '✓' : '✗'} ${name}, ${requests} ${requests === 1 ? 'request' : 'requests'}, ${ms} ms${lost}`;
}
