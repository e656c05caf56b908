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
 * @param {number} withinMs
 * @returns {Promise<any>} what the schema describes, and nothing else
 */
export async function readBody(request, schema, withinMs) {
  const given = parse(await readText(request, withinMs), request.headers['content-type']);
  const { properties = {}, required = [] } = schema;
  const wrong = Object.keys(properties).filter((name) => !(given[name] === undefined ? !required.includes(name) : fits(given[name], properties[name])));
  if (wrong.length > 0) {
    throw new InvalidBody(wrong.map((name) => ({ type: 'field', msg: `Invalid value: ${name} is ${properties[name].description}.`, param: name, path: name, location: 'body' })));
  }
  return described(given, schema);
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {number} withinMs
 * @returns {Promise<string>}
 */
function readText(request, withinMs) {
  return new Promise((resolve, reject) => {
    /** @type {Buffer[]} */
    const chunks = [];
    let size = 0;
    const late = setTimeout(() => stop(new Refusal(408, 'too_slow', 'The body did not come in time.', `Send it within ${withinMs / 1000} seconds.`)), withinMs);
    const take = (/** @type {Buffer} */ chunk) => {
      size += chunk.length;
      if (size > MAX_BYTES) return stop(new Refusal(413, 'too_large', 'The body is too large.', `At most ${MAX_BYTES / 1024} kB are read.`));
      chunks.push(chunk);
    };
    /** @param {Error} why */
    const stop = (why) => {
      clearTimeout(late);
      request.off('data', take);
      reject(why);
    };
    request.on('data', take);
    request.once('end', () => {
      clearTimeout(late);
      resolve(Buffer.concat(chunks).toString('utf8'));
    });
    request.once('error', stop);
    request.once('close', () => stop(new Refusal(400, 'broken_off', 'The body broke off.', 'Send it again.')));
  });
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
    const { required = [], maxProperties = Infinity, propertyNames = { type: 'string' } } = schema;
    const members = Object.entries(value);
    return members.length <= maxProperties && required.every((name) => Object.hasOwn(value, name)) && members.every(([name, each]) => {
      const rule = ruleFor(name, schema);
      return !rule || (fits(name, propertyNames) && fits(each, rule));
    });
  }
  if (typeof value !== 'string') return false;
  const { minLength = 0, maxLength = Infinity, pattern, enum: choices } = schema;
  return value.length >= minLength && value.length <= maxLength && (!pattern || new RegExp(pattern, 'u').test(value)) && (!choices || choices.includes(value));
}

/**
 * Of an object that fits, what is described: nothing else is handed on.
 * @param {any} value
 * @param {Schema} schema
 * @returns {any}
 */
function described(value, schema) {
  if (schema.type !== 'object') return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, each]) => {
    const rule = ruleFor(name, schema);
    return rule ? [[name, described(each, rule)]] : [];
  }));
}

/**
 * A member may be called "constructor": what every object has is no rule.
 * @param {string} name
 * @param {Schema} schema
 * @returns {Schema | undefined}
 */
function ruleFor(name, { properties = {}, additionalProperties }) {
  if (Object.hasOwn(properties, name)) return properties[name];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}
