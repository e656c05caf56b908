// @ts-check
// The page: sign in, the tokens, a Data API session, calls. Nothing is stored, nothing goes into the address, nothing is logged.
import { createCalls } from './calls.js';
import { fetchSettings, readConfig } from './config.js';
import { byId, el, wireShowButtons } from './dom.js';
import { explain, showError } from './errors.js';
import { createPools } from './pools.js';
import { createSession } from './session.js';
import { createSignIn } from './sign-in.js';
import { showStep } from './steps.js';
import { createTokens } from './tokens.js';

/**
 * @typedef {import('../js-glue/index.js').Client} Client
 * @typedef {import('./config.js').PoolChoice} PoolChoice
 */

// Not a literal, so that the types come from the source: the build puts the library here.
const LIBRARY = './fmid/index.js';

wireShowButtons(document);
watchNetwork();
showStep('sign-in');
start().catch((error) => showError(byId('page-notice', HTMLElement), error));

async function start() {
  const [fmid, settings] = await Promise.all([loadLibrary(), fetchSettings()]);
  if (!fmid) return;
  const { pools, relay } = readConfig(settings, fmid.CLARIS_ID);

  /** @type {Map<string, Promise<Client>>} */
  const clients = new Map();
  /** One for each pool; one that failed is not kept. @param {PoolChoice} choice */
  function clientFor({ id, pool }) {
    const known = clients.get(id);
    if (known) return known;
    const client = /** @type {typeof import('../js-glue/index.js')} */ (fmid).createClient({ pool });
    clients.set(id, client);
    client.catch(() => clients.delete(id));
    return client;
  }

  /** @type {{ client: Client, choice: PoolChoice } | undefined} */
  let signedIn;
  const chosen = createPools({
    pools,
    onChange: () => void warmUp(),
    onAccount: (account) => signIn.fillIn(account),
  });
  const signIn = createSignIn({
    pool: () => chosen.chosen,
    clientFor,
    onTokens: (got, client, choice) => {
      signedIn = { client, choice };
      tokens.show(got, client);
      signIn.showSignedIn(nameOf(client, got.idToken), choice.label);
      session.suggest(choice);
      showStep('session');
      byId('tokens-title', HTMLElement).focus();
    },
  });
  const tokens = createTokens({
    beforeSignOut: () => session.leave(),
    onSignedOut: (message) => {
      signedIn = undefined;
      showStep('sign-in');
      signIn.showForm(message);
    },
  });
  const session = createSession({
    relay,
    signedIn: () => signedIn && tokens.current && { client: signedIn.client, idToken: tokens.current.idToken },
    onChange: (open) => {
      calls.use(open);
      if (!signedIn) return;
      showStep(open ? 'call' : 'session');
      if (open) byId('session-title', HTMLElement).focus();
    },
  });
  const calls = createCalls({ onCalled: () => session.touch(), againButton: () => session.againButton() });

  /** Loads the module and makes the SRP tables while the person types. */
  async function warmUp() {
    const slot = byId('page-notice', HTMLElement);
    try {
      await clientFor(chosen.chosen);
      slot.replaceChildren();
      return true;
    } catch (error) {
      showError(slot, error);
      return explain(error).code !== 'wasm_unavailable';
    }
  }
  if (await warmUp()) signIn.enable();
}

/** @returns {Promise<typeof import('../js-glue/index.js') | undefined>} */
async function loadLibrary() {
  try {
    return await import(LIBRARY);
  } catch {
    showError(byId('page-notice', HTMLElement), {
      title: 'A part of this page could not be loaded.',
      hint: 'Reload it. If that does not help, the server that it comes from is not complete.',
      code: 'page_incomplete',
    });
    return undefined;
  }
}

/** Unverified, so for the person's eyes only. @param {Client} client @param {string} idToken */
function nameOf(client, idToken) {
  const { claims } = client.decodeUnverified(idToken);
  return String(claims.email ?? claims['cognito:username'] ?? claims.sub ?? 'somebody');
}

function watchNetwork() {
  const line = byId('offline', HTMLElement);
  const show = () => {
    line.hidden = navigator.onLine;
    line.replaceChildren(
      ...(navigator.onLine ? [] : [el('p', {}, el('strong', {}, 'This device is offline.'), ' What is here stays; signing in and calls wait for the network.')]),
    );
  };
  addEventListener('online', show);
  addEventListener('offline', show);
  show();
}
