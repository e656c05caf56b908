// @ts-check
// What scripts/test runs: installing, building and the tests, each with what it waits for. A new part is a new line here.
// Where several could start, the earlier line does: what others wait for longest comes first, then what takes longest, so that no core idles at the end.

/** How much is run; each level has all of the one before it. */
export const LEVELS = /** @type {const} */ (['quick', 'default', 'all']);

/** @typedef {typeof LEVELS[number]} Level */

/**
 * @typedef {object} Job
 * @property {string} name
 * @property {string} run for the shell, in the project's folder; ends with a status other than 0 where something went wrong
 * @property {string[]} [after] jobs that must have succeeded
 * @property {string} [part] scripts/test PART runs all jobs of a part. Without one it is no test, and runs where another job comes after it.
 * @property {Level} [from] the first level that has it
 */

const node = (/** @type {string} */ files, options = '') => `node --test --test-reporter=tap ${options}${files}`;
const page = (/** @type {string} */ browser) => `npx playwright test -c tests/browser --project=${browser}`;
const engines = (/** @type {string} */ file) => node(`tests/engines/${file}.test.mjs`);

/** @type {readonly Job[]} */
export const JOBS = [
  { name: 'mbedTLS', run: 'scripts/setup libraries' },
  { name: 'packages', run: 'scripts/setup packages' },
  { name: 'npm', run: 'scripts/setup npm', after: ['packages'] },
  { name: 'native build', run: 'cmake --preset sanitize && cmake --build --preset sanitize', after: ['mbedTLS'] },
  { name: 'build', run: 'scripts/build', after: ['mbedTLS', 'npm'] },
  { name: 'other clients', run: 'node tests/clients/peers/install.mjs', after: ['npm'] },

  { part: 'native', from: 'quick', name: 'native', run: 'ctest --preset sanitize', after: ['native build'] },
  { part: 'native', from: 'all', name: 'native, without sanitizers', run: 'cmake --preset dev && cmake --build --preset dev --target unsanitized && ctest --preset dev -L unsanitized', after: ['mbedTLS', 'packages'] },
  { part: 'browser', from: 'default', name: 'page', run: page('Chromium'), after: ['build'] },
  { part: 'engines', from: 'all', name: 'states in both WebKits', run: engines('states'), after: ['build'] },
  { part: 'browser', from: 'all', name: 'states and a week in Firefox', run: page('Firefox'), after: ['build'] },
  { part: 'wasm', from: 'default', name: 'wasm', run: 'cmake --build --preset wasm && ctest --preset wasm', after: ['build'] },
  { part: 'engines', from: 'default', name: 'page in each engine', run: engines('page'), after: ['build'] },
  { part: 'engines', from: 'default', name: 'element', run: engines('element'), after: ['build'] },
  { part: 'glue', from: 'quick', name: 'glue', run: node('tests/*.test.mjs tests/types/*.test.mjs tests/glue/*.test.mjs tests/checks/*.test.mjs'), after: ['build'] },
  { part: 'command', from: 'quick', name: 'command', run: node('tests/command/*.test.mjs'), after: ['build'] },
  { part: 'service', from: 'default', name: 'service', run: node('tests/service/*.test.mjs'), after: ['build'] },
  { part: 'package', from: 'default', name: 'package', run: `scripts/pack && ${node('tests/package/*.test.mjs')}`, after: ['build'] },
  { part: 'runtimes', from: 'default', name: 'runtimes', run: `FMID_RUNTIMES=default ${node('tests/runtimes/*.test.mjs')}`, after: ['package'] },
  // Runtimes and bundlers of hundreds of megabytes, kept in build/runtimes.
  { part: 'runtimes', from: 'all', name: 'more runtimes', run: `FMID_RUNTIMES=\${FMID_RUNTIMES:-more} ${node('tests/runtimes/*.test.mjs')}`, after: ['package'] },
  { part: 'clients', from: 'default', name: 'clients', run: node('tests/clients/*.test.mjs'), after: ['build', 'other clients'] },
  { part: 'engines', from: 'all', name: 'places in each engine', run: engines('matrix'), after: ['build'] },
  { part: 'engines', from: 'all', name: 'relayed answers', run: engines('relayed'), after: ['build'] },
  { part: 'engines', from: 'all', name: 'examples', run: engines('examples'), after: ['build'] },
  { part: 'engines', from: 'all', name: 'Web Viewer page', run: engines('webviewer'), after: ['build'] },
  { part: 'engines', from: 'all', name: 'Web Viewer in FileMaker', run: engines('filemaker'), after: ['build'] },
  { part: 'service', from: 'all', name: 'a minute of mixed load', run: node('tests/service/soak/*.test.mjs'), after: ['build'] },
];

/** The words that scripts/test takes. */
export const WORDS = [...LEVELS, ...new Set(JOBS.flatMap(({ part }) => part ?? []))];

/**
 * @param {readonly string[]} words levels and parts
 * @param {readonly Job[]} [jobs]
 * @returns {Job[]} the jobs that they mean, and those before them, in the table's order
 */
export function chosen(words, jobs = JOBS) {
  const wanted = new Set(jobs.filter(({ part, from }) => words.some((word) => word === part || (from && LEVELS.indexOf(/** @type {Level} */ (word)) >= LEVELS.indexOf(from)))));
  for (const job of wanted) {
    for (const before of job.after ?? []) wanted.add(/** @type {Job} */ (jobs.find(({ name }) => name === before)));
  }
  return jobs.filter((job) => wanted.has(job));
}
