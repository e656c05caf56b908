// @ts-check
// Answers of FileMaker hosts, which can be many megabytes, are parsed here, once, and stay on this side; the core is given the few bytes
// that decide.

const decoder = new TextDecoder();

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
