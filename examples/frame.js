// @ts-check
// The sign-in on a site of its own, in a frame of other pages. Tokens go to one origin, by name: never to '*'. Have the server send
// Content-Security-Policy: frame-ancestors with that origin too.
import 'fmid/element';
import { parentOrigin, pool } from './config.js';

const element = document.createElement('fmid-sign-in');
Object.assign(element, pool);
element.addEventListener('fmid-tokens', ({ detail: { idToken, expiresAt } }) => {
  parent.postMessage({ type: 'fmid-tokens', idToken, expiresAt }, parentOrigin);
});
document.body.append(element);
