// @ts-check
// What `import 'fmid/element'` does: defines <fmid-sign-in>, once however often it is imported. On a server, which has no elements: nothing.
import { FmidSignInElement } from './sign-in-element.js';

export { FmidSignInElement } from './sign-in-element.js';
export { addMessages } from './texts.js';

if (!globalThis.customElements?.get('fmid-sign-in')) globalThis.customElements?.define('fmid-sign-in', FmidSignInElement);
