// @ts-check
// <fmid-sign-in>: signs a person in, and says so by events. element.d.ts documents its attributes, properties and events.
import { createClient, FmidError } from '../index.js';
import { reflecting, takeUp } from './reflected.js';
import { adoptStyles } from './styles.js';
import { loadTexts } from './texts.js';
import { createView } from './view.js';

/**
 * @typedef {import('../index.js').Client} Client
 * @typedef {import('../index.js').Answer} Answer
 * @typedef {import('../index.js').Challenge} Challenge
 */

/** The client depends on these; a change makes a new one. */
const OF_THE_CLIENT = ['user-pool-id', 'client-id', 'endpoint', 'storage', 'keep-fresh'];

/** Events of the client that it listens to. */
const HEARD = /** @type {const} */ (['signedin', 'refreshed', 'signedout', 'error']);

const REFLECTED = {
  userPoolId: 'user-pool-id', clientId: 'client-id', endpoint: 'endpoint', storage: 'storage', host: 'host', database: 'database',
  version: 'version', relay: 'relay', username: 'username',
};

export class FmidSignInElement extends reflecting(REFLECTED) {
  static observedAttributes = [...OF_THE_CLIENT, 'lang'];

  #root = this.attachShadow({ mode: 'open' });
  /** @type {ReturnType<typeof createView> | undefined} */
  #view;
  /** The one in use. @type {Client | undefined} */
  #client;
  /** @type {Promise<Client> | undefined} */
  #making;
  /** The page's own, which is not ours to stop. @type {Client | undefined} */
  #given;
  /** @type {import('../index.js').Database | undefined} */
  #session;
  /** What is under way; replaced when it is given up. @type {AbortController | undefined} */
  #task;
  /** Counts the starts, so that one that was overtaken stops. */
  #run = 0;
  /** Who waits for the answer to the question. @type {(answer: Answer) => void} */
  #deliver = () => {};
  #again = false;
  /** A question is shown, and nothing goes on before the person answers. */
  #asks = false;
  /** Another tab, or the page, ended the sign-in that a question belongs to. */
  #overtaken = false;
  /** A framework may have set it before the class was there. @type {import('../index.js').ClientOptions['wasm']} */
  wasm = /** @type {{ wasm?: FmidSignInElement['wasm'] }} */ (this).wasm;

