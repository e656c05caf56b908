// @ts-check
// The way to FileMaker: `window.FileMaker`, which FileMaker defines when it likes. On macOS and in WebDirect that is after the page
// has loaded, on Windows at once; it does not where something of that name is there, so this waits and never defines it.

/** @typedef {{ PerformScript(script: string, parameter: string): void, PerformScriptWithOption(script: string, parameter: string, option: string): void }} FileMaker */

const LOOK_EVERY_MS = 50;
/** Later than any FileMaker that was measured by others (proofkit waits up to a second). */
const MISSED_AFTER_MS = 5000;

/** Characters of one parameter. FileMaker documents no limit; an answer has about six thousand, so it is one part. */
const MAX_PARAMETER_LENGTH = 30_000;
/** Of a part, what its own JSON takes. */
const WRAPPING = 200;

/** @returns {FileMaker | undefined} */
const found = () => /** @type {any} */ (window).FileMaker;

/** @param {(missed: boolean) => void} onMissed FileMaker is still not there; false: it came after all */
export function createFileMaker(onMissed) {
  /** @type {(() => void)[]} */
  let waiting = [];
  let looks = 0;
  // From the beginning: who opened the page elsewhere should not sign in before hearing that nobody gets the tokens.
  let timer = found() ? undefined : setInterval(look, LOOK_EVERY_MS);

  /** In the order of the calls. @param {() => void} work */
  function whenThere(work) {
    if (found() && waiting.length === 0) return work();
    waiting.push(work);
    timer ??= setInterval(look, LOOK_EVERY_MS);
  }

  function look() {
    looks += 1;
    const late = looks - MISSED_AFTER_MS / LOOK_EVERY_MS;
    if (!found()) return late === 0 ? onMissed(true) : undefined;
    if (late > 0) onMissed(false);
    clearInterval(timer);
    timer = undefined;
    const due = waiting;
    waiting = [];
    for (const work of due) work();
  }

  return {
    /**
     * Has FileMaker run a script, with an answer as its parameter.
     * @param {{ script: string, option?: number, maxParameterLength?: number }} to
     * @param {Record<string, unknown>} answer
     */
    perform({ script, option, maxParameterLength = MAX_PARAMETER_LENGTH }, answer) {
      for (const parameter of parametersOf(answer, maxParameterLength)) {
        whenThere(() => {
          const fileMaker = /** @type {FileMaker} */ (found());
          if (option === undefined) fileMaker.PerformScript(script, parameter);
          else fileMaker.PerformScriptWithOption(script, parameter, String(option));
        });
      }
    },
  };
}

let messages = 0;

/**
 * The answer as JSON; where that is too long, pieces of that text, each in a JSON of its own that says where it belongs.
 * @param {Record<string, unknown>} answer
 * @param {number} limit
 * @returns {string[]}
 */
export function parametersOf(answer, limit) {
  const text = JSON.stringify(answer);
  if (text.length <= limit) return [text];
  messages += 1;
  // The text's quotation marks and backslashes are written as two characters each.
  const size = Math.floor((limit - WRAPPING) / 2);
  const parts = Math.ceil(text.length / size);
  return Array.from({ length: parts }, (_, i) => JSON.stringify({ message: messages, part: i + 1, parts, text: text.slice(i * size, (i + 1) * size) }));
}
