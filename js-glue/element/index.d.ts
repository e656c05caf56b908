/// <reference lib="dom" />
import type { Client, ClientOptions, Database, FmidError, Tokens } from '../index.js';

/**
 * Needs the DOM. On a server that renders pages the import does nothing.
 *
 * `<fmid-sign-in>`: a form that signs a person in to FileMaker Cloud, whatever Cognito asks on the way, and says so by events.
 *
 * Attributes, each a property as well: `user-pool-id`, `client-id`, `endpoint` (default: Claris ID), `storage` ("memory", "session",
 * "persistent"), `keep-fresh`, `host`, `database`, `version`, `relay` (to open a database too), `username` (to begin with), `lang`.
 * Slots: `heading`, `footer`, and the default one, shown to who is signed in.
 * Parts: card, title, form, field, label, input, code, choices, choice, button, primary, cancel, reveal, notice, hint, progress, setup, by-hand,
 * qr, secret, link, who. Custom properties: --fmid-accent, --fmid-on-accent, --fmid-text, --fmid-muted, --fmid-background, --fmid-border,
 * --fmid-error, --fmid-radius, --fmid-font.
 *
 * @example
 * import 'fmid/element';
 *
 * const element = document.createElement('fmid-sign-in');
 * element.addEventListener('fmid-tokens', ({ detail }) => console.log('good until', new Date(detail.expiresAt)));
 * document.body.append(element);
 */
export class FmidSignInElement extends HTMLElement {
  userPoolId: string;
  clientId: string;
  endpoint: string;
  storage: string;
  host: string;
  database: string;
  version: string;
  relay: string;
  username: string;
  /** Where the `.wasm` is, if not beside the module. Set it before the element is in the page. */
  wasm: ClientOptions['wasm'];

  /** The client in use. One of the page's own takes the place of the one that the attributes describe, and is not stopped. */
  client: Client | undefined;
  readonly tokens: Tokens | undefined;
  /** The database that `host` and `database` name, once it was opened. It renews its session and tokens by itself. */
  readonly session: Database | undefined;

  /** Gives up what is under way. */
  cancel(): void;
  signOut(): Promise<void>;
  /** Shows the form, with what made it necessary above it. */
  showSignIn(reason?: FmidError): void;

  addEventListener<Name extends keyof FmidSignInEventMap>(
    type: Name,
    listener: (this: FmidSignInElement, event: FmidSignInEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** They bubble, out of shadow roots too. The tokens in them are secrets. */
export interface FmidSignInEventMap extends HTMLElementEventMap {
  /** After signing in, after each refresh, and for a sign-in that was stored. */
  'fmid-tokens': CustomEvent<Tokens>;
  /** The database is open. */
  'fmid-session': CustomEvent<Database>;
  /** What the element shows to the person. */
  'fmid-error': CustomEvent<FmidError>;
  'fmid-signed-out': CustomEvent<undefined>;
}

/** Adds a language, or changes words of one that is there. The keys are those of messages/en.js. */
export function addMessages(language: string, messages: Record<string, string>): void;

declare global {
  interface HTMLElementTagNameMap {
    'fmid-sign-in': FmidSignInElement;
  }
}
