// @ts-check
// A page without a framework: <fmid-sign-in> and its event.
import 'fmid/element';
import { pool } from './config.js';

const element = document.createElement('fmid-sign-in');
Object.assign(element, pool);
element.addEventListener('fmid-tokens', ({ detail }) => {
  status.textContent = `Signed in until ${new Date(detail.expiresAt).toISOString()}`;
});
const status = document.createElement('p');
status.setAttribute('role', 'status');
document.body.append(element, status);
