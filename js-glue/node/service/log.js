// @ts-check
// One line of JSON for each request and each thing that happens: which route, how it ended, how long it took. Never a path (names of
// records), a query, a header, a body, an address or a user name.
import { createHmac, randomBytes } from 'node:crypto';

/**
 * @param {(line: string) => void} write
 * @returns {Log}
 */
export function createLog(write) {
  const key = randomBytes(32);
  return {
    line: (event, facts = {}) => write(`${JSON.stringify({ time: new Date().toISOString(), event, ...facts })}\n`),
    // The same person is the same word until the service is started again, and nobody can try names against it.
    nameTag: (username) => createHmac('sha256', key).update(username.normalize('NFKC').trim().toLowerCase()).digest('base64url').slice(0, 12),
    fault: (id, error) => {
      const { name = 'Error', stack = '' } = error instanceof Error ? error : {};
      // Not the message: JavaScript quotes in it what it could not read.
      write(`${JSON.stringify({ time: new Date().toISOString(), event: 'fault', id, error: name, at: stack.split('\n').filter((each) => /^ {4}at /.test(each)).map((each) => each.trim()) })}\n`);
    },
  };
}

/**
 * @typedef {object} Log
 * @property {(event: string, facts?: Record<string, string | number | boolean | undefined>) => void} line
 * @property {(username: string) => string} nameTag
 * @property {(id: string, error: unknown) => void} fault
 */
