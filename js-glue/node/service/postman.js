// @ts-check
// The description of the routes as a Postman collection v2.1, whose requests hand their tokens on to the next.
import { ROUTES } from './description.js';

const VARIABLES = ['username', 'password', 'code', 'host', 'database', 'apiKey', 'idToken', 'refreshToken', 'challengeId', 'sessionToken'];

export function toPostman() {
  return {
    info: {
      name: 'fmid serve',
      description: 'Set username and password (and host, with or without https://, and database, apiKey where the service asks for one), then send the requests from the top.',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    item: ROUTES.map(toItem),
    variable: [{ key: 'baseUrl', value: 'http://127.0.0.1:3000' }, ...VARIABLES.map((key) => ({ key, value: '' }))],
  };
}

/** @param {import('./description.js').Route} route */
function toItem({ method, path, summary, description, example, saves, open }) {
  const isRelay = path.startsWith('/relay/');
  const address = path.replace('{host}', '{{relayHost}}').replace('{call}', 'fmi/data/vLatest/databases/{{database}}/layouts');
  const header = [
    ...(example ? [{ key: 'Content-Type', value: 'application/json' }] : []),
    ...(open ? [] : [{ key: 'X-API-Key', value: '{{apiKey}}' }]),
    ...(isRelay ? [{ key: 'Authorization', value: 'Bearer {{sessionToken}}' }] : []),
  ];
  return {
    name: summary,
    request: {
      method,
      description,
      header,
      url: { raw: `{{baseUrl}}${address}`, host: ['{{baseUrl}}'], path: address.slice(1).split('/') },
      ...(example && { body: { mode: 'raw', raw: JSON.stringify(example, undefined, 2), options: { raw: { language: 'json' } } } }),
    },
    ...(saves && { event: [{ listen: 'test', script: { type: 'text/javascript', exec: toScript(saves) } }] }),
    ...(isRelay && { event: [{ listen: 'prerequest', script: { type: 'text/javascript', exec: TO_RELAY_HOST } }] }),
  };
}

/** One variable for both: POST /sessions takes a host as it is in a browser's address, a relayed path its name alone. */
const TO_RELAY_HOST = ["pm.variables.set('relayHost', (pm.variables.get('host') || '').trim().replace(/^https?:\\/\\//i, '').replace(/\\/.*$/, ''));"];

/**
 * Keeps what the answer has of these; a failed sign-in has none.
 * @param {Record<string, string>} saves
 */
function toScript(saves) {
  return [
    'const answer = pm.response.json();',
    ...Object.entries(saves).map(([variable, path]) => {
      const value = ['answer', ...path.split('.')].join('?.');
      return `if (${value}) pm.collectionVariables.set('${variable}', ${value});`;
    }),
  ];
}
