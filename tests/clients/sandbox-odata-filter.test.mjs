// @ts-check
// OData's $filter on the sandbox's host, as a table, and the other options of a query.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startFileMakerHost } from '../../scripts/sandbox/index.mjs';
import { parseFilter } from '../../scripts/sandbox/filemaker/odata-filter.mjs';

const TABLE = /** @type {any} */ ({ name: 'T', fields: ['Name', 'City', 'Age', 'Umsatz €', 'notes'], records: [] });
const ROWS = /** @type {any[]} */ ([
  { Name: 'Ada', City: 'Zürich', Age: 36, 'Umsatz €': 12.5, notes: "it's" },
  { Name: 'Bo', City: 'Lisboa', Age: 20, 'Umsatz €': -3, notes: '' },
  { Name: 'Zoë', City: 'Zürich', Age: 50, 'Umsatz €': 0, notes: '42' },
]);

/** The names of the rows that fit. @type {Record<string, string>} */
const FILTERS = {
  "Name eq 'Ada'": 'Ada',
  "Name ne 'Ada'": 'Bo Zoë',
  'Age gt 36': 'Zoë',
  'Age ge 36': 'Ada Zoë',
  'Age lt 36': 'Bo',
  'Age le 36': 'Ada Bo',
  "City eq 'Zürich' and Age gt 40": 'Zoë',
  "Name eq 'Bo' or Name eq 'Ada'": 'Ada Bo',
  "Name eq 'Bo' or City eq 'Zürich' and Age gt 40": 'Bo Zoë',
  "(Name eq 'Bo' or City eq 'Zürich') and Age gt 40": 'Zoë',
  "not (Name eq 'Bo')": 'Ada Zoë',
  "not Name eq 'Bo' and not startswith(Name, 'Z')": 'Ada',
  "contains(City, 'ür')": 'Ada Zoë',
  "startswith(Name,'Z')": 'Zoë',
  "endswith(Name,'o')": 'Bo',
  "tolower(Name) eq 'zoë'": 'Zoë',
  "length(Name) eq 2": 'Bo',
  "concat(Name, City) eq 'BoLisboa'": 'Bo',
  '"Umsatz €" lt 0': 'Bo',
  '"Umsatz €" eq 12.5': 'Ada',
  '"Umsatz €" eq -3': 'Bo',
  "notes eq 'it''s'": 'Ada',
  'notes eq null': 'Bo',
  'notes ne null': 'Ada Zoë',
  'notes eq 42': 'Zoë',
  'true': 'Ada Bo Zoë',
  "'Ada' eq Name": 'Ada',
};

test('a filter keeps the rows that fit', () => {
  for (const [text, names] of Object.entries(FILTERS)) assert.equal(ROWS.filter(parseFilter(TABLE, text)).map(({ Name }) => Name).join(' '), names, text);
});

test('a filter that is none is refused, not ignored', () => {
  for (const text of ['', ' ', 'Name', "Name eq", "eq 'x'", "Name eq 'x", "Name = 'x'", "Name eq 'a' Name", "(Name eq 'a'", "Name eq 'a')", "Nothing eq 'a'", "constructor eq 'a'", "indexof(Name,'a') eq 1", "toString(Name) eq 'a'",
    "startswith(Name)", "contains(Name,'a','b')", "Name eq 'a' and", "not", "Age add 1 eq 2", 'Age eq 1x', "Age and Name eq 'a'"]) {
    assert.throws(() => ROWS.filter(parseFilter(TABLE, text)), { name: 'Error' }, text);
  }
});

/** @type {Awaited<ReturnType<typeof startFileMakerHost>>} */
let host;
before(async () => {
  host = await startFileMakerHost();
});
after(() => host.close());

/** @param {string} path @param {Record<string, string>} [headers] */
async function get(path, headers = {}) {
  const response = await fetch(`${host.url}/fmi/odata/v4/${path}`, { headers: { authorization: `Basic ${btoa('admin:admin')}`, ...headers } });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

test('order, choice of fields, count and pages', async () => {
  const { text } = await get('Contacts/Contact?$filter=Age gt 40&$orderby=City desc,Age&$select=City,Age&$count=true&$top=2&$skip=1');
  const { value, '@odata.count': count } = JSON.parse(text);
  assert.equal(count, 28);
  assert.equal(value.length, 2);
  assert.deepEqual(Object.keys(value[0]), ['@odata.id', 'City', 'Age']);
  assert.ok(value[0].Age <= value[1].Age && value[0].City === value[1].City);
  assert.deepEqual(await get("Contacts/Contact/$count?$filter=startswith(Email,'contact1')"), { status: 200, type: 'text/plain', text: '11' });
  assert.equal((await get("Contacts/Contact/$count?$filter=Name eq 'nobody'")).text, '0');
});

test('metadata comes as XML, and as JSON to whoever accepts that', async () => {
  const xml = await get('Verkauf/$metadata');
  assert.equal(xml.type, 'application/xml');
  assert.match(xml.text, /<EntityType Name="Kunden_">.*<Property Name="Umsatz €" Type="Edm.Decimal"\/>/);
  const json = JSON.parse((await get('Verkauf/$metadata', { accept: 'application/json' })).text);
  assert.deepEqual(json.Verkauf.Kunden, { $Kind: 'EntitySet', $Type: 'Verkauf.Kunden_' });
  assert.equal(json.Verkauf.Kunden_['Umsatz €'].$Type, 'Edm.Decimal');
});

test('what is not understood is refused', async () => {
  for (const query of ['$filter=', '$filter=Age', '$top=x', '$skip=-1', '$expand=Orders', '$search=x', '$apply=x', '$orderby=Nothing',
    '$select=Nothing']) {
    assert.ok((await get(`Contacts/Contact?${query}`)).status >= 400, query);
  }
});
