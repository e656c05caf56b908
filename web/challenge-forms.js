// @ts-check
// What Cognito asks after the password, each as a form of its own.
import { canPlayAuthenticator, demoAuthenticator } from './demo-authenticator.js';
import { el } from './dom.js';
import { explain, notice } from './errors.js';
import { authenticatorSetup } from './authenticator-setup.js';
import { newPassword } from './new-password.js';
import { codeField } from './code-field.js';

/**
 * @typedef {import('../js-glue/index.js').Challenge} Challenge
 * @typedef {import('../js-glue/index.js').Answer} Answer
 *
 * @typedef {object} Question a challenge, as this page asks it
 * @property {string} title
 * @property {(Node | string)[]} content fields, and what a person must know to fill them
 * @property {() => HTMLElement | undefined} first what gets the focus
 * @property {() => Answer | import('./errors.js').Trouble} read the answer, or what is wrong with it
 * @property {string} [submit] what the button says
 * @property {boolean} [resend] starting again sends a new code
 *
 * @typedef {object} Surroundings
 * @property {(answer: Answer) => void} onAnswer
 * @property {() => void} onStartAgain
 * @property {import('./config.js').DemoAccount} [demo] of the sandbox: the page may help
 * @property {boolean} sandbox
 */

/** @param {Challenge} challenge @param {Surroundings} surroundings */
export function challengeForm(challenge, { onAnswer, onStartAgain, demo, sandbox }) {
  const question = questionFor(challenge);
  const slot = el('div', {}, ...whatWentBefore(challenge));
  const submit = el('button', { type: 'submit', class: 'primary' }, question.submit ?? 'Continue');
  const actions = el('div', { class: 'actions' }, submit);
  if (question.resend) actions.append(el('button', { type: 'button', on: { click: onStartAgain } }, 'Start again with a new code'));

  const form = el(
    'form',
    { method: 'post', class: 'stack challenge' },
    el('h3', {}, question.title),
    ...question.content,
    ...helpOfTheSandbox(challenge, question, { demo, sandbox }),
    slot,
    actions,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (submit.getAttribute('aria-disabled') === 'true') return;
    const answer = question.read();
    if ('title' in answer) {
      slot.replaceChildren(notice(answer));
      question.first()?.focus();
      return;
    }
    slot.replaceChildren();
    submit.setAttribute('aria-disabled', 'true');
    onAnswer(answer);
  });

  const focus = () => {
    const field = question.first();
    field?.focus();
    if (field instanceof HTMLInputElement && field.type === 'text') field.select();
  };
  return {
    form,
    focus,
    /** Whether it is the same question: then what was typed stays, next to what was wrong with it. @param {Challenge} next */
    asks: (next) => !next.restarted && SAME.every((key) => String(next[key]) === String(challenge[key])),
    /** @param {Challenge} next */
    again(next) {
      slot.replaceChildren(...whatWentBefore(next));
      submit.removeAttribute('aria-disabled');
      focus();
    },
  };
}

const SAME = /** @type {const} */ (['name', 'deliveryDestination', 'secretCode', 'choices', 'requiredAttributes']);

/** @param {Challenge} challenge @returns {Question} */
function questionFor(challenge) {
  switch (challenge.name) {
    case 'SMS_MFA':
    case 'SMS_OTP':
      return { ...sentCode(challenge, 'text message'), title: 'Enter the code from the text message' };
    case 'EMAIL_OTP':
      return { ...sentCode(challenge, 'e-mail'), title: 'Enter the code from the e-mail' };
    case 'SOFTWARE_TOKEN_MFA':
      return appCode(challenge);
    case 'SELECT_MFA_TYPE':
      return choice(challenge);
    case 'NEW_PASSWORD_REQUIRED':
      return newPassword(challenge);
    case 'MFA_SETUP':
      return authenticatorSetup(challenge);
  }
}

/** @param {Challenge} challenge @param {string} medium @returns {Omit<Question, 'title'>} */
function sentCode({ deliveryDestination }, medium) {
  const code = codeField('Code');
  const where = deliveryDestination ? ['It was sent to ', el('strong', {}, deliveryDestination), '.'] : [`It was sent by ${medium}.`];
  return {
    content: [el('p', {}, ...where, ' It works for a few minutes.'), code.root],
    first: () => code.input,
    read: () => ({ code: code.input.value }),
    resend: true,
  };
}

/** @param {Challenge} challenge @returns {Question} */
function appCode({ friendlyDeviceName }) {
  const code = codeField('Code');
  const which = friendlyDeviceName ? [' It is the one named ', el('strong', {}, friendlyDeviceName), '.'] : [];
  return {
    title: 'Enter the code from your authenticator app',
    content: [el('p', {}, 'The app shows a new code every 30 seconds.', ...which), code.root],
    first: () => code.input,
    read: () => ({ code: code.input.value }),
  };
}

// The service itself spells e-mail in two ways (DOMAIN §3).
/** @type {Record<string, string>} */
const WAYS = {
  SMS_MFA: 'A text message to your phone',
  SMS_OTP: 'A text message to your phone',
  SOFTWARE_TOKEN_MFA: 'Your authenticator app',
  EMAIL_OTP: 'An e-mail',
  EMAIL_MFA: 'An e-mail',
};

/** @param {Challenge} challenge @returns {Question} */
function choice({ choices = [] }) {
  const group = el('fieldset', { class: 'choices' }, el('legend', {}, 'Confirm with'));
  choices.forEach((value, at) => {
    const input = el('input', { type: 'radio', name: 'mfa-type', value, required: true, checked: at === 0 });
    group.append(el('label', { class: 'choice' }, input, el('span', {}, WAYS[value] ?? value)));
  });
  const checked = () => /** @type {HTMLInputElement | null} */ (group.querySelector('input:checked'));
  return {
    title: 'How shall we confirm that it is you?',
    content: [group],
    first: () => checked() ?? undefined,
    read: () => ({ choice: checked()?.value ?? '' }),
  };
}

/** An answer that was refused, or a sign-in that had to begin anew. @param {Challenge} challenge */
function* whatWentBefore({ previousError, restarted }) {
  // It asks to start again, which has happened by now.
  const settled = restarted && previousError?.code === 'sign_in_expired';
  if (previousError && !settled) yield notice(explain(previousError));
  if (restarted) {
    const text = 'The sign-in had run out of time and was begun again. Codes from before no longer work: use the newest one.';
    yield el('p', { class: 'notice warning', role: 'alert' }, text);
  }
}

/** @param {Challenge} challenge @param {Question} question @param {Pick<Surroundings, 'demo' | 'sandbox'>} where */
function* helpOfTheSandbox(challenge, question, { demo, sandbox }) {
  if (!sandbox) return;
  if (demo) yield el('p', { class: 'demo' }, 'Demo account: ', demo.howToAnswer);
  const secret = { SOFTWARE_TOKEN_MFA: demo?.totpSecret, MFA_SETUP: challenge.secretCode }[/** @type {string} */ (challenge.name)];
  if (!secret || !canPlayAuthenticator()) return;
  yield demoAuthenticator(secret, (code) => {
    const input = question.first();
    if (!(input instanceof HTMLInputElement)) return;
    input.value = code;
    input.focus();
  });
}
