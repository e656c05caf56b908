// @ts-check
// The element, with its tokens refreshed once when somebody has signed in.
import '../fmid/element/index.js';
import { report, settings } from './probe.js';

const { pool } = await settings();
const element = document.createElement('fmid-sign-in');
Object.assign(element, { ...pool, lang: 'en' });
element.addEventListener('fmid-error', ({ detail }) => report({ error: `${detail}` }));
element.addEventListener('fmid-tokens', async () => {
  if ('result' in self) return;
  report({ use: 'pending' });
  const { idToken } = /** @type {import('../../../dist/fmid/index.js').Tokens} */ (await element.client?.refresh());
  report({ use: element.client?.decodeUnverified(idToken).claims.token_use, secure: isSecureContext, styled: getComputedStyle(element).maxWidth !== 'none' });
});
document.body.append(element);
