// The compiled module (wasm/bindings/bindings.cc). Only the files beside this one use it; its handles never reach fmid's callers.
// Embind handles must be deleted.

export interface CoreModule {
  clarisId(): CorePool;
  checkPool(pool: Partial<CorePool>): CorePool | CoreFailure;
  decodeUnverified(token: string): { header: string; payload: string; expiresAtSeconds: number } | CoreFailure;
  /** One slice of work that can be done ahead of a sign-in; true when none is left. */
  prepare(): boolean;
  SecretBuffer: new (capacity: number) => SecretBuffer;
  Flow: new () => CoreFlow;
}

export interface CorePool {
  userPoolId: string;
  clientId: string;
  endpoint: string;
}

export interface CoreTarget {
  address: string;
  database: string;
  version: string;
}

export interface CoreError {
  code: import('./index.js').ErrorCode;
  kind: 'input' | 'environment' | 'transport' | 'protocol' | 'server' | 'filemaker';
  detail?: string;
  serviceError?: string;
  serviceMessage?: string;
  fileMakerCode?: string;
  httpStatus?: number;
}

export interface CoreFailure {
  error: CoreError;
}

export interface CoreChallenge extends Omit<import('./index.js').Challenge, 'previousError'> {
  previousError?: CoreError;
}

export interface CoreDone {
  type: 'done';
  tokens?: import('./index.js').Tokens;
  sessionToken?: string;
  reply?: { httpStatus: number; text: string };
  pool?: CorePool;
}

export type CoreStep =
  | (CoreFailure & { type?: undefined })
  | { error?: undefined; type: 'send' }
  | { error?: undefined; type: 'wait'; milliseconds: number }
  | { error?: undefined; type: 'ask'; challenge: CoreChallenge }
  | ({ error?: undefined } & CoreDone);

/** Memory that is wiped; a view is good until the module is called again. */
export interface SecretBuffer {
  view(): Uint8Array;
  truncate(size: number): void;
  delete(): void;
}

export interface CoreFlow {
  signIn(pool: CorePool, username: string, password: SecretBuffer, now: number): CoreStep;
  refresh(pool: CorePool, refreshToken: SecretBuffer, deviceKey: string, now: number): CoreStep;
  revoke(pool: CorePool, refreshToken: SecretBuffer, now: number): CoreStep;
  globalSignOut(pool: CorePool, accessToken: SecretBuffer, now: number): CoreStep;
  discover(url: string, now: number): CoreStep;
  addDataSource(database: string, username: string, password: SecretBuffer): void;
  openSession(target: CoreTarget, idToken: SecretBuffer, now: number): CoreStep;
  call(target: CoreTarget, token: SecretBuffer, method: string, path: string, body: SecretBuffer, now: number): CoreStep;
  closeSession(target: CoreTarget, token: SecretBuffer, now: number): CoreStep;

  fetch(timeoutMs: number, done: () => void): void;
  abortFetch(): void;
  request(): { method: string; url: string; headers: Record<string, string>; body?: Uint8Array };
  setResponse(status: number, headers: [string, string][], body: SecretBuffer): void;
  setFailure(code: string): void;
  failure(): string;
  resume(now: number): CoreStep;
  waitOver(): CoreStep;
  answer(
    answer: { choice: string; attributes: [string, string][]; deviceName: string },
    code: SecretBuffer,
    newPassword: SecretBuffer,
  ): CoreStep;
  delete(): void;
}

export default function createFmidCore(options: {
  instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void): object;
  getRandomValues(target: Uint8Array): void;
}): Promise<CoreModule>;
