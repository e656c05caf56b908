// The compiled module (wasm/bindings/exports.cc). Only core.js calls it. A flow is an address in its memory.

export type Address = number;

export interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  fmid_new(): Address;
  fmid_delete(flow: Address): void;
  fmid_argument(flow: Address, size: number): Address;
  fmid_output(flow: Address): Address;
  fmid_output_size(flow: Address): number;
  fmid_body(flow: Address): Address;
  fmid_body_size(flow: Address): number;
  fmid_open(flow: Address, operation: number, now: number): void;
  fmid_check_pool(flow: Address): void;
  fmid_decode_unverified(flow: Address): void;
  fmid_describe_request(flow: Address): void;
  fmid_set_response(flow: Address, status: number): void;
  fmid_set_failure(flow: Address, failure: number): void;
  fmid_resume(flow: Address, sentAt: number, now: number): void;
  fmid_wait_over(flow: Address): void;
  fmid_answer(flow: Address): void;
  fmid_next_need(access: number, sessionUsedAt: number, idTokenBeganAt: number, idTokenExpiresAt: number, hasRefreshToken: number, attempt: number, now: number): number;
  fmid_judge(access: number, stage: number, code: number, idTokenExpiresAt: number, attempt: number, now: number): number;
  fmid_prepare(): number;
}
