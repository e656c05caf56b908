// @ts-check
// Calls to the sandbox's FileMaker host by hand.

/** @typedef {Awaited<ReturnType<typeof import('../../scripts/sandbox/index.mjs').startFileMakerHost>>} Host */

/**
 * @param {Host} host @param {string} method @param {string} path after /fmi/
 * @param {{authorization?: string, json?: unknown, form?: FormData}} [with_]
 * @returns {Promise<{status: number, headers: Headers, body: any}>} body: undefined if there is none
 */
export async function callHost(host, method, path, { authorization, json, form } = {}) {
  const response = await fetch(`${host.url}/fmi/${path}`, {
    method,
    headers: {
      ...(authorization !== undefined && { Authorization: authorization }),
      ...(json !== undefined && { 'Content-Type': 'application/json' }),
    },
    body: json === undefined ? form : JSON.stringify(json),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

/** The Data API's code of an answer. @param {{body: any}} answer */
export const codeOf = ({ body }) => body.messages[0].code;

/** Opens a session, as a FileMaker account unless told otherwise. @param {Host} host @param {string} [authorization] */
export async function bearerFor(host, authorization = `Basic ${btoa('admin:admin')}`, database = 'Contacts') {
  const { headers } = await callHost(host, 'POST', `data/v1/databases/${database}/sessions`, { authorization });
  return `Bearer ${headers.get('x-fm-data-access-token')}`;
}

export const CONTACTS = 'data/v1/databases/Contacts/layouts/Contacts';
