/**
 * fmid: signs a person in to FileMaker Cloud with a Claris ID (FileMaker ID), in a browser, on a server or at the edge: nothing here needs
 * the DOM, and neither do the types. The password never leaves the
 * device: SRP runs in WebAssembly, and what is sent is a proof.
 *
 * @example
 * import { createClient } from 'fmid';
 *
 * const fmid = await createClient();
 * const tokens = await fmid.signIn({
 *   username: 'jane@example.com',
 *   password: 'correct horse battery staple',
 *   answer: ({ name }) => window.prompt(name),
 * });
 * const session = await fmid.openSession({ host: 'acme.account.filemaker-cloud.com', database: 'Contacts', idToken: tokens.idToken });
 * const { response } = await session.call('GET', 'layouts');
 * await session.close();
 */

/** Loads the WebAssembly module (once per page, shared by all clients) and gives a client for one user pool. Sends nothing. */
export function createClient(options?: ClientOptions): Promise<Client>;

export interface ClientOptions {
  /** Which user pool to talk to. Default: Claris ID, as Claris documents it. */
  pool?: PoolOptions;
  /**
   * Who sends the requests, all of them, in place of fmid. It gets one request and answers with one response; see {@link Transport}.
   * Default: in pages and dedicated workers those to the user pool leave by Emscripten's fetch (XMLHttpRequest), everywhere else and those to
   * FileMaker hosts by `fetch`; without cookies, and without an answer that was redirected.
   */
  transport?: Transport;
  /** Hears of each request when it is over: for a list of requests, or to measure. Never of a body, a token or a code. */
  observe?: (request: ObservedRequest) => void;
  /** Milliseconds for one request before it fails with `timeout`: above 0, below 2^31 (24 days). Default 30000. */
  timeoutMs?: number;
  /**
   * The `.wasm` file: its address, its bytes, or the compiled module. Default: beside the module `fmid-core.wasm` or, in an engine without SIMD
   * (Chrome before 91, Firefox before 89, Safari before 16.4), `fmid-core-scalar.wasm`.
   */
  wasm?: string | URL | Uint8Array | ArrayBuffer | WasmModule;
  /**
   * Where the sign-in is kept between visits. Nothing is stored by default ("memory").
   * - `session`: in sessionStorage, as it is, until the tab is closed. Each tab has its own.
   *   A tab that is duplicated has the sign-in of the other: the two hear of each other.
   * - `persistent`: in IndexedDB, encrypted with a key that WebCrypto does not hand out to script; the tabs of an origin share it, refresh
   *   one at a time and hear of each other. Who has a copy of the browser's files has the tokens: Chromium keeps the key among them, in
   *   the open. https: pages only.
   * - `{ persistent: true, secret }`: the same with a key made from a secret of yours, which is stored nowhere: a copy of the files is
   *   worth nothing without it. See {@link PersistentStorage}.
   * - your own.
   *
   * Stored are the refresh token and the remembered device, never a password, an ID token or an access token. They are removed by
   * signing out and by a final refusal of the pool, not by a failure. What cannot be read is ignored.
   * @throws {EnvironmentError} `storage_unavailable` where the page may not have it
   */
  storage?: 'memory' | 'session' | 'persistent' | PersistentStorage | TokenStorage;
  /** Refresh ahead of time by itself, while signed in. Without it tokens are refreshed when somebody asks for them. Default false. */
  keepFresh?: boolean;
  /** Milliseconds since 1970. Default: Date.now. For tests. */
  now?: () => number;
}

/**
 * Persistent storage that a copy of the browser's files does not open. Neither it nor anything else protects against script in the page
 * while the page has the secret.
 */
export interface PersistentStorage {
  readonly persistent: true;
  /**
   * At least 16 bytes that nobody can guess, the same at each visit: the output of WebAuthn's PRF extension, or what your server keeps for
   * the person and gives to whom it knows. Not a password or PIN: those can be tried out. What was stored with another secret is ignored.
   */
  readonly secret: ArrayBuffer | Uint8Array<ArrayBuffer>;
}

/** Somewhere to keep a sign-in. What it throws is said by an `error` event; the tokens are there all the same. */
export interface TokenStorage {
  /** Storages of one name hold one sign-in: clients in all tabs that use it refresh one at a time and hear of each other. */
  readonly name?: string;
  load(): SavedSignIn | undefined | null | Promise<SavedSignIn | undefined | null>;
  save(signIn: SavedSignIn): void | Promise<void>;
  clear(): void | Promise<void>;
}

