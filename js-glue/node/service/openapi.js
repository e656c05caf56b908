// @ts-check
// The description of the routes as OpenAPI 3.1.
import { ROUTES, SCHEMAS } from './description.js';

/** Of the API, not of fmid: what was made for one major version works with the next minor one. */
export const API_VERSION = '1.0.0';

const KEY = { type: 'apiKey', in: 'header', name: 'X-API-Key' };

/** What every route may answer besides: wrong host name, API key or type, too many requests, no answer from Cognito or the host. */
const REFUSED = { description: 'Refused, or failed: see error.reason', schema: 'Failure' };

/** @param {{ apiKey?: boolean }} [options] apiKey: every request has to bring one */
export function toOpenApi({ apiKey = false } = {}) {
  /** @type {Record<string, Record<string, object>>} */
  const paths = {};
  for (const route of ROUTES) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = toOperation(route, apiKey);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'fmid serve',
      version: API_VERSION,
      description: 'Tokens of a Claris ID, Data API sessions, and a relay to FileMaker Cloud hosts.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: { schemas: SCHEMAS, ...(apiKey && { securitySchemes: { apiKey: KEY } }) },
  };
}

/**
 * @param {import('./description.js').Route} route
 * @param {boolean} apiKey
 */
function toOperation({ path, id, summary, description, body, answers, open }, apiKey) {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  return {
    operationId: id,
    summary,
    description,
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: true, content: Object.fromEntries(['application/json', 'application/x-www-form-urlencoded'].map((type) => [type, { schema: body }])) },
    }),
    responses: Object.fromEntries(Object.entries({ ...answers, default: REFUSED }).map(([status, { description: meaning, schema }]) => [
      status, { description: meaning, content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } } },
    ])),
    ...(apiKey && { security: open ? [] : [{ apiKey: [] }] }),
  };
}
