// @ts-check
// What a token says about itself, as a table. Nobody checked its signature, and the table says so.
import { el } from './dom.js';

/** Cognito's and the standard's (RFC 7519, OpenID Connect Core). @type {Record<string, string>} */
const MEANINGS = {
  sub: 'Who it is, inside the pool; never changes',
  iss: 'Who made the token',
  aud: 'For which app client',
  client_id: 'For which app client',
  token_use: 'Which of the tokens this is',
  scope: 'What it may be used for',
  exp: 'Ends',
  iat: 'Made',
  auth_time: 'When the person signed in',
  jti: 'Its number',
  origin_jti: 'Number of the sign-in that it comes from: what revoking ends',
  event_id: 'Number of the request that made it',
  email: 'E-mail address',
  email_verified: 'Whether the address was confirmed',
  phone_number: 'Phone number',
  phone_number_verified: 'Whether the number was confirmed',
  name: 'Name',
  given_name: 'First name',
  family_name: 'Last name',
  username: 'User name in the pool',
  'cognito:username': 'User name in the pool',
  'cognito:groups': 'Groups in the pool',
  device_key: 'The device that signed in',
};
const TIMES = new Set(['exp', 'iat', 'auth_time', 'nbf']);

/** @param {Record<string, unknown>} claims @param {string} what "ID token" */
export function claimsTable(claims, what) {
  const rows = Object.entries(claims).map(([name, value]) =>
    el(
      'tr',
      {},
      el('th', { scope: 'row' }, el('code', {}, name), el('span', { class: 'fine' }, MEANINGS[name] ?? '')),
      el('td', {}, readable(name, value)),
    ),
  );
  return el(
    'table',
    { class: 'claims' },
    el('caption', {}, el('span', { class: 'badge' }, 'Not verified'), ` What the ${what} says of itself; nobody checked its signature.`),
    el('thead', { class: 'hidden-text' }, el('tr', {}, el('th', { scope: 'col' }, 'Claim'), el('th', { scope: 'col' }, 'Value'))),
    el('tbody', {}, ...rows),
  );
}

/** @param {string} name @param {unknown} value */
function readable(name, value) {
  if (TIMES.has(name) && typeof value === 'number') return new Date(value * 1000).toLocaleString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}
