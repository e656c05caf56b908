// @ts-check
// OData, only as much as shows the sign-in: credentials with every request, no session (DOMAIN §1).
import { requireAccount } from './credentials.mjs';
import { cannotOpenFile, missingLayout, noPrivilege } from './errors.mjs';

/**
 * /fmi/odata/v4/{database}[/{table}].
 *
 * @param {import('../filemaker-host.mjs').HostContext} host
 * @param {import('./data-api.mjs').Call} call
 */
export function answerOData(host, { path, query, authorization }) {
  requireAccount(host, authorization);
  const [databaseName, tableName] = path;
  if (databaseName === undefined)
    return { value: host.databases.map(({ name }) => ({ name, kind: 'EntityContainer' })) };

  const database = host.databases.find(({ name }) => name === databaseName);
  if (!database || database.state === 'closed') throw cannotOpenFile();
  if (database.state === 'no-privilege') throw noPrivilege();
  const context = `${host.url}/fmi/odata/v4/${encodeURIComponent(databaseName)}/$metadata`;
  const tables = new Map([...database.layouts.values()].map((table) => [table.name, table]));
  if (tableName === undefined) {
    const value = [...tables.keys()].map((name) => ({ name, kind: 'EntitySet', url: encodeURIComponent(name) }));
    return { '@odata.context': context, value };
  }
  const table = tables.get(tableName);
  if (!table) throw missingLayout();
  const skip = Number(query.get('$skip') ?? 0);
  const top = Number(query.get('$top') ?? 1000);
  const value = table.records.slice(skip, skip + top).map(({ fieldData }) => fieldData);
  return { '@odata.context': `${context}#${encodeURIComponent(tableName)}`, value };
}
