// @ts-check
// What is on the host: three databases that open, one for which the account lacks the privilege,
// and one that is closed. Names with spaces, umlauts and kanji, because real ones have them.

/**
 * @typedef {Record<string, string | number>} FieldData
 *
 * @typedef {object} FileMakerRecord
 * @property {number} recordId
 * @property {number} modId
 * @property {FieldData} fieldData
 * @property {Map<string, File>} files what was uploaded, by container field
 *
 * @typedef {object} Table
 * @property {string} name
 * @property {string[]} fields
 * @property {FileMakerRecord[]} records
 * @property {number} lastRecordId
 * @property {Portal[]} portals shown, never changed through it
 *
 * @typedef {object} Portal
 * @property {Table} table the related one
 * @property {string} key the field that has the same value on both sides
 *
 * @typedef {object} Database
 * @property {string} name
 * @property {'open'|'closed'|'no-privilege'} state
 * @property {Map<string, Table>} layouts several may show the same table
 * @property {Map<string, number>} scriptRuns how often each script ran
 */

const FIRST = ['Ada', 'Grace', 'Jörg', 'Zoë', 'Łucja', '美咲', 'Renée', 'Søren', 'Ivana', 'Tom'];
const LAST = ['Lovelace', 'Müller', 'Nguyễn', 'Example', 'Okafor', '田中', 'Ibáñez', 'Smith'];
const CITIES = ['Zürich', 'München', '大阪', 'Lisboa', 'Łódź', 'Portland'];
const GOODS = ['Bolt', 'Washer', 'Spring', 'Hinge', 'ナット', 'Schraube'];

/** A new copy, so that no test changes another's records. @returns {Database[]} */
export function createDatabases() {
  const people = table('Contact', 48, (n) => ({
    Name: `${FIRST[n % FIRST.length]} ${LAST[n % LAST.length]}`,
    City: CITIES[n % CITIES.length],
    Email: `contact${n}@example.com`,
    Age: 20 + (n % 50),
    Photo: '',
  }));
  const customers = table('Kunden', 36, (n) => ({
    Kundennummer: `K-${1000 + n}`,
    Name: `${LAST[n % LAST.length]} GmbH`,
    Ort: CITIES[n % CITIES.length],
    'Umsatz €': n * 125,
  }));
  const invoices = table('Rechnungen', 40, (n) => ({
    Nummer: `R-${2024000 + n}`,
    Kundennummer: `K-${1001 + (n % 36)}`,
    Betrag: n * 19.5,
    Datum: `0${1 + (n % 9)}/15/2024`, // Data API dates are US by default
  }));
  customers.portals.push({ table: invoices, key: 'Kundennummer' });
  const stock = table('Stock', 60, (n) => ({ Item: `${GOODS[n % GOODS.length]} ${n}`, Quantity: (n * 7) % 90 }));
  return [
    database('Contacts', 'open', { Contacts: people, 'Contact List': people, 'Contact – Détail': people }),
    database('Verkauf', 'open', { 'Kunden Übersicht': customers, Rechnungen: invoices }),
    database('在庫 Stock', 'open', { 在庫一覧: stock, 'Stock List': stock }),
    database('Payroll', 'no-privilege', {}),
    database('Archive', 'closed', {}),
  ];
}

/**
 * @param {string} name
 * @param {Database['state']} state
 * @param {Record<string, Table>} layouts
 * @returns {Database}
 */
function database(name, state, layouts) {
  return { name, state, layouts: new Map(Object.entries(layouts)), scriptRuns: new Map() };
}

/** @param {string} name @param {number} count @param {(n: number) => FieldData} fieldsOf @returns {Table} */
function table(name, count, fieldsOf) {
  const records = Array.from({ length: count }, (_, at) => ({
    recordId: at + 1,
    modId: 0,
    fieldData: fieldsOf(at + 1),
    files: new Map(),
  }));
  return { name, fields: Object.keys(fieldsOf(1)), records, lastRecordId: count, portals: [] };
}
