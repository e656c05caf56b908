// @ts-check
// NEW_PASSWORD_REQUIRED: a password of the person's own instead of the one that they were given, and what else is to be filled in.
import { el, field, freshId } from './dom.js';
import { hasText, learn, write } from './language.js';

/** What browsers can fill in for Cognito's attributes (the HTML autofill names). What people call them is `attribute.NAME`. @type {Record<string, string>} */
const AUTOFILL = {
  name: 'name',
  given_name: 'given-name',
  middle_name: 'additional-name',
  family_name: 'family-name',
  nickname: 'nickname',
  email: 'email',
  phone_number: 'tel',
  birthdate: 'bday',
  gender: 'sex',
  address: 'street-address',
  locale: 'language',
  website: 'url',
  picture: 'photo',
  profile: 'url',
};

/** Its own names a pool has spelled alone: custom:cost_center → Cost center. @param {string} name @returns {string} key */
function attributeLabel(name) {
  const key = `attribute.${name}`;
  if (hasText(key)) return key;
  const words = name.replace(/^custom:/, '').replaceAll('_', ' ');
  learn(key, words.charAt(0).toUpperCase() + words.slice(1));
  return key;
}

/** @param {import('../js-glue/index.js').Challenge} challenge @returns {import('./challenge-forms.js').Question} */
export function newPassword({ requiredAttributes = [] }) {
  const [first, second] = [passwordField('newPassword'), passwordField('newPasswordAgain')];
  const attributes = requiredAttributes.map((name) => {
    const input = el('input', { type: 'text', autocomplete: AUTOFILL[name] ?? 'off', required: true });
    return { name, input, root: field(attributeLabel(name), input) };
  });
  return {
    title: 'newPasswordTitle',
    content: [el('p', { t: 'newPasswordWhy' }), first.root, second.root, ...attributes.map(({ root }) => root)],
    first: () => first.input,
    read: () => {
      if (first.input.value !== second.input.value) return { refused: 'passwords_differ' };
      return {
        newPassword: first.input.value,
        attributes: Object.fromEntries(attributes.map(({ name, input }) => [name, input.value])),
      };
    },
    submit: 'newPasswordSubmit',
  };
}

/** @param {string} key of the label */
function passwordField(key) {
  const id = freshId('new-password');
  const input = el('input', { id, type: 'password', autocomplete: 'new-password', required: true });
  const word = el('span', { t: 'show' });
  const click = () => {
    input.type = input.type === 'password' ? 'text' : 'password';
    write(word, input.type === 'password' ? 'show' : 'hide');
  };
  const show = el('button', { type: 'button', class: 'quiet', on: { click } }, word, el('span', { class: 'hidden-text' }, ' ', el('span', { t: key })));
  return { input, root: el('div', { class: 'field' }, el('label', { for: id, t: key }), el('div', { class: 'joined' }, input, show)) };
}
