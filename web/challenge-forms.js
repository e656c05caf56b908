// @ts-check
// What Cognito asks after the password, each as a form of its own.
import { canPlayAuthenticator, demoAuthenticator } from './demo-authenticator.js';
import { button, el } from './dom.js';
import { explain, notice } from './errors.js';
import { authenticatorSetup } from './authenticator-setup.js';
import { newPassword } from './new-password.js';
import { codeField } from './code-field.js';

/**
 * @typedef {import('../js-glue/index.js').Challenge} Challenge
 * @typedef {import('../js-glue/index.js').Answer} Answer
 *
 * @typedef {object} Question a challenge, as this page asks it
 * @property {string} title key
 * @property {(Node | string)[]} content fields, and what a person must know to fill them
 * @property {() => HTMLElement | undefined} first what gets the focus
 * @property {() => Answer | { refused: string }} read the answer, or the code of what is wrong with it
 * @property {string} [submit] key of what the button says
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
  const submit = el('button', { type: 'submit', class: 'primary', t: question.submit ?? 'continue' });
  const actions = el('div', { class: 'actions' }, submit);
  if (question.resend) actions.append(button('startAgain', onStartAgain));

  const form = el(
    'form',
    { method: 'post', class: 'stack challenge' },
    el('h3', { t: question.title }),
    ...question.content,
    ...helpOfTheSandbox(challenge, question, { demo, sandbox }),
    slot,
    actions,
  );
  // Who types the sixth digit presses Enter, too: a code that was refused is not sent again as it is.
  let unchanged = false;
  const typed = () => {
    unchanged = false;
  };
  form.addEventListener('input', typed, { capture: true }); // before the field, which may send itself
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (unchanged || submit.getAttribute('aria-disabled') === 'true') return;
    const answer = question.read();
    if ('refused' in answer) {
      slot.replaceChildren(notice({ code: answer.refused }));
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
      unchanged = next.previousError?.code === 'wrong_code';
      focus();
    },
  };
}

const SAME = /** @type {const} */ (['name', 'deliveryDestination', 'secretCode', 'choices', 'requiredAttributes']);

/** @param {Challenge} challenge @returns {Question} */
function questionFor(challenge) {
  switch (challenge.name) {
    case 'SMS_MFA':
      return { ...sentCode(challenge, 'byText', true), title: 'textTitle' };
    case 'SMS_OTP':
      return { ...sentCode(challenge, 'byText'), title: 'textTitle' };
    case 'EMAIL_OTP':
      return { ...sentCode(challenge, 'byEmail'), title: 'emailTitle' };
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

/**
 * @param {Challenge} challenge @param {string} medium key
 * @param {boolean} [sendsItself] its codes have six digits; Cognito's one-time passwords may have eight
 * @returns {Omit<Question, 'title'>}
 */
function sentCode({ deliveryDestination }, medium, sendsItself) {
  const code = codeField('codeLabel', { sendsItself, hint: 'resendHint' });
  const where = deliveryDestination
    ? el('p', { t: 'sentTo', vars: { where: el('strong', {}, deliveryDestination) } })
    : el('p', { t: medium });
  return { content: [where, code.root], first: () => code.input, read: () => ({ code: code.input.value }), resend: true };
}

/** @param {Challenge} challenge @returns {Question} */
function appCode({ friendlyDeviceName }) {
  const code = codeField('codeLabel', { sendsItself: true });
  const which = friendlyDeviceName ? [' ', el('span', { t: 'appNamed', vars: { name: el('strong', {}, friendlyDeviceName) } })] : [];
  return {
    title: 'appTitle',
    content: [el('p', {}, el('span', { t: 'appHint' }), ...which), code.root],
    first: () => code.input,
    read: () => ({ code: code.input.value }),
  };
}

// The service itself spells e-mail in two ways (DOMAIN §3).
/** @type {Record<string, string>} */
const WAYS = { SMS_MFA: 'wayText', SMS_OTP: 'wayText', SOFTWARE_TOKEN_MFA: 'wayApp', EMAIL_OTP: 'wayEmail', EMAIL_MFA: 'wayEmail' };

/** @param {Challenge} challenge @returns {Question} */
function choice({ choices = [] }) {
  const group = el('fieldset', { class: 'choices' }, el('legend', { t: 'confirmWith' }));
  choices.forEach((value, at) => {
    const input = el('input', { type: 'radio', name: 'mfa-type', value, required: true, checked: at === 0 });
    group.append(el('label', { class: 'choice' }, input, WAYS[value] ? el('span', { t: WAYS[value] }) : el('span', {}, value)));
  });
  const checked = () => /** @type {HTMLInputElement | null} */ (group.querySelector('input:checked'));
  return {
    title: 'choiceTitle',
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
  if (restarted) yield el('p', { class: 'notice warning', role: 'alert', t: 'begunAgain' });
}

/** @param {Challenge} challenge @param {Question} question @param {Pick<Surroundings, 'demo' | 'sandbox'>} where */
function* helpOfTheSandbox(challenge, question, { demo, sandbox }) {
  if (!sandbox) return;
  if (demo) yield el('p', { class: 'demo', t: 'demoAccount', vars: { how: demo.howToAnswer } });
  const secret = { SOFTWARE_TOKEN_MFA: demo?.totpSecret, MFA_SETUP: challenge.secretCode }[/** @type {string} */ (challenge.name)];
  if (!secret || !canPlayAuthenticator()) return;
  yield demoAuthenticator(secret, (code) => {
    const input = question.first();
    if (!(input instanceof HTMLInputElement)) return;
    input.value = code;
    input.focus();
  });
}
