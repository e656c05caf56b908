// @ts-check
// What Cognito asks after the password, each as fields and a way to read them.
import { field, make, passwordField } from './dom.js';
import { qrCode } from './qr-code.js';

/**
 * @typedef {import('../index.js').Challenge} Challenge
 * @typedef {import('../index.js').Answer} Answer
 * @typedef {import('./texts.js').Texts} Texts
 *
 * @typedef {object} Question
 * @property {string} title
 * @property {(Node | string)[]} content
 * @property {HTMLElement} first what gets the focus
 * @property {() => Answer | { problem: string }} read
 * @property {string} [submit] what the button says
 * @property {boolean} [resend] beginning again sends a new code
 */

/** Codes of which Cognito sends six digits. Those of EMAIL_OTP and SMS_OTP may be longer, so they wait for the button. */
const SIX_DIGITS = new Set(['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'MFA_SETUP']);

/** @param {Challenge} challenge @param {Texts} texts @returns {Question} */
export function questionFor(challenge, texts) {
  switch (challenge.name) {
    case 'SELECT_MFA_TYPE':
      return selectQuestion(challenge, texts);
    case 'NEW_PASSWORD_REQUIRED':
      return passwordQuestion(challenge, texts);
    case 'MFA_SETUP':
      return setupQuestion(challenge, texts);
    default:
      return codeQuestion(challenge, texts);
  }
}

/**
 * @param {Challenge} challenge
 * @param {string} label
 */
function codeInput({ name }, label) {
  const made = field(label, {
    id: 'code',
    type: 'text',
    part: 'input code',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    // As fmid takes it: 4 to 10 digits, spaces and hyphens do not matter.
    pattern: '[\\s\\-]*([0-9][\\s\\-]*){4,10}',
    title: label,
  });
  const { input } = made;
  input.addEventListener('input', () => {
    if (SIX_DIGITS.has(name) && /^\d{6}$/.test(input.value.replace(/[\s-]/g, ''))) input.form?.requestSubmit();
  });
  return made;
}

/** @param {Challenge} challenge @param {Texts} texts @returns {Question} */
function codeQuestion(challenge, texts) {
  const { name, deliveryDestination, friendlyDeviceName } = challenge;
  const { input, root } = codeInput(challenge, texts('code.label'));
  const app = name === 'SOFTWARE_TOKEN_MFA';
  const way = app ? 'app' : name === 'EMAIL_OTP' ? 'email' : 'sms';
  const hints = app
    ? [texts('code.app.hint'), friendlyDeviceName && texts('code.app.device', { name: friendlyDeviceName })]
    : [deliveryDestination && texts('code.sent', { destination: deliveryDestination }), texts('code.minutes')];
  return {
    title: texts(`code.${way}.title`),
    content: [make('p', {}, hints.filter(Boolean).join(' ')), root],
    first: input,
    read: () => ({ code: input.value }),
    resend: !app,
  };
}

/** @param {Challenge} challenge @param {Texts} texts @returns {Question} */
function selectQuestion({ choices = [] }, texts) {
  const inputs = choices.map((value, at) => make('input', { type: 'radio', name: 'choice', value, checked: at === 0, required: true }));
  const labels = inputs.map((input) => {
    const key = `choice.${input.value}`;
    return make('label', { part: 'choice' }, input, make('span', {}, texts.has(key) ? texts(key) : input.value));
  });
  return {
    title: texts('choice.title'),
    content: [make('fieldset', { part: 'choices' }, make('legend', {}, texts('choice.legend')), ...labels)],
    first: inputs[0],
    read: () => ({ choice: inputs.find(({ checked }) => checked)?.value ?? '' }),
  };
}

/** What browsers can fill in, by Cognito's attribute (the HTML autofill names). @type {Record<string, string>} */
const AUTOFILL = {
  name: 'name', given_name: 'given-name', middle_name: 'additional-name', family_name: 'family-name', nickname: 'nickname',
  email: 'email', phone_number: 'tel', birthdate: 'bday', gender: 'sex', address: 'street-address', locale: 'language', website: 'url',
};

/** @param {Challenge} challenge @param {Texts} texts @returns {Question} */
function passwordQuestion({ requiredAttributes = [] }, texts) {
  const first = passwordField(texts('newPassword.label'), 'new-password', 'new-password', texts);
  const again = passwordField(texts('newPassword.again'), 'new-password-again', 'new-password', texts);
  const attributes = requiredAttributes.map((name) => {
    const key = `attribute.${name}`;
    const label = texts.has(key) ? texts(key) : name.replace(/^custom:/, '').replace(/_/g, ' ');
    return { name, ...field(label, { id: `attribute-${name}`, type: 'text', autocomplete: AUTOFILL[name] ?? 'off' }) };
  });
  return {
    title: texts('newPassword.title'),
    content: [make('p', {}, texts('newPassword.hint')), first.root, again.root, ...attributes.map(({ root }) => root)],
    first: first.input,
    read: () => {
      if (first.input.value !== again.input.value) return { problem: texts('newPassword.differ') };
      return { newPassword: first.input.value, attributes: Object.fromEntries(attributes.map(({ name, input }) => [name, input.value])) };
    },
    submit: texts('newPassword.submit'),
  };
}

/** @param {Challenge} challenge @param {Texts} texts @returns {Question} */
function setupQuestion(challenge, texts) {
  const { secretCode = '', otpauthUri = '' } = challenge;
  const { input, root } = codeInput(challenge, texts('setup.code'));
  const device = field(texts('setup.device'), { id: 'device-name', type: 'text', autocomplete: 'off', maxlength: 100, required: false });
  const picture = otpauthUri ? qrCode(otpauthUri, texts('setup.picture')) : undefined;
  picture?.setAttribute('part', 'qr');
  const groups = secretCode.match(/.{1,4}/g)?.join(' ') ?? '';
  const secret = make('p', {}, texts('setup.secret'), ' ', make('code', { part: 'secret', translate: 'no' }, groups));
  const link = otpauthUri ? [make('p', {}, make('a', { href: otpauthUri, part: 'link' }, texts('setup.open')))] : [];
  return {
    title: texts('setup.title'),
    content: [make('p', {}, texts('setup.hint')), ...(picture ? [picture] : []), secret, ...link, device.root, root],
    first: input,
    read: () => ({ code: input.value, ...(device.input.value && { deviceName: device.input.value }) }),
  };
}
