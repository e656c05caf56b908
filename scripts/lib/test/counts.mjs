// @ts-check
// How many tests a log says passed and failed: CTest's, node --test's (TAP) or Playwright's.

/** @param {string} log @param {RegExp} pattern @returns {number} of its last match */
const last = (log, pattern) => Number([...log.matchAll(new RegExp(pattern, 'gm'))].at(-1)?.[1] ?? 0);

/**
 * @param {string} log
 * @param {boolean} succeeded whether the runner ended with 0
 * @returns {{ passed: number, failed: number }}
 */
export function countsOf(log, succeeded) {
  const [, failedOfAll, all] = log.match(/^\d+% tests passed, (\d+) tests? failed out of (\d+)/m) ?? [];
  const counts = all
    ? { passed: Number(all) - Number(failedOfAll), failed: Number(failedOfAll) }
    : {
        passed: last(log, /^# pass (\d+)/) || last(log, /^ +(\d+) passed/),
        failed: last(log, /^# fail (\d+)/) + last(log, /^# cancelled (\d+)/) + last(log, /^ +(\d+) failed/) + last(log, /^ +(\d+) did not run/),
      };
  // A runner that ended badly without saying that a test failed, or that ran nothing, is a failure of its own.
  if (counts.failed === 0 && (!succeeded || counts.passed === 0)) counts.failed = 1;
  return counts;
}

/** Tables that tests print. @param {string} log */
export const tables = (log) => (log.match(/^# \|.*$/gm) ?? []).map((line) => line.slice(2));

/** What a runner says of tests that failed, wherever in the log. @param {string} log */
export const failures = (log) => log.match(/^( *not ok \d.*| +✘ .*| +\d+ - .*\*\*\*.*|\[  FAILED  \] .*)$/gm) ?? [];