/** A secret: as good as the password until it is revoked. Plain JSON. */
export interface SavedSignIn {
  readonly version: 1;
  /** Tells this sign-in from the next one; keep it with the rest. Where it is missing, any is taken for this one. */
  readonly id?: string;
  readonly refreshToken: string;
  readonly device?: Device;
}

/** A Cognito user pool and an app client. */
export interface PoolOptions {
  /** "us-west-2_NqkuZcXQY": region, underscore, pool name. */
  userPoolId: string;
  clientId: string;
  /** Default: Amazon's address for the region. `https:`, or `http:` on loopback. */
  endpoint?: string;
  /** Of an app client that has one. For programs: a page cannot keep it from anybody who reads the page. */
  clientSecret?: string;
}

/** A pool with everything filled in. */
export interface Pool {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly endpoint: string;
}

/** Every call can be given up; the client stays usable and nothing that was good is lost. */
export interface CallOptions {
  /** Gives up: the call rejects with a {@link TransportError} of code `aborted`. */
  signal?: AbortSignal;
  /** Milliseconds for each request of this call. Default: the client's. */
  timeoutMs?: number;
}

/**
 * One user pool and one person. A program that serves several makes a client for each; they share the module.
 *
 * Events, each with `detail`: `signedin` and `refreshed` ({@link Tokens}), `expiring` (the tokens that have less than two minutes left),
 * `signedout` (nothing), `error` (an {@link FmidError} that nobody waited for). They also say what other tabs did, where the tabs share a storage.
 */
export interface Client extends EventTarget {
  readonly pool: Pool;
  /** Of the person who is signed in; undefined before that, and after a reload until somebody asks. May have run out. */
  readonly tokens: Tokens | undefined;
  /** Whether calls can be made without asking the person. */
  readonly signedIn: boolean;

  /**
   * One database of a FileMaker host by the Data API. Sends nothing yet: each call gets the token it needs. The session is used until it
   * ends, opened again with the ID token, the ID token refreshed, and the person needed only when all of that is over (`sign_in_required`,
   * or the pool's refusal). Who asks for the same one again gets it again, with its session; each tab has a session of its own.
   */
  database(options: DatabaseOptions): Database;
  /** The same by OData: `call('GET', 'Contacts?$top=10')`. The ID token goes with every request, there is no session. */
  odata(options: HostOptions & { database: string }): Host;
  /** The host's Admin API: `call('GET', '/databases')`. */
  admin(options: HostOptions): Host;

  /** An ID token that is good for at least ten seconds, refreshed where necessary. @throws {SignInRequiredError} */
  idToken(options?: CallOptions): Promise<string>;

  /**
   * Ends it all: forgets and removes the tokens here and in other tabs, then closes the sessions that are open and has the pool revoke the
   * refresh token. The person is signed out at once, and even where this rejects; then the pool was not reached, and the refresh token is still good.
   */
  signOut(options?: CallOptions): Promise<void>;

  /** Stops timers and listening to other tabs. Nobody is signed out. */
  stop(): void;

  /**
   * Signs in with SRP. Resolves with the tokens when Cognito has everything it asked for.
   * `answer` is called for each thing that it asks (a code, a new password, …), again with `challenge.previousError` when the answer
   * was refused and another try is possible. Without `answer`, a challenge rejects with `challenge_unanswered`, which names it.
   * What `answer` throws rejects the call; null or undefined gives up (`aborted`). So does nobody who reads the questions: after three
   * answers in a row of the wrong form, or three times the same wrong code, the call rejects with what was wrong.
   * @throws {InputError} `username_required`, `password_required`, `text_not_utf8`, `challenge_unanswered`
   * @throws {ServerError} `wrong_credentials`, `too_many_attempts`, `blocked_for_security`, … ({@link ErrorCode})
   */
  signIn(options: SignInOptions & CallOptions): Promise<Tokens>;

  /**
   * New access and ID tokens for the person's refresh token, or for one from elsewhere, whose person then is the one signed in; no user
   * name needed. The result's `refreshToken` is the one to keep from now on. Any number of callers cost one request.
   * @throws {ServerError} `refresh_token_invalid`, `refresh_token_expired`, `refresh_token_revoked`, `refresh_token_reused`: sign in
   * again. After any other error the refresh token is as good as before.
   */
  refresh(options?: { refreshToken?: string; deviceKey?: string } & CallOptions): Promise<Tokens>;

