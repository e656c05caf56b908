// @ts-check
// $metadata: what tables and fields there are, as XML, or as JSON where that is asked for. The shape of the JSON is the one that
// fm-odata-client 3.2.5 reads from real hosts: types and sets side by side under the database's name.

/**
 * @typedef {import('./demo-databases.mjs').Table} Table
 * @typedef {{ $Type: string, $Nullable?: boolean }} Field
 */

/** @param {string} database @param {Iterable<Table>} tables */
export function metadataJson(database, tables) {
  /** @type {Record<string, object>} */
  const members = {};
  for (const table of tables) {
    members[`${table.name}_`] = { $Kind: 'EntityType', $Key: [table.fields[0]], ...fieldsOf(table) };
    members[table.name] = { $Kind: 'EntitySet', $Type: `${database}.${table.name}_` };
  }
  return { $Version: '4.01', $EntityContainer: `${database}.Container`, [database]: members };
}

/** @param {string} database @param {Iterable<Table>} tables */
export function metadataXml(database, tables) {
  const all = [...tables];
  const types = all.map((table) => {
    const properties = Object.entries(fieldsOf(table)).map(([name, { $Type }]) => `<Property Name="${escaped(name)}" Type="${$Type}"/>`);
    return `<EntityType Name="${escaped(table.name)}_"><Key><PropertyRef Name="${escaped(table.fields[0])}"/></Key>${properties.join('')}</EntityType>`;
  });
  const sets = all.map(({ name }) => `<EntitySet Name="${escaped(name)}" EntityType="${escaped(`${database}.${name}_`)}"/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<edmx:Edmx Version="4.01" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices><Schema Namespace="${escaped(database)}" xmlns="http://docs.oasis-open.org/odata/ns/edm">${types.join('')}<EntityContainer Name="Container">${sets.join('')}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>
`;
}

/** @param {Table} table @returns {Record<string, Field>} */
function fieldsOf({ fields, records }) {
  const typeOf = (/** @type {string} */ name) => (name === 'Photo' ? 'Edm.Stream' : typeof records[0]?.fieldData[name] === 'number' ? 'Edm.Decimal' : 'Edm.String');
  return Object.fromEntries(fields.map((name) => [name, { $Type: typeOf(name), $Nullable: true }]));
}

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
