// @ts-check
// NEW_PASSWORD_REQUIRED: a password of the person's own instead of the one that they were given, and what else is to be filled in.
import { el, freshId, hiddenText } from './dom.js';

/** What people call Cognito's attributes, and what browsers can fill in (the HTML autofill names). @type {Record<string, [string, string]>} */
const ATTRIBUTES = {
  name: ['Full name', 'name'],
  given_name: ['First name', 'given-name'],
  middle_name: ['Middle name', 'additional-name'],
  family_name: ['Last name', 'family-name'],
  nickname: ['Nickname', 'nickname'],
  preferred_username: ['Preferred user name', 'off'],
  email: ['E-mail address', 'email'],
  phone_number: ['Phone number, like +15555550199', 'tel'],
  birthdate: ['Date of birth, like 1990-12-31', 'bday'],
  gender: ['Gender', 'sex'],
  address: ['Address', 'street-address'],
  locale: ['Language, like en-US', 'language'],
  zoneinfo: ['Time zone, like Europe/Zurich', 'off'],
  website: ['Website', 'url'],
  picture: ['Address of a picture', 'photo'],
  profile: ['Address of a profile page', 'url'],
};

/** custom:cost_center → Cost center. @param {string} name */
export function attributeLabel(name) {
  const words = name.replace(/^custom:/, '').replaceAll('_', ' ');
  return ATTRIBUTES[name]?.[0] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** @param {import('../js-glue/index.js').Challenge} challenge @returns {import('./challenge-forms.js').Question} */
export function newPassword({ requiredAttributes = [] }) {
  const [first, second] = [passwordField('New password'), passwordField('New password, again')];
  const attributes = requiredAttributes.map((name) => {
    const id = freshId('attribute');
    const input = el('input', { id, type: 'text', autocomplete: ATTRIBUTES[name]?.[1] ?? 'off', required: true });
    return { name, input, root: el('div', { class: 'field' }, el('label', { for: id }, attributeLabel(name)), input) };
  });
  return {
    title: 'Choose a new password',
    content: [
      el('p', {}, 'The one that you signed in with was given to you for the first time only. It still works if you stop here.'),
      first.root,
      second.root,
      ...attributes.map(({ root }) => root),
    ],
    first: () => first.input,
    read: () => {
      if (first.input.value !== second.input.value) {
        return { title: 'The two passwords differ.', hint: 'Type the new password twice; “Show” lets you compare.' };
      }
      return {
        newPassword: first.input.value,
        attributes: Object.fromEntries(attributes.map(({ name, input }) => [name, input.value])),
      };
    },
    submit: 'Set the password and continue',
  };
}

/** @param {string} label */
function passwordField(label) {
  const id = freshId('new-password');
  const input = el('input', { id, type: 'password', autocomplete: 'new-password', required: true });
  const word = el('span', {}, 'Show');
  const click = () => {
    input.type = input.type === 'password' ? 'text' : 'password';
    word.textContent = input.type === 'password' ? 'Show' : 'Hide';
  };
  const show = el('button', { type: 'button', class: 'quiet', on: { click } }, word, hiddenText(` ${label.toLowerCase()}`));
  return { input, root: el('div', { class: 'field' }, el('label', { for: id }, label), el('div', { class: 'joined' }, input, show)) };
}
