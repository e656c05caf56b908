// @ts-check
// The tokens of the sign-in: what each is for, how long it lives, and what can be done with them.
import { claimsTable } from './claims.js';
import { copyButton } from './copy.js';
import { createCountdown } from './countdown.js';
import { byId, el } from './dom.js';
import { explain, showError } from './errors.js';
import { secretField } from './secret-field.js';
import { createTask } from './task.js';

/**
 * @typedef {import('../js-glue/index.js').Client} Client
 * @typedef {import('../js-glue/index.js').Tokens} Tokens
 */

/**
 * @param {object} parts
 * @param {() => Promise<void>} parts.beforeSignOut
 * @param {(message: string) => void} parts.onSignedOut
 */
export function createTokens({ beforeSignOut, onSignedOut }) {
  /** @type {{ tokens: Tokens, client: Client } | undefined} */
  let held;
  const slot = byId('tokens-notice', HTMLElement);
  const task = createTask({ status: byId('tokens-progress', HTMLElement) });
  const question = byId('everywhere-question', HTMLElement);
  const everywhere = byId('sign-out-everywhere', HTMLButtonElement);

  const idToken = tokenCard('ID token', 'For FileMaker Cloud: it opens Data API sessions and goes with every OData and Admin API call.', () => [
    copyButton('Authorization header', () => `Authorization: FMID ${held?.tokens.idToken ?? ''}`, 'Copy as header'),
  ]);
  const accessToken = tokenCard('Access token', 'For the sign-in service itself, such as signing out everywhere. FileMaker does not take it.');
  const refreshToken = tokenCard('Refresh token', 'Gets new ID and access tokens without the password. The one to keep, and to keep safest.');
  byId('token-list', HTMLElement).append(idToken.root, accessToken.root, refreshToken.root);

  /** @param {Tokens} tokens @param {Client} client */
  function show(tokens, client) {
    held = { tokens, client };
    slot.replaceChildren();
    question.hidden = true;
    idToken.set(tokens.idToken, tokens.expiresAt, claimsOf(client, tokens.idToken));
    accessToken.set(tokens.accessToken, tokens.expiresAt, claimsOf(client, tokens.accessToken));
    refreshToken.set(tokens.refreshToken);
  }

  /** Forgets them. @param {string} message */
  function drop(message) {
    held = undefined;
    for (const card of [idToken, accessToken, refreshToken]) card.clear();
    question.hidden = true;
    slot.replaceChildren();
    task.say('');
    onSignedOut(message);
  }

  /** What was good stays as it was when the work fails. @param {HTMLButtonElement} button @param {string} text @param {(now: { tokens: Tokens, client: Client }) => Promise<void>} work */
  async function attempt(button, text, work) {
    const now = held;
    if (!now || task.running) return;
    slot.replaceChildren();
    try {
      await task.run(button, text, () => work(now));
    } catch (error) {
      showError(slot, error, ...wayOut(error));
    }
  }

  const refreshNow = byId('refresh-now', HTMLButtonElement);
  refreshNow.addEventListener('click', () =>
    attempt(refreshNow, 'Asking for new tokens…', async ({ tokens, client }) => {
      const fresh = await client.refresh({ refreshToken: tokens.refreshToken, deviceKey: tokens.device?.key });
      show({ ...fresh, device: tokens.device }, client);
      const kept = fresh.refreshToken === tokens.refreshToken ? 'the refresh token is the same' : 'the refresh token is a new one, too';
      task.say(`New ID and access tokens; ${kept}.`);
    }),
  );

  const revoke = byId('revoke', HTMLButtonElement);
  revoke.addEventListener('click', () =>
    attempt(revoke, 'Revoking the refresh token…', async ({ tokens, client }) => {
      await client.revoke({ refreshToken: tokens.refreshToken });
      await beforeSignOut();
      drop('Signed out. The refresh token no longer works, nor does anything made from it.');
    }),
  );

  everywhere.addEventListener('click', () => {
    question.hidden = false;
    byId('everywhere-no', HTMLButtonElement).focus();
  });
  byId('everywhere-no', HTMLButtonElement).addEventListener('click', () => {
    question.hidden = true;
    everywhere.focus();
  });
  const yes = byId('everywhere-yes', HTMLButtonElement);
  yes.addEventListener('click', () =>
    attempt(yes, 'Ending every sign-in of this account…', async ({ tokens, client }) => {
      await client.signOutEverywhere({ accessToken: tokens.accessToken });
      await beforeSignOut();
      drop('Signed out everywhere. No refresh token of this account works any more.');
    }),
  );

  /** @param {unknown} error */
  function wayOut(error) {
    if (!explain(error).code?.match(/^(refresh_token_|access_token_|revoke_unsupported)/)) return [];
    const click = async () => {
      await beforeSignOut();
      drop('The tokens are forgotten here. Sign in to get new ones.');
    };
    return [el('div', { class: 'actions' }, el('button', { type: 'button', on: { click } }, 'Forget these tokens and sign in again'))];
  }

  return {
    show,
    get current() {
      return held?.tokens;
    },
  };
}

/** @param {Client} client @param {string} token @returns {Record<string, unknown>} */
function claimsOf(client, token) {
  return client.decodeUnverified(token).claims;
}

/**
 * @param {string} name @param {string} purpose
 * @param {() => HTMLElement[]} [more] further buttons
 */
function tokenCard(name, purpose, more = () => []) {
  const secret = secretField(name, ...more());
  const left = el('span', { class: 'left' });
  const ended = el('span', { class: 'hidden-text', role: 'status' });
  const countdown = createCountdown(left, {
    left: (time) => `${time} left`,
    over: 'expired – refresh',
    onOver: () => {
      ended.textContent = `The ${name} has expired: refresh it.`;
    },
  });
  const claims = el('div', { class: 'scroller' });
  const details = el('details', { class: 'small', hidden: true }, el('summary', {}, `Claims of the ${name}`), claims);
  const root = el(
    'article',
    { class: 'token' },
    el('div', { class: 'token-head' }, el('h3', {}, name), left, ended),
    el('p', {}, purpose),
    secret.root,
    details,
  );
  return {
    root,
    /** @param {string} value @param {number} [expiresAt] @param {Record<string, unknown>} [said] */
    set(value, expiresAt, said) {
      secret.set(value);
      ended.textContent = '';
      if (expiresAt !== undefined) countdown.start(expiresAt);
      // Claris says a year, Soliant three, and it does not say itself (DOMAIN §8.4).
      else left.textContent = 'good until it is refused';
      details.hidden = said === undefined;
      if (said) claims.replaceChildren(claimsTable(said, name));
    },
    clear() {
      secret.set('');
      countdown.stop();
      claims.replaceChildren();
    },
  };
}
