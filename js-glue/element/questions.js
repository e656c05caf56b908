// @ts-check
// What Cognito asks after the password, each as fields and a way to read them. The element and fmid's own page ask with it; how each
// makes its elements and says its texts is its Builder.
import { qrCode } from './qr-code.js';

/**
 * @typedef {import('../index.js').Challenge} Challenge
 * @typedef {import('../index.js').Answer} Answer
 *
 * @typedef {Node | string} Said a text in the person's language
 * @typedef {Record<string, string | number | boolean>} Attributes true: present without a value, false: absent
 * @typedef {{ input: HTMLInputElement, root: HTMLElement }} Field
 *
 * @typedef {object} Builder
 * @property {<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, attributes: Attributes, ...children: (Node | string)[]) => HTMLElementTagNameMap[Tag]} make
 *   `part` among the attributes says what it is
 * @property {(key: string, values?: Record<string, string>) => Said} say the text of messages/*.js
 * @property {(key: string) => boolean} has whether there is such a text
 * @property {(label: Said, attributes: Attributes, hint?: Said) => Field} field `id` is needed; required, if not said otherwise
 * @property {(key: string, attributes: Attributes) => Field} passwordField the key is its label's; with a button that shows what was typed
 * @property {(secretCode: string, grouped: string) => Node} secret for the authenticator app, as it is read and typed off
 *
 * @typedef {object} Question
 * @property {string} title key
 * @property {(Node | string)[]} content fields, and what a person must know to fill them
 * @property {() => HTMLElement | undefined} first what gets the focus
 * @property {() => Answer | { refused: string }} read the answer, or the code of the error that stands in its way
 * @property {string} submit key of what the button says
 * @property {boolean} resend beginning again sends a new code
 */

/**
 * Codes that have six digits, and nothing beside them to fill in: the sixth sends them. Those of EMAIL_OTP and SMS_OTP may be longer, and
 * an authenticator that is set up may be given a name.
 */
const SEND_THEMSELVES = new Set(['SMS_MFA', 'SOFTWARE_TOKEN_MFA']);

const SAME = /** @type {const} */ (['name', 'deliveryDestination', 'secretCode', 'choices', 'requiredAttributes']);

/** Whether it is the same question again: then what was typed stays, next to what was wrong with it. @param {Challenge} before @param {Challenge} now */
export const asksAgain = (before, now) =>
  now.previousError !== undefined && !now.restarted && SAME.every((key) => String(before[key]) === String(now[key]));

/** @param {Challenge} challenge @param {Builder} builder @param {string} username who is asked @returns {Question} */
export const questionFor = (challenge, builder, username) => ({ submit: 'continue', resend: false, ...asked(challenge, builder, username) });

/** @param {Challenge} challenge @param {Builder} builder @param {string} username */
function asked(challenge, builder, username) {
  switch (challenge.name) {
    case 'SELECT_MFA_TYPE':
      return selectQuestion(challenge, builder);
    case 'NEW_PASSWORD_REQUIRED':
      return passwordQuestion(challenge, builder, username);
    case 'MFA_SETUP':
      return setupQuestion(challenge, builder);
    case 'SOFTWARE_TOKEN_MFA':
      return appQuestion(challenge, builder);
    default:
      return sentQuestion(challenge, builder);
  }
}

/**
 * The field for a one-time code: digits come up on a phone, what arrived by message is offered, and the sixth digit may send it.
 * @param {Challenge} challenge @param {Builder} builder @param {string} label key @param {Said} [hint]
 */
function codeField({ name }, { field, say }, label, hint) {
  const attributes = {
    id: 'code',
    type: 'text',
    part: 'input code',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    // As fmid takes it: 4 to 10 digits, spaces and hyphens do not matter.
    pattern: '[\\s\\-]*([0-9][\\s\\-]*){4,10}',
  };
  const made = field(say(label), attributes, hint);
  const { input } = made;
  input.addEventListener('input', (event) => {
    const removed = event instanceof InputEvent && event.inputType.startsWith('delete');
    const whole = /^\d{6}$/.test(input.value.replace(/[\s-]/g, ''));
    if (SEND_THEMSELVES.has(name) && whole && !removed) input.form?.requestSubmit();
  });
  return { root: made.root, first: () => input, read: () => ({ code: input.value }) };
}

/** A sentence after the other. @param {Builder} builder @param {...(Said | undefined)} sentences */
const paragraph = ({ make }, ...sentences) => make('p', {}, ...sentences.flatMap((said) => (said === undefined ? [] : [said, ' '])));

