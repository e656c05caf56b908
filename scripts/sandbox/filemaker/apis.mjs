// @ts-check
// The three APIs of a host: which of them an address belongs to, and how each says yes and no.
import { adminRoutes } from './admin-api.mjs';
import { dataRoutes } from './data-api.mjs';
import { odataRoutes } from './odata.mjs';
import { findRoute } from './routes.mjs';

/**
 * @typedef {import('../filemaker-host.mjs').HostContext} HostContext
 *
 * @typedef {object} Call a request, read
 * @property {string} method
 * @property {string[]} path decoded
 * @property {Record<string, string>} params of the path
 * @property {URLSearchParams} query
 * @property {string | undefined} authorization
 * @property {any} json {} when there was no body
 * @property {FormData | undefined} form of a multipart body
 * @property {string} accept the header
 *
 * What an operation gives back. Without `json` or `text` the answer has no body.
 *
 * @typedef {{json?: object, text?: string, type?: string, status?: number, headers?: Record<string, string>}} Result
 * @typedef {(host: HostContext, call: Call) => Result} Work
 *
 * @typedef {object} Api
 * @property {import('./routes.mjs').Route<Work>[]} routes
 * @property {(json: object) => object} accept  what is around a result
 * @property {(error: import('./errors.mjs').FileMakerError) => object} refuse
 */

/** @type {Api} */
export const dataApi = {
  routes: dataRoutes,
  accept: (response) => ({ response, messages: [{ code: '0', message: 'OK' }] }),
  refuse: ({ code, message }) => ({ messages: [{ code, message }], response: {} }),
};

/** It says "text" where the Data API says "message" [M]. @type {Api} */
const adminApi = {
  routes: adminRoutes,
  accept: (response) => ({ response, messages: [{ code: '0', text: 'OK' }] }),
  refuse: ({ code, message }) => ({ messages: [{ code, text: message }], response: {} }),
};

/** Errors as OData's JSON format has them (4.01, §21.1); that the code is FileMaker's is [M]. @type {Api} */
const odata = {
  routes: odataRoutes,
  accept: (json) => json,
  refuse: ({ code, message }) => ({ error: { code, message } }),
};

/**
 * @param {string} method
 * @param {string[]} path
 * @returns {{api: Api, route?: {name: string, work: Work, params: Record<string, string>}}}
 */
export function findOperation(method, path) {
  const at = path.slice(0, 4).join('/');
  /** @param {Api} api @param {number} length of what stands before the API's own part */
  const within = (api, length) => ({ api, route: findRoute(api.routes, method, path.slice(length)) });
  if (/^fmi\/data\/(v1|v2|vLatest)(\/|$)/.test(at)) return within(dataApi, 3);
  if (/^fmi\/odata\/v4(\/|$)/.test(at)) return within(odata, 3);
  if (at === 'fmi/admin/api/v2') return within(adminApi, 4);
  return { api: dataApi };
}