  /** Makes a refresh token (default: the person's), and the access tokens made from it, void (Cognito's RevokeToken). */
  revoke(options?: { refreshToken?: string } & CallOptions): Promise<void>;

  /** Makes every refresh token of this person void, on all devices (Cognito's GlobalSignOut). */
  signOutEverywhere(options?: { accessToken?: string } & CallOptions): Promise<void>;

  /**
   * Opens a FileMaker Data API session with an ID token. It ends 15 minutes after its last use, or by `close()`.
   * In a page of another origin the host refuses this by CORS (`cors_refused`; Claris documents that it does): give `relay`, or call
   * from Node.
   * @throws {FileMakerError} `fm_account_refused`, `fm_file_unavailable`, `fm_unauthorized`, …
   */
  openSession(options: OpenSessionOptions & CallOptions): Promise<DataApiSession>;

  /** The host's version and formats (GET /productInfo), without signing in. */
  productInfo(options: HostOptions & CallOptions): Promise<DataApiReply>;

  /**
   * Asks Claris's discovery address (or one that answers in the same shape) for the pool's ids, which may differ from the built-in
   * ones one day. Whether Claris's address lets browsers read it is unknown; in Node it makes no difference.
   */
  discoverPool(options?: { url?: string } & CallOptions): Promise<Pool>;

  /**
   * What a token (JWT) says about itself. Unverified: nobody checked the signature, so show it and set clocks by it, and trust it for
   * nothing. Sends nothing.
   * @throws {InputError} `token_malformed`
   */
  decodeUnverified(token: string): UnverifiedClaims;
}

export interface SignInOptions {
  /** E-mail address or user name, as the person typed it. */
  username: string;
  /** As the person typed it. Copied into WebAssembly memory that is wiped; JavaScript's own copy is the caller's. */
  password: string;
  /**
   * `tokens.device` of this person's last sign-in: where the pool remembers devices, it proves itself in place of a code. One that the
   * pool no longer knows is forgotten without asking: the sign-in begins anew without it, and the tokens have another one or none.
   */
  device?: Device;
  answer?: (challenge: Challenge) => GivenAnswer | Promise<GivenAnswer>;
}

/** What Cognito wants to know after the password. */
export interface Challenge {
  readonly name: ChallengeName;
  /** The answer was refused and can be given again; the sign-in itself is intact. */
  readonly previousError?: FmidError;
  /** The sign-in had run out of time and was begun anew: codes sent before are void, a new one is on its way. */
  readonly restarted: boolean;
  /** "SMS" or "EMAIL" where a code was sent. */
  readonly deliveryMedium?: string;
  /** Where to, masked by Cognito: "+*******1234". */
  readonly deliveryDestination?: string;
  /** The authenticator's name, where it has one. */
  readonly friendlyDeviceName?: string;
  /** SELECT_MFA_TYPE: what can be chosen, as the server spells it. */
  readonly choices?: readonly string[];
  /** NEW_PASSWORD_REQUIRED: the attributes that must be given with it, without "userAttributes.". */
  readonly requiredAttributes?: readonly string[];
  /** MFA_SETUP: the authenticator's secret, base32. */
  readonly secretCode?: string;
  /** MFA_SETUP: the same as an otpauth: URI, for a QR code. */
  readonly otpauthUri?: string;
}

export type ChallengeName =
  | 'SMS_MFA'
  | 'SOFTWARE_TOKEN_MFA'
  | 'EMAIL_OTP'
  | 'SMS_OTP'
  | 'SELECT_MFA_TYPE'
  | 'NEW_PASSWORD_REQUIRED'
  | 'MFA_SETUP';

/** The person's answer; which members count depends on the challenge. */
export interface Answer {
  /** SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP, SMS_OTP, MFA_SETUP: 4 to 10 digits; spaces and hyphens do not matter. */
  code?: string;
  /** SELECT_MFA_TYPE: one of `choices`. */
  choice?: string;
  /** NEW_PASSWORD_REQUIRED. */
  newPassword?: string;
  /** NEW_PASSWORD_REQUIRED: name → value for `requiredAttributes`. */
  attributes?: Record<string, string>;
  /** MFA_SETUP: what the authenticator shall be called; may be left out. */
  deviceName?: string;
}

