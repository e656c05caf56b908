// @ts-check
// The page: sign in, the tokens, a Data API session, calls. Nothing is stored unless asked, nothing goes into the address, nothing is logged.
import { createAnyCall } from './any-call.js';
import { createCaller } from './caller.js';
import { createClients } from './clients.js';
import { fetchSettings, nameOf, readConfig } from './config.js';
import { byId, el, wireShowButtons } from './dom.js';
import { explain, showError } from './errors.js';
import { handOff } from './hand-off.js';
import { createHistory } from './history.js';
import { createInspector } from './inspect.js';
import { LANGUAGES, chooseLanguage, language, startLanguage } from './language.js';
import { createOtherApis } from './other-apis.js';
import { createPlaces } from './places.js';
import { createPools } from './pools.js';
import { createRecorder } from './recorder.js';
import { createRecords } from './records.js';
import { openRequest } from './requests.js';
import { createScripts } from './scripts-panel.js';
import { segments } from './segments.js';
import { createSession } from './session.js';
import { createSignIn } from './sign-in.js';
import { showStep, watchSteps } from './steps.js';
import { createVisit } from './visit.js';
import { createTokens } from './tokens.js';

/**
 * @typedef {import('../js-glue/index.js').Client} Client
 * @typedef {import('./config.js').PoolChoice} PoolChoice
 */

// Not a literal, so that the types come from the source: the build puts the library here.
const LIBRARY = './fmid/index.js';
const libraryLoads = loadLibrary();
const settingsLoad = fetchSettings();

start().catch((error) => showError(byId('page-notice', HTMLElement), error));

async function start() {
  wireShowButtons(document);
  await startLanguage();
  offerLanguages();
  watchNetwork();
  watchSteps();
  showStep('sign-in');
  const [fmid, settings] = await Promise.all([libraryLoads, settingsLoad]);
  if (!fmid) return;
  const { pools, relay } = readConfig(settings, fmid.CLARIS_ID);

  const visit = createVisit();
  const history = createHistory(() => recorder);
  const recorder = createRecorder(history.show);
  history.show([]);
  const clients = createClients(fmid, recorder.observe);

  /** @type {{ client: Client, choice: PoolChoice } | undefined} */
  let signedIn;
  const chosen = createPools({
    pools,
    discover: async () => (await clients.clientFor(pools[0])).discoverPool(),
    kept: clients.kept,
    onChange: () => void warmUp(),
    onAccount: (account) => signIn.fillIn(account),
  });
  const who = () => signedIn && tokens.current && { client: signedIn.client, idToken: tokens.current.idToken };
  const idToken = () => tokens.current?.idToken ?? '';

  const signIn = createSignIn({
    pool: () => chosen.chosen,
    clientFor: clients.clientFor,
    onTokens: (got, client, choice, kept) => {
      signedIn = { client, choice };
      if (kept) clients.kept = choice;
      else clients.forgetKept();
      tokens.show(got, client);
      signIn.showSignedIn(whoIs(client, got.idToken), nameOf(choice));
      places.suggest(choice);
      elsewhere.show();
      showStep('session');
      visit.signedIn = true;
      byId('tokens-title', HTMLElement).focus();
    },
  });
  const tokens = createTokens({
    beforeSignOut: () => session.leave(),
    say: (key) => signIn.say(key),
    calling: () => caller.task.running,
    onSignedOut: (why) => {
      signedIn = undefined;
      visit.signedIn = false;
      clients.kept = undefined; // the library has removed what it stored
      otherApis.reset();
      showStep('sign-in');
      signIn.showForm(why);
    },
  });
  const places = createPlaces(relay);
  const session = createSession({
    places,
    signedIn: who,
    onChange: (open) => {
      for (const part of [caller, records, scripts, anyCall]) part.reset();
      if (!signedIn) return;
      showStep(open ? 'call' : 'session');
      toSession.hidden = open !== undefined;
      if (open) byId('session-title', HTMLElement).focus();
    },
  });
  const caller = createCaller(session, (why) => signIn.explain(why));
  const scripts = createScripts(caller);
  const records = createRecords(caller, scripts.offerLayouts);
  const anyCall = createAnyCall(caller, idToken);
  const otherApis = createOtherApis({ places, signedIn: who });
  createInspector({ client: () => clients.clientFor(signedIn?.choice ?? chosen.chosen) });
  offerTabs();

  const toSession = byId('to-session', HTMLButtonElement);
  toSession.addEventListener('click', session.focus);

  const elsewhere = handOff(() => openRequest(places.example(), idToken()), idToken, { formats: ['curl', 'fileMaker', 'postman', 'env'] });
  byId('elsewhere', HTMLElement).append(elsewhere.root);
  places.onChange(elsewhere.show);

  /** Loads the module and makes the SRP tables while the person types. */
  async function warmUp() {
    const slot = byId('page-notice', HTMLElement);
    try {
      await clients.clientFor(chosen.chosen);
      slot.replaceChildren();
      return true;
    } catch (error) {
      showError(slot, error);
      return explain(error).code !== 'wasm_unavailable';
    }
  }
  if (!(await warmUp())) return;
  const resumed = clients.kept !== undefined && (await signIn.resume(chosen.chosen));
  signIn.enable();
  if (!resumed && !clients.kept && visit.wasSignedIn) signIn.say('notKept');
}

/** @returns {Promise<typeof import('../js-glue/index.js') | undefined>} */
async function loadLibrary() {
  try {
    return await import(LIBRARY);
  } catch {
    showError(byId('page-notice', HTMLElement), { code: 'page_incomplete' });
    return undefined;
  }
}

/** Unverified, so for the person's eyes only. @param {Client} client @param {string} idToken */
function whoIs(client, idToken) {
  const { claims } = client.decodeUnverified(idToken);
  return String(claims.email ?? claims['cognito:username'] ?? claims.sub ?? '?');
}

function offerLanguages() {
  const select = byId('language', HTMLSelectElement);
  for (const [tag, name] of Object.entries(LANGUAGES)) select.append(el('option', { value: tag, lang: tag, selected: tag === language() }, name));
  select.addEventListener('change', () => chooseLanguage(/** @type {import('./language.js').Language} */ (select.value)));
}

/** What an open session is used for. */
function offerTabs() {
  const panels = ['records', 'scripts', 'anyCall'];
  const show = (/** @type {string} */ chosen) => {
    for (const panel of panels) byId(`panel-${panel}`, HTMLElement).hidden = panel !== chosen;
  };
  byId('call-tabs', HTMLElement).append(segments('callTabs', panels, show));
  show(panels[0]);
}

function watchNetwork() {
  const line = byId('offline', HTMLElement);
  const show = () => {
    line.hidden = navigator.onLine;
  };
  addEventListener('online', show);
  addEventListener('offline', show);
  show();
}
