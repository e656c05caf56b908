// @ts-check
// MFA_SETUP: the secret goes into an authenticator app by camera, by link or by hand, and comes back as its first code.
import { codeField } from './code-field.js';
import { copyButton } from './copy.js';
import { el, freshId } from './dom.js';
import { qrCode } from './fmid/element/qr-code.js';

/** @param {import('../js-glue/index.js').Challenge} challenge @returns {import('./challenge-forms.js').Question} */
export function authenticatorSetup({ secretCode = '', otpauthUri = '' }) {
  const code = codeField('The code that the app shows now');
  const nameId = freshId('device-name');
  const deviceName = el('input', { id: nameId, type: 'text', autocomplete: 'off', maxlength: '100', 'aria-describedby': `${nameId}-hint` });
  const picture = otpauthUri ? qrCode(otpauthUri, 'QR code that holds the secret for the authenticator app') : undefined;
  const groups = secretCode.match(/.{1,4}/g)?.join(' ') ?? '';

  return {
    title: 'Set up an authenticator app',
    content: [
      el('p', {}, 'This account wants a second step. Scan the picture with an authenticator app, or type the secret into it.'),
      el(
        'div',
        { class: 'setup' },
        ...(picture ? [picture] : []),
        el(
          'div',
          { class: 'stack' },
          el('p', { class: 'secret-groups' }, el('span', { class: 'label' }, 'Secret'), el('code', {}, groups)),
          el(
            'p',
            { class: 'actions' },
            copyButton('secret', () => secretCode),
            ...(otpauthUri ? [el('a', { href: otpauthUri, class: 'button quiet' }, 'Open the authenticator app of this device')] : []),
          ),
        ),
      ),
      code.root,
      el(
        'div',
        { class: 'field' },
        el('label', { for: nameId }, 'Name for the app ', el('span', { class: 'fine' }, '(may stay empty)')),
        deviceName,
        el('p', { id: `${nameId}-hint`, class: 'fine' }, 'Shown when you are asked for a code: “Jane’s phone”.'),
      ),
    ],
    first: () => code.input,
    read: () => ({ code: code.input.value, ...(deviceName.value && { deviceName: deviceName.value }) }),
  };
}
