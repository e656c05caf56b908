// What the compiled module gives (wasm/bindings/bindings.cc registers it), by hand: Emscripten 3.1.6 writes no types.
// tests/glue/module.test.mjs holds the module against this file. Only core.js calls it.
import type { ChallengeName, DataSource, Device, ErrorCode, Pool, PoolOptions, Tokens } from './index.js';

/** Makes an instance. `instantiateWasm` gives `done` an instance of the compiled module, whenever it has one. */
export default function createModule(options: {
  instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void): object;
  /** False where the system gave no randomness. The bytes are the module's memory, good until this returns. It must not throw. */
  fillRandom(bytes: Uint8Array): boolean;
}): Promise<CoreModule>;

/**
 * Milliseconds since 1970 are called `now` and `sentAt`. Everything that is handed over is a plain copy: what throws inside the module leaves
 * its stack as it was.
 */
export interface CoreModule {
  /** What index.js has as CLARIS_ID, before there is a module. */
  clarisId(): Pool;
  checkPool(pool: PoolOptions): Pool | CoreFailure;
  /** `header` and `payload` are JSON; `expiresAtSeconds` is 0 where there is none. */
  decodeUnverified(token: string): { header: string; payload: string; expiresAtSeconds: number } | CoreFailure;
  /** Does one slice of work that can be done ahead of a sign-in; true when none is left. */
  prepare(): boolean;
  nextNeed(access: Access, holdings: Holdings, attempt: Attempt, now: number): Need;
  /** `idTokenLeft`: the milliseconds that the ID token had left when it was refused. */
  judge(access: Access, stage: Stage, code: ErrorCode, idTokenLeft: number, attempt: Attempt): Verdict;

  newFlow(): Flow;
  /** Wipes and frees it; it must not be used after that. */
  deleteFlow(flow: Flow): void;

  /** What a flow is for: one of these comes first. All that follow, too, give the next step, but for `request` and `fetch`. */
  signIn(flow: Flow, options: { pool: PoolOptions; username: string; password: string; device?: Device }, now: number): CoreStep;
  refresh(flow: Flow, options: { pool: PoolOptions; refreshToken: string; deviceKey?: string }, now: number): CoreStep;
  revoke(flow: Flow, options: { pool: PoolOptions; refreshToken: string }, now: number): CoreStep;
  globalSignOut(flow: Flow, options: { pool: PoolOptions; accessToken: string }, now: number): CoreStep;
  discover(flow: Flow, options: { url: string }, now: number): CoreStep;
  openSession(flow: Flow, options: { target: Target; idToken: string; dataSources?: readonly DataSource[] }, now: number): CoreStep;
  call(flow: Flow, options: { target: Target; token: string } & CoreCall, now: number): CoreStep;
  closeSession(flow: Flow, options: { target: Target; token: string }, now: number): CoreStep;

  /** Of step "send". The body is a copy, the caller's to wipe. */
  request(flow: Flow): CoreRequest;
  resume(flow: Flow, response: CoreResponse, now: number): CoreStep;

  /**
   * Instead of `resume`: the module sends the request itself, where there is an XMLHttpRequest. `url` is the request's as the URL class
   * writes it. `done` is called once with what came, unless `abortFetch` or `deleteFlow` came before; `resumeFetched` then goes on with it.
   * Undefined where nothing could be sent: `done` has been called.
   */
  fetch(flow: Flow, url: string, done: (fetched: Fetched) => void): XMLHttpRequest | undefined;
  abortFetch(flow: Flow): void;
  resumeFetched(flow: Flow, sentAt: number, now: number): CoreStep;

  waitOver(flow: Flow): CoreStep;
  answer(flow: Flow, answer: CoreAnswer): CoreStep;
}

/** A place in the module's memory. */
export type Flow = number;

export type Operation = 'signIn' | 'refresh' | 'revoke' | 'globalSignOut' | 'discover' | 'openSession' | 'call' | 'closeSession';

export type CoreStep =
  | CoreFailure
  | { type: 'send'; error?: undefined }
  | { type: 'wait'; error?: undefined; milliseconds: number }
  | { type: 'ask'; error?: undefined; challenge: CoreChallenge }
  | CoreDone;

/** One of them, as the flow has it. A call's answer stayed in JavaScript. */
export interface CoreDone {
  type: 'done';
  error?: undefined;
  tokens?: Tokens;
  sessionToken?: string;
  pool?: Pool;
}

export interface CoreFailure {
  type?: undefined;
  error: CoreError;
}

export interface CoreError {
  code: ErrorCode;
  kind: 'input' | 'environment' | 'transport' | 'protocol' | 'server' | 'filemaker';
  detail?: string;
  serviceError?: string;
  serviceMessage?: string;
  fileMakerCode?: string;
  httpStatus?: number;
  retryAfterMs?: number;
}

export interface CoreChallenge {
  name: ChallengeName;
  restarted: boolean;
  deliveryMedium?: string;
  deliveryDestination?: string;
  friendlyDeviceName?: string;
  choices?: string[];
  requiredAttributes?: string[];
  secretCode?: string;
  otpauthUri?: string;
  previousError?: CoreError;
}

export interface CoreRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: Uint8Array;
}

/** Why there is no answer. */
export type TransportFailure = 'network_failed' | 'offline' | 'cors_refused' | 'timeout' | 'aborted' | 'response_too_large';

export type CoreResponse = { sentAt: number } & (
  | { failure: TransportFailure }
  | { failure?: undefined; status: number; headers: { name: string; value: string }[]; body: string | Uint8Array }
);

/** An answer without its body, of which there is the size in bytes; `status` is 0 where there was none. */
export interface Fetched {
  failure?: 'network_failed' | 'response_too_large';
  status: number;
  headers: { name: string; value: string }[];
  received: number;
}

export interface CoreAnswer {
  code?: string;
  newPassword?: string;
  choice?: string;
  deviceName?: string;
  attributes?: { name: string; value: string }[];
}

/** Where calls go: `address` may be a relay's; `database` and `version` are not looked at where the API has none. */
export interface Target {
  api: 'data' | 'odata' | 'admin';
  address: string;
  database: string;
  version: string;
}

/** `contentType` "" is JSON. */
export interface CoreCall {
  method: string;
  path: string;
  contentType: string;
  body: string | Uint8Array;
}

/** fmid/token_policy.h, in words. */
export type Access = 'session' | 'idToken';
export type Stage = 'refresh' | 'openSession' | 'call';
export type Need = 'nothing' | 'session' | 'idToken' | 'person';

/** Times are 0 where there is none. */
export interface Holdings {
  sessionUsedAt: number;
  idTokenBeganAt: number;
  idTokenExpiresAt: number;
  hasRefreshToken: boolean;
}

/** What was already done for one call. */
export interface Attempt {
  sessionRenewed: boolean;
  idTokenDoubted: boolean;
  refreshed: boolean;
  refreshFailed: boolean;
}

export interface Verdict {
  again: boolean;
  dropSession: boolean;
  dropRefreshToken: boolean;
  attempt: Attempt;
}
