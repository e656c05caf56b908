// @ts-check
// The field for a one-time code: digits come up on a phone, what arrived by message is offered, and the sixth digit sends it.
import { el, field } from './dom.js';

/** As long as the codes of text messages and of authenticator apps (RFC 6238, Cognito's MFA). */
const DIGITS = 6;

/**
 * @param {string} key of the label
 * @param {{ hint?: string, sendsItself?: boolean }} [more] `sendsItself`: not where codes may be longer than six
 */
export function codeField(key, { hint, sendsItself = false } = {}) {
  const input = el('input', {
    type: 'text',
    class: 'code',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    // As fmid takes it: 4 to 10 digits, spaces and hyphens do not matter.
    pattern: '[\\s\\-]*([0-9][\\s\\-]*){4,10}',
    required: true,
  });
  input.addEventListener('input', (event) => {
    const removed = event instanceof InputEvent && event.inputType.startsWith('delete');
    const whole = input.value.replace(/[\s-]/g, '').length === DIGITS && input.validity.valid;
    if (sendsItself && whole && !removed) input.form?.requestSubmit();
  });
  return { input, root: field(key, input, { style: 'narrow', hint }) };
}