/** A text or a number is the code; a number is filled up to six digits. null and undefined give up, also as `code: null`. */
export type GivenAnswer = (Omit<Answer, 'code'> & { code?: string | number | null }) | string | number | null | undefined;

/** Cognito's three tokens. Secrets, all of them. */
export interface Tokens {
  /** JWT for Cognito's own calls. */
  readonly accessToken: string;
  /** JWT for FileMaker Cloud: `Authorization: FMID <idToken>`. */
  readonly idToken: string;
  /** Opaque. How long it lives is not documented consistently (Claris: 1 year, Soliant: 3), so it is good until it is refused. */
  readonly refreshToken: string;
  /** Seconds that the access and ID token were given; 3600 at Claris. */
  readonly expiresIn: number;
  /** When they end, in milliseconds since 1970 by this machine's clock. */
  readonly expiresAt: number;
  /** Milliseconds by which the server's clock is ahead of this machine's; 0 within two seconds or where it did not say. */
  readonly clockOffset: number;
  /**
   * Of a pool that remembers devices, after a sign-in: keep it in place of the one before, also where it is absent. `refresh` wants its
   * key and gives none.
   */
  readonly device?: Device;
}

/** What a pool knows this device by. */
export interface Device {
  readonly key: string;
  readonly groupKey: string;
  /** Made by fmid. A secret: with the person's password it does what a code does. */
  readonly password: string;
}

// The platform's types, where the program has them (the DOM's, a worker's, Node's); else as much of them as is used here.
type Platform<Name extends string, Otherwise> = typeof globalThis extends { [name in Name]: { prototype: infer Type } } ? Type : Otherwise;
type AbortSignal = Platform<'AbortSignal', { readonly aborted: boolean; readonly reason: unknown; addEventListener(type: 'abort', listener: () => void): void }>;
type Blob = Platform<'Blob', { readonly size: number; readonly type: string; arrayBuffer(): Promise<ArrayBuffer> }>;
type Event = Platform<'Event', { readonly type: string }>;
type EventTarget = Platform<'EventTarget', Record<'addEventListener' | 'removeEventListener', (type: string, listener: (event: any) => void) => void>>;
type Headers = Platform<'Headers', Iterable<readonly [string, string]>>;
type URL = Platform<'URL', { readonly href: string }>;
type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Type } } } ? Type : object;

export interface HostOptions {
  /** "acme.account.filemaker-cloud.com", or an https: address (http: on loopback). */
  host: string;
  /** Default "vLatest". */
  version?: 'v1' | 'v2' | 'vLatest';
  /**
   * The absolute address of a relay that forwards `<relay>/<host>/fmi/…` to the host, for pages that the host refuses by CORS: what
   * `scripts/run` and `fmid serve` have at "/relay", so `String(new URL('/relay', location.href))`. It sees your tokens: use your own.
   */
  relay?: string;
}

export type ClientEventType = 'signedin' | 'refreshed' | 'expiring' | 'signedout' | 'error';

export interface ClientEvent extends Event {
  readonly type: ClientEventType;
  readonly detail: any;
}

/** Another file that a session opens, with a FileMaker account of its own (`fmDataSource`). */
export interface DataSource {
  readonly database: string;
  readonly username: string;
  readonly password: string;
}

export interface DatabaseOptions extends HostOptions {
  /** The file's name; a trailing ".fmp12" does not matter. */
  database: string;
  dataSources?: readonly DataSource[];
  /** Log out on the host when the page goes (best effort: the browser may not get to it). Default false: sessions end by themselves after 15 minutes. */
  closeOnPageHide?: boolean;
}

export type HttpMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';

