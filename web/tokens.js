// @ts-check
// The tokens of the sign-in, and what can be done with them: refresh, carry elsewhere, give up.
import { copyButton } from './copy.js';
import { button, byId, el } from './dom.js';
import { explain, isAborted, showError } from './errors.js';
import { createTask } from './task.js';
import { tokenCard } from './token-card.js';

/**
 * @typedef {import('../js-glue/index.js').Client} Client
 * @typedef {import('../js-glue/index.js').Tokens} Tokens
 */

// A difference that matters: codes of authenticator apps live 30 seconds.
const CLOCK_TOLERANCE_MS = 30_000;

/**
 * @param {object} parts
 * @param {() => Promise<void>} parts.beforeSignOut
 * @param {(why: string) => void} parts.onSignedOut key
 * @param {(key: string) => void} parts.say at the form, once nobody is signed in
 * @param {() => boolean} parts.calling whether a call of this page is under way, which says itself what went wrong
 */
export function createTokens({ beforeSignOut, onSignedOut, say, calling }) {
  /** @type {{ tokens: Tokens, client: Client } | undefined} */
  let held;
  const slot = byId('tokens-notice', HTMLElement);
  const clock = byId('clock-notice', HTMLElement);
  const task = createTask({ status: byId('tokens-progress', HTMLElement), cancel: byId('tokens-cancel', HTMLButtonElement) });
  const question = byId('everywhere-question', HTMLElement);
  const everywhere = byId('sign-out-everywhere', HTMLButtonElement);

  const idToken = tokenCard('idToken', {
    buttons: [copyButton('authorizationHeader', () => `Authorization: FMID ${held?.tokens.idToken ?? ''}`, { key: 'copyHeader' })],
    onRefresh: refresh,
  });
  const accessToken = tokenCard('accessToken', { onRefresh: refresh });
  const refreshToken = tokenCard('refreshToken', {
    buttons: [copyButton('envLine', () => `FMID_REFRESH_TOKEN=${held?.tokens.refreshToken ?? ''}`, { key: 'copyEnv' })],
  });
  byId('token-list', HTMLElement).append(idToken.root, accessToken.root, refreshToken.root);

  /** @param {Tokens} tokens @param {Client} client */
  function show(tokens, client) {
    if (held?.client !== client) follow(client);
    held = { tokens, client };
    slot.replaceChildren();
    question.hidden = true;
    const life = { expiresAt: tokens.expiresAt, lifeMs: tokens.expiresIn * 1000, client };
    idToken.set(tokens.idToken, life);
    accessToken.set(tokens.accessToken, life);
    refreshToken.set(tokens.refreshToken);
    const wrong = Math.abs(tokens.clockOffset) > CLOCK_TOLERANCE_MS;
    const minutes = Math.max(1, Math.round(Math.abs(tokens.clockOffset) / 60_000));
    const said = () => el('p', { class: 'notice warning', t: tokens.clockOffset > 0 ? 'clockBehind' : 'clockAhead', vars: { minutes } });
    clock.replaceChildren(...(wrong ? [said()] : []));
  }

  let following = new AbortController();

  /** What other tabs do with the same sign-in, and calls that needed new tokens. @param {Client} client */
  function follow(client) {
    following.abort();
    following = new AbortController();
    const { signal } = following;
    const onRefreshed = (/** @type {any} */ { detail }) => {
      if (held?.client === client && !task.running) show({ ...detail, device: held.tokens.device }, client);
    };
    const onSignedOut = () => {
      if (held?.client !== client || task.running) return;
      void beforeSignOut();
      drop(calling() ? '' : 'signedOutElsewhere');
    };
    client.addEventListener('refreshed', onRefreshed, { signal });
    client.addEventListener('signedout', onSignedOut, { signal });
  }

  /** Forgets them. @param {string} why key */
  function drop(why) {
    held = undefined;
    for (const card of [idToken, accessToken, refreshToken]) card.clear();
    question.hidden = true;
    slot.replaceChildren();
    clock.replaceChildren();
    task.say('');
    onSignedOut(why);
  }

  /** What was good stays as it was when the work fails. @param {HTMLButtonElement} button @param {string} key @param {(now: { tokens: Tokens, client: Client, signal: AbortSignal }) => Promise<void>} work */
  async function attempt(button, key, work) {
    const now = held;
    if (!now || task.running) return;
    slot.replaceChildren();
    try {
      await task.run(button, key, (signal) => work({ ...now, signal }));
    } catch (error) {
      if (isAborted(error)) return task.say('cancelled');
      showError(slot, error, ...wayOut(error));
      slot.scrollIntoView({ block: 'nearest' });
    }
  }

  const refreshNow = byId('refresh-now', HTMLButtonElement);
  function refresh() {
    return attempt(refreshNow, 'refreshing', async ({ tokens, client, signal }) => {
      const fresh = await client.refresh({ refreshToken: tokens.refreshToken, deviceKey: tokens.device?.key, signal });
      show({ ...fresh, device: tokens.device }, client);
      task.say(fresh.refreshToken === tokens.refreshToken ? 'refreshedSame' : 'refreshedNew');
    });
  }
  refreshNow.addEventListener('click', refresh);

  // Whatever a server says to it, or does not: whoever signs out at somebody else's computer is signed out.
  byId('sign-out', HTMLButtonElement).addEventListener('click', async () => {
    if (!held || task.running) return;
    const { client } = held;
    void beforeSignOut();
    drop('signedOut');
    const revoked = await client.signOut().then(() => true, () => false);
    if (!held) say(revoked ? 'revoked' : 'notRevoked');
  });

  /**
   * Whoever wants to be sure that the tokens are void keeps them until the pool says so.
   * @param {string} id of the button @param {string} key what is under way @param {string} why key, once it is done
   * @param {(now: { tokens: Tokens, client: Client, signal: AbortSignal }) => Promise<void>} end at the pool
   */
  function endsAtPool(id, key, why, end) {
    const pressed = byId(id, HTMLButtonElement);
    pressed.addEventListener('click', () =>
      attempt(pressed, key, async (now) => {
        await end(now);
        await beforeSignOut();
        drop(why);
      }),
    );
  }
  endsAtPool('revoke', 'revoking', 'revoked', ({ tokens, client, signal }) => client.revoke({ refreshToken: tokens.refreshToken, signal }));
  endsAtPool('everywhere-yes', 'endingAll', 'endedAll', ({ tokens, client, signal }) => client.signOutEverywhere({ accessToken: tokens.accessToken, signal }));

  everywhere.addEventListener('click', () => {
    question.hidden = false;
    byId('everywhere-no', HTMLButtonElement).focus();
  });
  byId('everywhere-no', HTMLButtonElement).addEventListener('click', () => {
    question.hidden = true;
    everywhere.focus();
  });

  /** @param {unknown} error */
  function wayOut(error) {
    if (!/^(refresh_token_|access_token_|revoke_unsupported)/.test(explain(error).code)) return [];
    const forget = async () => {
      const client = held?.client;
      held = undefined;
      await beforeSignOut();
      await client?.signOut().catch(() => {}); // what was stored goes, too; the pool has said no already
      drop('forgotten');
    };
    return [el('div', { class: 'actions' }, button('forgetTokens', forget))];
  }

  return {
    show,
    refresh,
    get current() {
      return held?.tokens;
    },
  };
}
