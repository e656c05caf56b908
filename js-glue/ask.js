// @ts-check
// Asks the caller what Cognito wants to know after the password, until there is an answer that can be sent.
import { InputError, TransportError, fromCore } from './errors.js';
import { pause, untilAborted } from './waiting.js';

/** @typedef {import('./index.js').SignInOptions['answer']} AnswerFunction */

/** After so many answers in a row that cannot be right nobody seems to read the questions. A person may mistype twice. */
const MAX_IN_VAIN = 3;

/**
 * @param {import('./core.js').CoreFlow} flow
 * @param {{ answer?: AnswerFunction, signal?: AbortSignal }} options
 * @returns {(challenge: import('./fmid-core.js').CoreChallenge) => Promise<import('./fmid-core.js').CoreStep>}
 */
export function createAsk(flow, { answer, signal }) {
  /** In a row: answers of the wrong form, and answers with the same code. */
  let malformed = 0;
  let alike = 0;
  let lastCode = '';

  return async (challenge) => {
    if (!answer) throw new InputError({ code: 'challenge_unanswered', detail: challenge.name });
    let previousError = challenge.previousError && fromCore(challenge.previousError);
    for (;;) {
      if (previousError && Math.max(malformed, alike) >= MAX_IN_VAIN) throw previousError;
      const given = texts(await untilAborted(signal, () => {}, Promise.resolve(answer({ ...challenge, previousError }))));
      alike = given.code !== '' && given.code === lastCode ? alike + 1 : 1;
      lastCode = given.code;
      const step = flow.answer(given);
      const error = step.error && fromCore(step.error);
      malformed = error instanceof InputError ? malformed + 1 : 0;
      if (malformed === 0) return step;
      previousError = error;
      await pause(0, signal); // answers that are there at once would leave no time for anything else
    }
  };
}

/** @param {Parameters<typeof textsOf>[0]} given @throws {InputError} where it cannot be read: a getter, a proxy */
function texts(given) {
  try {
    return textsOf(given);
  } catch (error) {
    throw error instanceof TransportError ? error : new InputError({ code: 'option_invalid', detail: 'answer' });
  }
}

/**
 * The answer in texts, as the core takes it. What window.prompt() gives is one: its text is the code, and its null cancels.
 * @param {Awaited<ReturnType<NonNullable<AnswerFunction>>>} given
 */
function textsOf(given) {
  const { code, newPassword, choice, deviceName, attributes } = typeof given === 'object' ? (given ?? { code: null }) : { code: given ?? null };
  if (code === null) throw new TransportError({ code: 'aborted' });
  return {
    // A number has lost its leading zeros. Codes have six digits or more.
    code: typeof code === 'number' ? String(code).padStart(6, '0') : text(code),
    newPassword: text(newPassword),
    choice: text(choice),
    deviceName: text(deviceName),
    attributes: Object.fromEntries(Object.entries(attributes ?? {}).map(([name, value]) => [name, text(value)])),
  };
}

/** @param {unknown} value */
const text = (value) => (typeof value === 'string' ? value : '');