export interface HostCall {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** A FileMaker host, with whatever token each call needs. */
export interface Host {
  /**
   * Any call. `path` is relative to the database, or with a leading slash to the API's root. `body` is sent as JSON, a string as it is, a
   * FormData as a form. A call that the host refused at the door (952, 401) is made once more with a new session or ID token, whatever it
   * does; one whose answer was lost is made again only where it changes nothing (GET without a script).
   * Resolves with the answer's JSON, undefined where it is empty.
   * @throws {FileMakerError} with the code of `messages[0]` (OData: of `error`), also where the HTTP status is 200.
   */
  call(method: HttpMethod, path: string, body?: unknown, options?: CallOptions): Promise<any>;
  /** When the session ends if nothing more is called, in milliseconds since 1970; undefined where there is none. */
  readonly expiresAt: number | undefined;
  /**
   * Ends the session on the host; the next call opens another. `keepalive`: although the page is about to go.
   * @throws {TransportError} `offline`, without a request, where the browser knows of no network: the token is in the address, and browsers write
   * addresses that failed into the console. The session then ends by itself, 15 minutes after its last use.
   */
  close(options?: CallOptions & { keepalive?: boolean }): Promise<void>;
}

/** A script to run with a call; `parameter` is text. */
export interface Script {
  readonly name: string;
  readonly parameter?: string;
}

/** Scripts before the request, before sorting, and after. Their results are in the reply of `call`, errors in `scriptError`. */
export interface ScriptOptions {
  readonly script?: Script;
  readonly prerequest?: Script;
  readonly presort?: Script;
}

export interface ListOptions extends ScriptOptions {
  /** At most that many records. The Data API's default is 100. */
  readonly limit?: number;
  /** Of the first record, from 1. */
  readonly offset?: number;
  readonly sort?: readonly { fieldName: string; sortOrder?: 'ascend' | 'descend' | (string & {}) }[];
}

export interface RecordChange extends ScriptOptions {
  readonly fieldData?: Record<string, string | number>;
  readonly portalData?: Record<string, readonly Record<string, string | number>[]>;
  /** Change only what is still in this state; else FileMaker's error 306. */
  readonly modId?: string | number;
}

export interface FileMakerRecord {
  readonly recordId: string;
  readonly modId: string;
  readonly fieldData: Record<string, any>;
  readonly portalData: Record<string, readonly Record<string, any>[]>;
}

export interface FoundRecords {
  readonly records: readonly FileMakerRecord[];
  readonly foundCount: number;
  /** Undefined where nothing matched: FileMaker does not say it then. */
  readonly totalCount: number | undefined;
  readonly returnedCount: number;
}

/** The Data API's `response` of a change: what FileMaker says of it, scripts' results among it. */
export interface ChangeResult {
  readonly recordId?: string;
  readonly modId?: string;
  readonly scriptResult?: string;
  readonly scriptError?: string;
  readonly [name: string]: unknown;
}

/** Names are given as they are in FileMaker; encoding them is not your business. */
export interface Database extends Host {
  layouts(options?: CallOptions): Promise<{ name: string; [detail: string]: any }[]>;
  /** Fields, portals and value lists of a layout. */
  describeLayout(layout: string, options?: CallOptions): Promise<Record<string, any>>;
  scripts(options?: CallOptions): Promise<{ name: string; [detail: string]: any }[]>;

  /** That there is no record, or none from `offset` on (FileMaker's 101), is an empty list. */
  list(layout: string, options?: ListOptions & CallOptions): Promise<FoundRecords>;
  get(layout: string, recordId: string | number, options?: ScriptOptions & CallOptions): Promise<FileMakerRecord>;
  /** Several requests are joined by "or". That none matches (FileMaker's 401) is an empty list. */
  find(layout: string, criteria: Record<string, string> | readonly Record<string, string>[], options?: ListOptions & CallOptions): Promise<FoundRecords>;
  create(layout: string, fieldData: RecordChange['fieldData'], options?: RecordChange & CallOptions): Promise<ChangeResult>;
  edit(layout: string, recordId: string | number, fieldData: RecordChange['fieldData'], options?: RecordChange & CallOptions): Promise<ChangeResult>;
  duplicate(layout: string, recordId: string | number, options?: ScriptOptions & CallOptions): Promise<ChangeResult>;
  delete(layout: string, recordId: string | number, options?: ScriptOptions & CallOptions): Promise<ChangeResult>;
  /** Into a container field. */
  upload(
    layout: string,
    recordId: string | number,
    field: string,
    file: Blob,
    options?: { repetition?: number; name?: string; modId?: string | number } & CallOptions,
  ): Promise<ChangeResult>;
  runScript(layout: string, script: string, parameter?: string, options?: CallOptions): Promise<ChangeResult>;
  setGlobals(globalFields: Record<string, string>, options?: CallOptions): Promise<void>;

