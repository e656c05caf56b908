import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * A handler that forwards `<prefix>/<host>/fmi/…` to the FileMaker hosts that were named and to no other, for pages that these hosts refuse
 * by CORS. Returns true where it answers, false for every other path. It sees the tokens of whoever uses it, serves only the calls of
 * pages of its own origin, and goes neither to addresses inside the own network nor after redirects. What hosts answer has a type and a policy
 * by which it runs nothing in that origin; every wait has an end, and no answer throws.
 *
 * @example
 * import { createServer } from 'node:http';
 * import { createRelay } from 'fmid/node';
 *
 * const relay = createRelay({ allow: ['acme.account.filemaker-cloud.com'] });
 * createServer((request, response) => {
 *   if (!relay(request, response)) response.writeHead(404).end();
 * }).listen(8080, '127.0.0.1');
 */
export function createRelay(options: RelayOptions): (request: IncomingMessage, response: ServerResponse) => boolean;

export interface RelayOptions {
  /**
   * Host names, "*.example.com" for every name below one, and whole origins ("https://fm.example.com:8443"). Those of servers on this
   * machine ("http://127.0.0.1:8081") are the one place where http and a private address are allowed. A mistake in it throws.
   */
  allow: readonly string[];
  /** Default "/relay". */
  prefix?: string;
}