/** @param {Challenge} challenge @param {Builder} builder */
function sentQuestion(challenge, builder) {
  const { name, deliveryDestination: destination } = challenge;
  const { say } = builder;
  const { root, ...code } = codeField(challenge, builder, 'code.label', say('code.resend'));
  return {
    ...code,
    title: name === 'EMAIL_OTP' ? 'code.email.title' : 'code.sms.title',
    content: [paragraph(builder, destination ? say('code.sent', { destination }) : undefined, say('code.minutes')), root],
    resend: true,
  };
}

/** @param {Challenge} challenge @param {Builder} builder */
function appQuestion(challenge, builder) {
  const { friendlyDeviceName: name } = challenge;
  const { say } = builder;
  const { root, ...code } = codeField(challenge, builder, 'code.label');
  return {
    ...code,
    title: 'code.app.title',
    content: [paragraph(builder, say('code.app.hint'), name ? say('code.app.device', { name }) : undefined), root],
  };
}

/** @param {Challenge} challenge @param {Builder} builder */
function selectQuestion({ choices = [] }, { make, say, has }) {
  const inputs = choices.map((value, at) => make('input', { type: 'radio', name: 'mfa-type', value, checked: at === 0, required: true }));
  const labels = inputs.map((input) => {
    const key = `choice.${input.value}`;
    return make('label', { part: 'choice' }, input, make('span', {}, has(key) ? say(key) : input.value));
  });
  const chosen = () => inputs.find(({ checked }) => checked);
  return {
    title: 'choice.title',
    content: [make('fieldset', { part: 'choices' }, make('legend', {}, say('choice.legend')), ...labels)],
    first: chosen,
    read: () => ({ choice: chosen()?.value ?? '' }),
  };
}

/** What browsers can fill in, by Cognito's attribute (the HTML autofill names). @type {Record<string, string>} */
const AUTOFILL = {
  name: 'name', given_name: 'given-name', middle_name: 'additional-name', family_name: 'family-name', nickname: 'nickname',
  email: 'email', phone_number: 'tel', birthdate: 'bday', gender: 'sex', address: 'street-address', locale: 'language', website: 'url',
  picture: 'photo', profile: 'url',
};

/** A pool's own names, for which there is no text: custom:cost_center → Cost center. @param {string} name */
function spelledOut(name) {
  const words = name.replace(/^custom:/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** @param {Challenge} challenge @param {Builder} builder @param {string} username */
function passwordQuestion({ requiredAttributes = [] }, { make, say, has, field, passwordField }, username) {
  // Without it a password manager would save the new password for nobody.
  const account = make('input', { type: 'text', autocomplete: 'username', value: username, readonly: true, hidden: true });
  const first = passwordField('newPassword.label', { id: 'new-password', autocomplete: 'new-password' });
  const again = passwordField('newPassword.again', { id: 'new-password-again', autocomplete: 'new-password' });
  const attributes = requiredAttributes.map((name) => {
    const key = `attribute.${name}`;
    return { name, ...field(has(key) ? say(key) : spelledOut(name), { id: `attribute-${name}`, type: 'text', autocomplete: AUTOFILL[name] ?? 'off' }) };
  });
  return {
    title: 'newPassword.title',
    content: [make('p', {}, say('newPassword.hint')), account, first.root, again.root, ...attributes.map(({ root }) => root)],
    first: () => first.input,
    read: () => {
      if (first.input.value !== again.input.value) return { refused: 'passwords_differ' };
      return { newPassword: first.input.value, attributes: Object.fromEntries(attributes.map(({ name, input }) => [name, input.value])) };
    },
    submit: 'newPassword.submit',
  };
}

/**
 * The secret goes into an authenticator app by camera, by link or by hand, and comes back as its first code.
 * @param {Challenge} challenge @param {Builder} builder
 */
function setupQuestion(challenge, builder) {
  const { secretCode = '', otpauthUri = '' } = challenge;
  const { make, say, field, secret } = builder;
  const { root, first, read } = codeField(challenge, builder, 'setup.code');
  const device = field(say('setup.device'), { id: 'device-name', type: 'text', autocomplete: 'off', maxlength: 100, required: false }, say('setup.deviceHint'));
  const name = say('setup.picture');
  const picture = otpauthUri ? qrCode(otpauthUri, typeof name === 'string' ? name : (name.textContent ?? '')) : undefined;
  const link = otpauthUri ? [make('a', { href: otpauthUri, part: 'link' }, say('setup.open'))] : [];
  const byHand = make('div', { part: 'by-hand' }, secret(secretCode, secretCode.match(/.{1,4}/g)?.join(' ') ?? ''), ...link);
  return {
    title: 'setup.title',
    content: [make('p', {}, say('setup.hint')), make('div', { part: 'setup' }, ...(picture ? [picture] : []), byHand), root, device.root],
    first,
    read: () => ({ ...read(), ...(device.input.value && { deviceName: device.input.value }) }),
  };
}
