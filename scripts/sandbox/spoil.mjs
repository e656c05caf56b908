// @ts-check
// Puts a fault between a call and its answer. Both servers answer through here, so that a fault is
// the same thing on both.
import { pause, pauseUntil, send, sendHalf } from './http.mjs';

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} type   Content-Type
 * @property {string} text
 * @property {object} [json] what `text` is made of
 * @property {Record<string, string>} [headers]
 *
 * @typedef {import('./faults.mjs').PlannedFault} PlannedFault
 *
 * What a server gives to be spoiled.
 *
 * @typedef {object} Service
 * @property {() => Answer} work  does what was asked; a refusal is an answer too
 * @property {(kind: 'throttle'|'internal'|'error'|'no-cors', fault: PlannedFault) => Answer | undefined} refusal
 *   how this service words it
 * @property {Record<string, string>} cors  the headers that all its answers have
 */

/**
 * @param {import('node:http').ServerResponse} response
 * @param {PlannedFault | undefined} fault
 * @param {Service} service
 * @returns {Promise<number>} the status that was sent, 0 for a dropped connection
 */
export async function answerWith(response, fault, { work, refusal, cors }) {
  const dressed = (/** @type {Answer} */ answer) =>
    fault?.kind === 'no-cors' ? answer : { ...answer, headers: { ...cors, ...answer.headers } };
  if (!fault) return write(response, dressed(work()));
  const { kind, when } = fault;
  const waits = kind === 'slow' || kind === 'hold';
  const wait = () => (kind === 'slow' ? pause(response, fault.delayMs ?? 1000) : pauseUntil(response, fault.released));

  if (when === 'before') {
    if (kind === 'drop') return hangUp(response);
    if (waits) await wait();
  }
  const instead = insteadOfTheAnswer(fault, refusal);
  if (instead && when === 'before') return write(response, dressed(instead));
  const answer = dressed(work());
  if (instead) return write(response, dressed(instead));

  if (kind === 'truncated') return write(response, { ...answer, text: answer.text.slice(0, answer.text.length / 2) });
  if (kind === 'wrong-types') return write(response, { ...answer, text: JSON.stringify(withWrongTypes(answer.json)) });
  if (when === 'after' && kind === 'drop') return hangUp(response);
  if (when === 'after' && waits) await wait();
  if (when !== 'midway') return write(response, answer);

  const sendRest = await sendHalf(response, answer.status, answer.type, answer.text, answer.headers);
  if (kind === 'drop') return hangUp(response);
  await wait();
  sendRest();
  return answer.status;
}

/** @param {import('node:http').ServerResponse} response @param {Answer} answer */
function write(response, { status, type, text, headers }) {
  send(response, status, type, text, headers);
  return status;
}

/** @param {import('node:http').ServerResponse} response */
function hangUp(response) {
  response.destroy();
  return 0;
}

/**
 * The answer, for a fault that does not need the true one.
 *
 * @param {PlannedFault} fault @param {Service['refusal']} refusal @returns {Answer | undefined}
 */
function insteadOfTheAnswer(fault, refusal) {
  const { status, retryAfter } = fault;
  const answer = usualAnswer(fault, refusal);
  if (!answer) return undefined;
  const headers = { ...answer.headers, ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }) };
  return { ...answer, headers, status: status ?? answer.status };
}

/** @param {PlannedFault} fault @param {Service['refusal']} refusal @returns {Answer | undefined} */
function usualAnswer(fault, refusal) {
  const { kind, reply = {} } = fault;
  const type = 'application/json';
  switch (kind) {
    case 'throttle':
    case 'internal':
    case 'error':
    case 'no-cors':
      return refusal(kind, fault);
    case 'http500':
      return { status: 500, type: 'text/plain', text: '' };
    case 'html':
      return { status: 503, type: 'text/html', text: '<html><body><h1>Service Unavailable</h1></body></html>' };
    case 'not-json':
      return { status: 200, type, text: 'this is not JSON' };
    case 'empty':
      return { status: 200, type, text: '' };
    case 'huge': // 16 MiB: more than any honest answer, little enough for a test
      return { status: 200, type, text: `{"padding":"${'x'.repeat(16 * 1024 * 1024)}"}` };
    case 'deep': // deep enough to overflow the stack of a recursive parser
      return { status: 200, type, text: '['.repeat(200_000) + ']'.repeat(200_000) };
    case 'reply':
      return { status: reply.status ?? 200, type, text: reply.body ?? '', headers: reply.headers };
    default:
      return undefined;
  }
}

/**
 * The same answer with every leaf of another type.
 *
 * @param {unknown} value
 * @returns {unknown}
 */
function withWrongTypes(value) {
  if (Array.isArray(value)) return { 0: 'was a list' };
  if (typeof value === 'string') return 42;
  if (typeof value === 'number') return 'forty-two';
  if (value === null || typeof value !== 'object') return [];
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withWrongTypes(each)]));
}
