// @ts-check
// Reads the body of a request and checks it against its description, before anything else is done with it.
import { Refusal } from './problems.js';

/** @typedef {import('./description.js').Schema} Schema */

const MAX_BYTES = 64 * 1024; // a refresh token has two kilobytes

/** What express-validator says of a value, without the value: it may be a password. */
export class InvalidBody extends Error {
  /** @param {{ type: 'field', msg: string, param: string, path: string, location: 'body' }[]} errors */
  constructor(errors) {
    super('the body does not fit');
    this.errors = errors;
  }
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {Schema} schema
 * @returns {Promise<any>} what the schema describes, and nothing else
 */
export async function readBody(request, schema) {
  const given = parse(await readText(request), request.headers['content-type']);
  const { properties = {}, required = [] } = schema;
  const wrong = Object.keys(properties).filter((name) => !(given[name] === undefined ? !required.includes(name) : fits(given[name], properties[name])));
  if (wrong.length > 0) {
    throw new InvalidBody(wrong.map((name) => ({ type: 'field', msg: `Invalid value: ${name} is ${properties[name].description}.`, param: name, path: name, location: 'body' })));
  }
  return Object.fromEntries(Object.keys(properties).flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));
}

/** @param {import('node:http').IncomingMessage} request */
async function readText(request) {
  /** @type {Buffer[]} */
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Refusal(413, 'too_large', 'The body is too large.', `At most ${MAX_BYTES / 1024} kB are read.`, { connection: 'close' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * @param {string} text
 * @param {string} [contentType]
 * @returns {Record<string, unknown>}
 */
function parse(text, contentType = '') {
  const [type] = contentType.toLowerCase().split(';');
  if (type.trim() === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(text));
  if (type.trim() !== 'application/json') throw new Refusal(415, 'not_json', 'The body has another type than this service reads.', 'Send JSON, with the header Content-Type: application/json.');
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    // V8 quotes the text in its message.
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal(400, 'not_json', 'The body is not a JSON object.', 'Check its quotes and commas.');
  return value;
}

/**
 * @param {unknown} value
 * @param {Schema} schema
 * @returns {boolean}
 */
function fits(value, schema) {
  if (schema.type === 'object') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const { properties = {}, required = [], additionalProperties } = schema;
    return required.every((name) => Object.hasOwn(value, name)) && Object.entries(value).every(([name, each]) => {
      const rule = properties[name] ?? additionalProperties;
      return typeof rule !== 'object' || fits(each, rule);
    });
  }
  if (typeof value !== 'string') return false;
  const { minLength = 0, maxLength = Infinity, pattern, enum: choices } = schema;
  return value.length >= minLength && value.length <= maxLength && (!pattern || new RegExp(pattern, 'u').test(value)) && (!choices || choices.includes(value));
}
