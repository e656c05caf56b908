// @ts-check
// MFA_SETUP: the secret goes into an authenticator app by camera, by link or by hand, and comes back as its first code.
import { codeField } from './code-field.js';
import { copyButton } from './copy.js';
import { el, field } from './dom.js';
import { qrCode } from './fmid/element/qr-code.js';
import { t } from './language.js';

/** @param {import('../js-glue/index.js').Challenge} challenge @returns {import('./challenge-forms.js').Question} */
export function authenticatorSetup({ secretCode = '', otpauthUri = '' }) {
  const code = codeField('setupCode');
  const deviceName = el('input', { type: 'text', autocomplete: 'off', maxlength: '100' });
  const picture = otpauthUri ? qrCode(otpauthUri, t('qrCode')) : undefined;
  const groups = secretCode.match(/.{1,4}/g)?.join(' ') ?? '';

  return {
    title: 'setupTitle',
    content: [
      el('p', { t: 'setupWhy' }),
      el(
        'div',
        { class: 'setup' },
        ...(picture ? [picture] : []),
        el(
          'div',
          { class: 'stack' },
          el('p', { class: 'secret-groups' }, el('span', { class: 'label', t: 'secret' }), el('code', {}, groups)),
          el(
            'p',
            { class: 'actions' },
            copyButton('secretWord', () => secretCode),
            ...(otpauthUri ? [el('a', { href: otpauthUri, class: 'button quiet', t: 'openAuthenticator' })] : []),
          ),
        ),
      ),
      code.root,
      field('setupName', deviceName, { hint: 'setupNameHint' }),
    ],
    first: () => code.input,
    read: () => ({ code: code.input.value, ...(deviceName.value && { deviceName: deviceName.value }) }),
  };
}
