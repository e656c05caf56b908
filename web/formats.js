// @ts-check
// One request in the words of other programs: curl, FileMaker's Insert from URL, a .env file. None of them knows CORS.

/** @typedef {import('./requests.js').ApiRequest} ApiRequest */

/** For a POSIX shell. -i: the Data API token comes in a header. @param {ApiRequest} request */
export function curlCommand({ method, url, headers, body }) {
  const lines = [`curl -i -X ${method} ${shellQuoted(url)}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`-H ${shellQuoted(`${name}: ${value}`)}`);
  if (body !== undefined) lines.push(`--data-raw ${shellQuoted(body)}`);
  return lines.join(' \\\n  ');
}

/**
 * Script steps as FileMaker prints them. The options are those of Claris's "Supported cURL options": --data @$body takes a variable as it
 * is, --dump-header $headers fills one.
 *
 * @param {ApiRequest} request
 */
export function fileMakerSteps({ method, url, headers, body, secret }) {
  const options = [`"--request ${method}"`];
  for (const [name, value] of Object.entries(headers)) {
    options.push(`" --header " & Quote ( ${joined(`${name}: ${value}`, secret)} )`);
  }
  if (body !== undefined) options.push('" --data @$body"');
  options.push('" --dump-header $headers"');
  return [
    `Set Variable [ $token ; Value: ${fileMakerText(secret)} ]`,
    `Set Variable [ $url ; Value: ${joined(url, secret)} ]`,
    ...(body === undefined ? [] : [`Set Variable [ $body ; Value: ${fileMakerText(body)} ]`]),
    `Set Variable [ $options ; Value:\n  ${options.join(' &\n  ')} ]`,
    'Insert from URL [ Select ; With dialog: Off ; Target: $answer ; $url ; Verify SSL Certificates ; cURL options: $options ]',
    'If [ Get ( LastError ) ≠ 0 or JSONGetElement ( $answer ; "messages[0].code" ) ≠ 0 ]',
    '  Show Custom Dialog [ "Data API" ; JSONGetElement ( $answer ; "messages[0].message" ) ]',
    'End If',
  ].join('\n');
}

/** @param {ApiRequest} request */
export const envLine = ({ secret }) => `FMID_ID_TOKEN=${secret}`;

/** A text with the token in it, as a calculation. @param {string} text @param {string} secret */
function joined(text, secret) {
  const parts = secret ? text.split(secret) : [text];
  return parts.map((part) => (part ? fileMakerText(part) : '')).join(' & $token & ').replace(/^ & | & $/g, '');
}

/** @param {string} text */
const fileMakerText = (text) => `"${text.replace(/[\\"]/g, '\\$&').replace(/\r\n?|\n/g, '¶')}"`;

/** @param {string} text */
const shellQuoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
