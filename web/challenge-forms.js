// @ts-check
// What Cognito asks after the password, as a form of this page.
import { canPlayAuthenticator, demoAuthenticator } from './demo-authenticator.js';
import { button, el } from './dom.js';
import { explain, notice } from './errors.js';
import { asksAgain, questionFor } from './fmid/element/questions.js';
import { builder } from './question-builder.js';

/**
 * @typedef {import('../js-glue/index.js').Challenge} Challenge
 * @typedef {import('../js-glue/index.js').Answer} Answer
 *
 * @typedef {object} Surroundings
 * @property {string} username who signs in
 * @property {(answer: Answer) => void} onAnswer
 * @property {() => void} onStartAgain
 * @property {import('./config.js').DemoAccount} [demo] of the sandbox: the page may help
 * @property {boolean} sandbox
 */

/** @param {Challenge} challenge @param {Surroundings} surroundings */
export function challengeForm(challenge, { username, onAnswer, onStartAgain, demo, sandbox }) {
  const question = questionFor(challenge, builder, username);
  const slot = el('div', {}, ...whatWentBefore(challenge));
  const submit = el('button', { type: 'submit', class: 'primary', t: question.submit });
  const actions = el('div', { class: 'actions' }, submit);
  if (question.resend) actions.append(button('code.again', onStartAgain));

  // Who types the sixth digit presses Enter, too: a code that was refused is not sent again as it is.
  let unchanged = false;
  const fillIn = (/** @type {string} */ code) => {
    const input = question.first();
    if (!(input instanceof HTMLInputElement)) return;
    unchanged = unchanged && input.value === code;
    input.value = code;
    input.focus();
  };

  const form = el(
    'form',
    { method: 'post', class: 'stack challenge' },
    el('h3', { t: question.title }),
    ...question.content,
    ...helpOfTheSandbox(challenge, fillIn, { demo, sandbox }),
    slot,
    actions,
  );
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
    asks: (next) => asksAgain(challenge, next),
    /** @param {Challenge} next */
    again(next) {
      slot.replaceChildren(...whatWentBefore(next));
      submit.removeAttribute('aria-disabled');
      unchanged = next.previousError?.code === 'wrong_code';
      focus();
    },
  };
}

/** Challenges whose code comes by a message. */
const MESSAGES = new Set(['SMS_MFA', 'SMS_OTP', 'EMAIL_OTP']);

/** @param {import('./config.js').DemoAccount} account */
export const howToAnswer = ({ kind, totpSecret = '' }) => el('span', { t: `demo.${kind}.how`, vars: { secret: totpSecret } });

/** An answer that was refused, or a sign-in that had to begin anew. @param {Challenge} challenge */
function* whatWentBefore({ previousError, restarted }) {
  // It asks to start again, which has happened by now.
  const settled = restarted && previousError?.code === 'sign_in_expired';
  if (previousError && !settled) yield notice(explain(previousError));
  if (restarted) yield el('p', { class: 'notice warning', role: 'alert', t: 'restarted' });
}

/** @param {Challenge} challenge @param {(code: string) => void} use @param {Pick<Surroundings, 'demo' | 'sandbox'>} where */
function* helpOfTheSandbox(challenge, use, { demo, sandbox }) {
  if (!sandbox) return;
  if (demo) yield el('p', { class: 'demo', t: 'demoAccount', vars: { how: howToAnswer(demo) } });
  const { code } = demo ?? {};
  if (code && MESSAGES.has(challenge.name)) yield el('p', { class: 'demo' }, el('code', { class: 'code' }, code), ' ', button('useCode', () => use(code), 'quiet'));
  const secret = { SOFTWARE_TOKEN_MFA: demo?.totpSecret, MFA_SETUP: challenge.secretCode }[/** @type {string} */ (challenge.name)];
  if (!secret || !canPlayAuthenticator()) return;
  yield demoAuthenticator(secret, use);
}