  productInfo(options?: CallOptions): Promise<Record<string, any>>;
}

export interface OpenSessionOptions extends HostOptions {
  /** The file's name; a trailing ".fmp12" does not matter. */
  database: string;
  idToken: string;
  /** Further files to open, with FileMaker accounts of their own (`fmDataSource`). */
  dataSources?: readonly DataSource[];
}

/** A session that its caller keeps: nothing is renewed. See {@link Client.database}. */
export interface DataApiSession {
  /** The Data API token, for `Authorization: Bearer`. A secret. */
  readonly token: string;
  readonly host: string;
  readonly database: string;
  /** When it ends if nothing more is called, in milliseconds since 1970: 15 minutes after the last call that succeeded. */
  readonly expiresAt: number;

  /**
   * Any Data API call. `path` is relative to the database ("layouts", "layouts/Contacts/records?_limit=10") or, with a leading slash,
   * to the version ("/databases"). `body` is sent as JSON; a string is sent as it is.
   * @throws {FileMakerError} with the code of `messages[0]`, also where the HTTP status is 200.
   */
  call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown, options?: CallOptions): Promise<DataApiReply>;

  /** Whether the host still knows the session (GET /validateSession). False where it does not; does not reject for that. */
  validate(options?: CallOptions): Promise<boolean>;

  /** Ends the session on the host. Without a network it is left to end by itself, as in `Host.close`. */
  close(options?: CallOptions): Promise<void>;
}

/** The Data API's JSON. */
export interface DataApiReply {
  readonly response: Record<string, any>;
  readonly messages: readonly { code: string; message: string }[];
}

export interface UnverifiedClaims {
  readonly verified: false;
  readonly header: Record<string, unknown>;
  readonly claims: Record<string, unknown>;
  /** `exp` in milliseconds since 1970, where there is one. */
  readonly expiresAt?: number;
}

/** FileMaker ID (Claris ID): region us-west-2. Source: help.claris.com, "Creating a Claris ID token". */
export const CLARIS_ID: Pool;

/** What an observer hears of a request. */
export interface ObservedRequest {
  /** When it was sent, in milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds until its answer was there, or it was given up. */
  readonly ms: number;
  /** The module by Emscripten's fetch, `fetch`, or the client's `transport`. */
  readonly via: 'module' | 'fetch' | 'transport';
  readonly method: string;
  /** With the tokens and parameters in it masked, but for numbers. */
  readonly url: string;
  /** Of a user pool: "InitiateAuth". */
  readonly operation?: string;
  /** 0: no answer. */
  readonly status: number;
  /** Those that are known to hold no secret; of Authorization the scheme. */
  readonly requestHeaders: readonly (readonly [string, string])[];
  readonly responseHeaders: readonly (readonly [string, string])[];
  /** Bytes of the body. */
  readonly sent: number;
  /** Bytes of the body; of a transport that gave a text, its length. */
  readonly received: number;
}

/** One HTTP request. */
export interface TransportRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  /** UTF-8, or undefined. Holds secrets; fmid overwrites it when the transport's promise has settled. */
  readonly body?: Uint8Array;
  readonly signal: AbortSignal;
  /** The page is about to go, the request shall not. */
  readonly keepalive: boolean;
}

export interface TransportResponse {
  readonly status: number;
  readonly headers: Headers | Record<string, string> | Iterable<readonly [string, string]>;
  readonly body: Uint8Array | ArrayBuffer | string;
}

/** Resolves with what came back, whatever its status. Rejects where nothing came back; fmid turns that into a {@link TransportError}. */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

/**
 * What every fmid call rejects with. `message` is one sentence about what happened and one about what to do next; nothing in it is
 * secret. Compare `code`, never the text.
 */
