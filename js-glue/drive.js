// @ts-check
// Drives a flow of the core: does what each step asks until it is done.
import { createAsk } from './ask.js';
import { fromCore } from './errors.js';
import { send } from './send.js';
import { pause, throwIfAborted } from './waiting.js';

/** @typedef {import('./core.js').Core} Core */
/** @typedef {import('./core.js').CoreFlow} CoreFlow */
/** @typedef {import('./fmid-core.js').CoreStep} CoreStep */
/**
 * @typedef {import('./send.js').SendOptions & {
 *   core: Core,
 *   now: () => number,
 *   answer?: import('./index.js').SignInOptions['answer'],
 * }} DriveOptions
 */

/**
 * @template {import('./fmid-core.js').Operation} Name
 * @param {Name} operation
 * @param {import('./core.js').OptionsOf<Name>} given
 * @param {DriveOptions} options
 * @returns {Promise<import('./fmid-core.js').CoreDone & { json?: any }>} json: the answer, with keepJson
 */
export async function drive(operation, given, options) {
  const { core, now, signal } = options;
  throwIfAborted(signal);
  await core.whole();
  const flow = core.flow();
  const ask = createAsk(flow, options);
  try {
    let json;
    /** @type {unknown} */
    let cause;
    let step = flow.open(operation, given, now());
    for (;;) {
      if (step.error) throw fromCore(step.error, { cause });
      if (step.type === 'done') return { ...step, json };
      if (step.type === 'send') {
        const sentAt = now();
        const sent = await send(flow, 'pool' in given, options);
        ({ json, cause } = sent);
        step = sent.resume(sentAt, now());
      } else if (step.type === 'wait') {
        await pause(step.milliseconds, signal);
        step = flow.waitOver();
      } else {
        step = await ask(step.challenge);
      }
    }
  } finally {
    flow.delete();
    await core.whole().catch(() => {}); // what broke is another one before the caller hears of it
  }
}