  connectedCallback() {
    takeUp(this, ['client', ...Object.keys(REFLECTED)]);
    if (!this.#view) this.#restart();
  }

  disconnectedCallback() {
    // Who is moved within the page is back by then, and still signed in.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#run += 1;
      this.#leave();
      this.#view = undefined;
      this.#root.replaceChildren();
    });
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (this.isConnected && before !== after) this.#restart(name === 'lang' ? this.#client : undefined);
  }

  get client() {
    return this.#client ?? this.#given;
  }

  /** A client of the page's own takes the place of the one that the attributes describe. */
  set client(client) {
    this.#leave();
    this.#given = client;
    if (this.isConnected) this.#restart();
  }

  get tokens() {
    return this.#client?.tokens;
  }

  /** The database that `host` and `database` name, once it was opened. */
  get session() {
    return this.#session;
  }

  cancel() {
    this.#task?.abort();
  }

  async signOut() {
    await this.#client?.signOut();
  }

  /**
   * The form, with what made it necessary above it.
   * @param {FmidError} [reason]
   */
  showSignIn(reason) {
    this.#view?.showSignIn(this.username);
    if (reason) this.#view?.showError(reason);
  }

  focus() {
    this.#view?.focus();
  }

  /** @param {Client} [kept] only the words change, whoever is signed in stays so */
  async #restart(kept) {
    const run = (this.#run += 1);
    if (kept) this.cancel();
    else this.#leave();
    await undefined; // attributes that a framework sets one by one make one client
    if (run !== this.#run) return;
    try {
      const texts = await loadTexts(this.#languages());
      if (run !== this.#run) return;
      this.#show(texts);
      if (kept) return kept.tokens && this.#welcome();
      const client = await this.#ready();
      if (run === this.#run && client.signedIn && !this.#task) await this.#resume(client);
    } catch (error) {
      if (run === this.#run) this.#fail(error);
    }
  }

  /** @param {import('./texts.js').Texts} texts */
  #show(texts) {
    this.#root.replaceChildren();
    adoptStyles(this.#root);
    this.#view = createView(this.#root, texts, {
      onSignIn: (username, password) => this.#signIn(username, password),
      onAnswer: (answer) => {
        this.#view?.busy('busy.answer');
        this.#asks = false;
        this.#deliver(answer);
      },
      onStartAgain: () => {
        this.#again = true;
        this.cancel();
      },
      onCancel: () => this.cancel(),
      onSignOut: () => this.signOut().catch((error) => this.#fail(error)),
    });
    this.showSignIn();
  }

  /** The element's own language, that of the page around it, the person's. */
  #languages() {
    const nearest = this.closest('[lang]')?.getAttribute('lang');
    return nearest ? [nearest] : navigator.languages;
  }

  /** The client. Whoever is quicker than the module waits for the same one; one that could not be made is tried again. */
  #ready() {
    const run = this.#run;
    this.#making ??= this.#makeClient().then(
      (client) => {
        if (run === this.#run) this.#use(client);
        else if (client !== this.#given) client.stop();
        return client;
      },
      (error) => {
        if (run === this.#run) this.#making = undefined;
        throw error;
      },
    );
    return this.#making;
  }

  async #makeClient() {
    if (this.#given) return this.#given;
    const { userPoolId, clientId, endpoint } = this;
    const pool = userPoolId || clientId || endpoint ? { userPoolId, clientId, endpoint } : undefined;
    const storage = /** @type {'memory' | ''} */ (this.storage) || undefined;
    return createClient({ pool, storage, keepFresh: this.hasAttribute('keep-fresh'), wasm: this.wasm });
  }

  /** @param {Client} client */
  #use(client) {
    this.#client = client;
    for (const type of HEARD) client.addEventListener(type, this.#hear);
  }

  /** Gives up what is under way and lets go of the client. */
  #leave() {
    this.cancel();
    for (const type of HEARD) this.#client?.removeEventListener(type, this.#hear);
    if (this.#client !== this.#given) this.#client?.stop();
    this.#client = this.#session = this.#making = undefined;
  }

  /** What the client says, also of other tabs. @type {(event: Event) => void} */
  #hear = (event) => {
    const { type, detail } = /** @type {import('../index.js').ClientEvent} */ (event);
    if (type === 'error') return this.#fail(detail);
    if (this.#asks && type !== 'refreshed') {
      this.#overtaken = true;
      this.cancel();
    }
    if (type === 'signedout') {
      this.#session = undefined;
      this.showSignIn();
      this.#say('fmid-signed-out');
      return;
    }
    this.#say('fmid-tokens', detail);
    if (type === 'signedin') this.#welcome();
  };

  /** @param {string} type @param {unknown} [detail] */
  #say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /** @param {unknown} error */
  #fail(error) {
    if (!(error instanceof FmidError)) throw error;
    this.#view?.showError(error);
    this.#say('fmid-error', error);
  }

  /** A sign-in that was stored, or is the page's. @param {Client} client */
  async #resume(client) {
    await this.#working('busy.resume', async (signal) => {
      const before = client.tokens;
      await client.idToken({ signal });
      if (client.tokens === before) this.#say('fmid-tokens', before);
      this.#welcome();
    });
  }

  /**
   * @param {string} busy
   * @param {(signal: AbortSignal) => Promise<void>} work
   */
  async #working(busy, work) {
    const task = (this.#task = new AbortController());
    this.#view?.clearErrors();
    this.#view?.busy(busy);
    try {
      await work(task.signal);
    } finally {
      if (this.#task === task) this.#task = undefined;
      this.#asks = false;
    }
  }

  /** @param {string} username @param {string} password */
  async #signIn(username, password) {
    if (this.#task) return;
    this.#overtaken = false;
    do {
      this.#again = false;
      try {
        await this.#working('busy.signIn', async (signal) => {
          const client = await this.#ready();
          await client.signIn({ username, password, signal, answer: (challenge) => this.#ask(challenge) });
        });
      } catch (error) {
        if (!this.#again && !this.#overtaken) this.#giveBack(error);
      }
    } while (this.#again);
  }

  /** Given up, it is never resolved: the client has left by then. @param {Challenge} challenge @returns {Promise<Answer>} */
  #ask(challenge) {
    return new Promise((resolve) => {
      this.#deliver = resolve;
      this.#asks = true;
      this.#view?.ask(challenge);
    });
  }

  /** Back at the form, with everything that was typed. @param {unknown} error */
  #giveBack(error) {
    this.showSignIn();
    if (!(error instanceof FmidError && error.code === 'aborted')) this.#fail(error);
  }

  /** Signed in: says who, and opens the database where one is named. */
  #welcome() {
    const client = /** @type {Client} */ (this.#client);
    const { claims } = client.decodeUnverified(/** @type {string} */ (client.tokens?.idToken));
    this.#view?.clearErrors();
    this.#view?.showSignedIn(String(claims.email ?? claims['cognito:username'] ?? ''));
    if (this.host && this.database && !this.#session) this.#open(client).catch((error) => this.#fail(error));
  }

  /** @param {Client} client */
  async #open(client) {
    const { host, database, version, relay } = this;
    const opened = client.database({
      host,
      database,
      version: /** @type {'vLatest' | ''} */ (version) || undefined,
      // A relay of this site may be named as addresses in pages are.
      relay: relay && new URL(relay, document.baseURI).href,
    });
    await this.#working('busy.session', async (signal) => {
      // The smallest call that needs a session: whether the host takes this person is known now, not at the first search.
      await opened.call('GET', '/validateSession', undefined, { signal });
    });
    this.#view?.busy('');
    this.#session = opened;
    this.#say('fmid-session', opened);
  }
}
