// @ts-check
// JSON is parsed by the engine. Answers of FileMaker hosts, which can be many megabytes, are parsed once and stay on this side; the core
// is given the few bytes that decide.

export const encoder = new TextEncoder();
export const decoder = new TextDecoder();
const fatalDecoder = new TextDecoder('utf-8', { fatal: true });

/** Of what is no JSON: a web server's page, or an answer that broke off. */
const MAX_PAGE = 65_536;

/**
 * @param {string | Uint8Array} body
 * @returns {{ json?: any, essence: string }} json: undefined where the body is none
 */
export function essence(body) {
  const text = typeof body === 'string' ? body : decoder.decode(body);
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    return { essence: text.slice(0, MAX_PAGE) };
  }
  const { messages, error, relay, response } = json ?? {};
  return { json, essence: JSON.stringify({ messages, error, relay, response: { token: response?.token } }) };
}

/**
 * What the core wants to read: platform/engine_json_reader.cc has the other side.
 * @param {import('./exports.js').Exports} exports
 * @param {Uint8Array} json
 * @returns {boolean} false where it is none, or the core has had enough of it
 */
export function readJson(exports, json) {
  try {
    return tell(exports, JSON.parse(fatalDecoder.decode(json)));
  } catch {
    return false;
  }
}

/**
 * A value of JSON, told piece by piece; false as soon as the core has had enough.
 * @param {import('./exports.js').Exports} exports
 * @param {any} value
 * @returns {boolean}
 */
function tell(exports, value) {
  /** @param {string} text */
  const write = (text) => {
    const bytes = encoder.encode(text);
    new Uint8Array(exports.memory.buffer, exports.fmid_json_room(bytes.length), bytes.length).set(bytes);
  };
  if (typeof value === 'string') {
    write(value);
    return exports.fmid_json_text() === 1;
  }
  if (typeof value === 'number') return exports.fmid_json_number(value) === 1;
  if (typeof value === 'boolean') return exports.fmid_json_boolean() === 1;
  if (value === null) return exports.fmid_json_null() === 1;
  const array = Array.isArray(value);
  if (exports.fmid_json_open(Number(array)) === 0) return false;
  for (const [name, member] of Object.entries(value)) {
    if (!array) {
      write(name);
      if (exports.fmid_json_key() === 0) return false;
    }
    if (!tell(exports, member)) return false;
  }
  return exports.fmid_json_close() === 1;
}
