// The compiled module (wasm/bindings/exports.cc). Only core.js calls it. A flow is an address in its memory.

export type Address = number;

export interface Exports {
  _fmid_new(): Address;
  _fmid_delete(flow: Address): void;
  _fmid_argument(flow: Address, size: number): Address;
  _fmid_output(flow: Address): Address;
  _fmid_output_size(flow: Address): number;
  _fmid_body(flow: Address): Address;
  _fmid_body_size(flow: Address): number;
  _fmid_sign_in(flow: Address, now: number): void;
  _fmid_refresh(flow: Address, now: number): void;
  _fmid_revoke(flow: Address, now: number): void;
  _fmid_global_sign_out(flow: Address, now: number): void;
  _fmid_discover(flow: Address, now: number): void;
  _fmid_open_session(flow: Address, now: number): void;
  _fmid_call(flow: Address, now: number): void;
  _fmid_close_session(flow: Address, now: number): void;
  _fmid_check_pool(flow: Address): void;
  _fmid_decode_unverified(flow: Address): void;
  _fmid_fetch(flow: Address, timeoutMs: number): void;
  _fmid_abort_fetch(flow: Address): void;
  _fmid_describe_request(flow: Address): void;
  _fmid_set_response(flow: Address, status: number): void;
  _fmid_set_failure(flow: Address, failure: number): void;
  _fmid_failure(flow: Address): number;
  _fmid_resume(flow: Address, now: number): void;
  _fmid_wait_over(flow: Address): void;
  _fmid_answer(flow: Address): void;
  _fmid_prepare(): number;
}

export default function createFmidCore(options: {
  instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void): object;
  getRandomValues(target: Uint8Array): void;
  onFetched(flow: Address): void;
}): Promise<Exports>;