export class FmidError extends Error {
  readonly code: ErrorCode;
  /** What happened. */
  readonly title: string;
  /** What to do next. */
  readonly hint: string;
  /** Which field, challenge or part of an answer is meant. */
  readonly detail?: string;
  /** Cognito's exception name: "NotAuthorizedException". */
  readonly serviceError?: string;
  /** The server's own sentence, with quoted values taken out. */
  readonly serviceMessage?: string;
  /** 0 or absent where there was no answer. */
  readonly httpStatus?: number;
  /** The same call may succeed later, unchanged. */
  readonly retryable: boolean;
  /** Milliseconds that the server asked to wait before that (Retry-After). Up to ten seconds fmid waits by itself. */
  readonly retryAfterMs?: number;
  /** The class's name as it is written here, also where a bundler shortened those of classes. */
  readonly name: string;
  /**
   * What was thrown beneath: by the transport, the storage, the browser, or the reason of the signal. Theirs, so there may be anything in
   * it: do not log it unseen.
   */
  readonly cause?: unknown;
}
/** The caller's mistake; nothing was sent. Not called TypeError, which would hide JavaScript's own. */
export class InputError extends FmidError {}
/** This browser or program cannot do it: no WebAssembly, no randomness. */
export class EnvironmentError extends FmidError {}
/** No answer: no network, refused by CORS, too slow, given up. */
export class TransportError extends FmidError {}
/** An answer that makes no sense. */
export class ProtocolError extends FmidError {}
/** Cognito said no. */
export class ServerError extends FmidError {}
/** A person has to sign in: nobody is, or the one for whom the call was begun no longer. The code is `sign_in_required`. */
export class SignInRequiredError extends FmidError {}
/** The FileMaker host said no. */
export class FileMakerError extends FmidError {
  /** messages[0].code, "952"; absent where the web server answered instead of the Data API. */
  readonly fileMakerCode?: string;
}

export type ErrorCode =
  | 'username_required'
  | 'password_required'
  | 'text_not_utf8'
  | 'code_malformed'
  | 'new_password_required'
  | 'attribute_required'
  | 'choice_not_offered'
  | 'refresh_token_required'
  | 'access_token_required'
  | 'id_token_required'
  | 'session_token_required'
  | 'token_malformed'
  | 'pool_invalid'
  | 'address_invalid'
  | 'address_insecure'
  | 'database_required'
  | 'version_invalid'
  | 'method_invalid'
  | 'path_invalid'
  | 'call_out_of_order'
  | 'challenge_unanswered'
  | 'option_invalid'
  | 'sign_in_required'
  | 'random_unavailable'
  | 'wasm_unavailable'
  | 'wasm_load_failed'
  | 'internal'
  | 'storage_unavailable'
  | 'storage_failed'
  | 'network_failed'
  | 'offline'
  | 'cors_refused'
  | 'timeout'
  | 'aborted'
  | 'response_not_json'
  | 'response_malformed'
  | 'response_too_large'
  | 'srp_value_invalid'
  | 'challenge_unsupported'
  | 'session_token_missing'
  | 'wrong_credentials'
  | 'user_not_found'
  | 'too_many_attempts'
  | 'user_disabled'
  | 'blocked_for_security'
  | 'sign_in_expired'
  | 'client_secret_required'
  | 'refresh_token_invalid'
  | 'refresh_token_expired'
  | 'refresh_token_revoked'
  | 'refresh_token_reused'
  | 'access_token_invalid'
  | 'not_authorized'
  | 'user_not_confirmed'
  | 'password_reset_required'
  | 'throttled'
  | 'limit_exceeded'
  | 'wrong_code'
  | 'code_expired'
  | 'code_not_delivered'
  | 'parameter_refused'
  | 'clock_wrong'
  | 'password_too_weak'
  | 'password_used_before'
  | 'pool_not_found'
  | 'forbidden'
  | 'service_failed'
  | 'trigger_failed'
  | 'mfa_method_missing'
  | 'concurrent_change'
  | 'revoke_unsupported'
  | 'pool_misconfigured'
  | 'feature_unavailable'
  | 'alias_exists'
  | 'service_error'
  | 'fm_privileges'
  | 'fm_data_missing'
  | 'fm_file_missing'
  | 'fm_record_missing'
  | 'fm_field_missing'
  | 'fm_script_missing'
  | 'fm_layout_missing'
  | 'fm_account_inactive'
  | 'fm_password_expired'
  | 'fm_account_refused'
  | 'fm_too_many_attempts'
  | 'fm_team_refused'
  | 'fm_no_records'
  | 'fm_file_unavailable'
  | 'fm_session_expired'
  | 'fm_limit_exceeded'
  | 'fm_admin_sessions'
  | 'fm_unauthorized'
  | 'fm_not_found'
  | 'fm_unavailable'
  | 'fm_error'
  | 'relay_refused'
  | 'relay_unreachable';

/** What sends by `fetch`, for a transport of yours that adds something to it: a header for a gateway. */
export const fetchTransport: Transport;

export {}; // and nothing that does not say so
