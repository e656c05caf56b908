// @ts-check
// What `import 'fmid/element'` does: defines <fmid-sign-in>, once however often it is imported.
import { FmidSignInElement } from './sign-in-element.js';

export { FmidSignInElement } from './sign-in-element.js';
export { addMessages } from './texts.js';

if (!customElements.get('fmid-sign-in')) customElements.define('fmid-sign-in', FmidSignInElement);
