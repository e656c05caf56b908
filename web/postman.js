// @ts-check
// A Postman collection (format v2.1, schema.getpostman.com) with the whole way: open a session, call, end it; OData and Admin API besides.
import { originOf } from './requests.js';

/** @typedef {import('./requests.js').ApiRequest} ApiRequest */

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

/** Postman's own script language: takes the Data API token out of the answer, header first (docs/protocol.md §Data API). */
const TAKE_TOKEN = [
  "const token = pm.response.headers.get('X-FM-Data-Access-Token') || pm.response.json().response.token;",
  "pm.collectionVariables.set('dataApiToken', token);",
];

/**
 * @param {ApiRequest} request that was asked for: first, and as it is
 * @param {string} idToken
 */
export function postmanCollection(request, idToken) {
  const { place } = request;
  const data = `{{origin}}/fmi/data/${place.version}`;
  const database = `${data}/databases/{{database}}`;
  const withId = { Authorization: 'FMID {{idToken}}', 'Content-Type': 'application/json' };
  const withSession = { Authorization: 'Bearer {{dataApiToken}}' };
  const isOpening = request.url.endsWith('/sessions');
  const items = [
    { ...item('Open a session', 'POST', `${database}/sessions`, withId, '{}'), event: [{ listen: 'test', script: { type: 'text/javascript', exec: TAKE_TOKEN } }] },
    ...(isOpening ? [] : [item(`${request.method} ${new URL(request.url).pathname}`, request.method, request.url, masked(request), request.body)]),
    item('List layouts', 'GET', `${database}/layouts`, withSession),
    item('End the session', 'DELETE', `${database}/sessions/{{dataApiToken}}`, {}),
    item('OData: tables', 'GET', '{{origin}}/fmi/odata/v4/{{database}}', withId),
    item('Admin API: open a session', 'POST', '{{origin}}/fmi/admin/api/v2/user/auth', withId),
  ];
  const variables = {
    origin: originOf(place),
    database: encodeURIComponent(place.database.trim().replace(/\.fmp12$/i, '')),
    idToken,
    dataApiToken: isOpening ? '' : request.secret,
  };
  return {
    info: { name: `FileMaker Cloud: ${place.database}`, schema: SCHEMA },
    item: items,
    variable: Object.entries(variables).map(([key, value]) => ({ key, value, type: 'string' })),
  };
}

/** The token is a variable there. @param {ApiRequest} request */
const masked = ({ headers }) => ({ ...headers, Authorization: 'Bearer {{dataApiToken}}' });

/** @param {string} name @param {string} method @param {string} url @param {Record<string, string>} headers @param {string} [body] */
function item(name, method, url, headers, body) {
  const header = Object.entries(headers).map(([key, value]) => ({ key, value }));
  return { name, request: { method, header, url, ...(body !== undefined && { body: { mode: 'raw', raw: body } }) } };
}
