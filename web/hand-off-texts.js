// @ts-check
// The same sign-in for other tools: what each of them takes, as text.
import { callRequest, closeRequest, curlCommand, openRequest } from './curl.js';

/** @typedef {import('./curl.js').Place} Place */

/** Names as the fmid command reads them. @param {Place} place @param {string} idToken */
export function envLines({ host, database }, idToken) {
  return `FMID_HOST=${host}\nFMID_DATABASE=${dotenv(database)}\nFMID_ID_TOKEN=${idToken}\n`;
}

/** @param {Place} place @param {string} idToken */
export const curlText = (place, idToken) => curlCommand(openRequest(place, idToken));

/**
 * Script steps in FileMaker's own words. The token comes in a header (Claris documents that one) or, on FileMaker Server, in the body.
 * @param {Place} place @param {string} idToken
 */
export function scriptSteps(place, idToken) {
  const { url } = openRequest(place, idToken);
  return `# Opens a Data API session with the ID token, which is good for an hour, and keeps the Data API token in $$dataApiToken.
Set Variable [ $idToken ; Value: ${calculation(idToken)} ]
Set Variable [ $options ; Value:
  "--request POST" &
  " --header " & Quote ( "Authorization: FMID " & $idToken ) &
  " --header " & Quote ( "Content-Type: application/json" ) &
  " --data " & Quote ( "{}" ) &
  " --dump-header $headers" ]
Insert from URL [ Select ; With dialog: Off ; Target: $body ; ${calculation(url)} ; cURL options: $options ]
Set Variable [ $$dataApiToken ; Value:
  Let ( [
    name = "X-FM-Data-Access-Token: " ;
    lines = Substitute ( $headers ; [ Char ( 13 ) ; "" ] ; [ Char ( 10 ) ; "¶" ] ) & "¶" ;
    start = Position ( lines ; name ; 1 ; 1 ) ;
    from = start + Length ( name )
  ] ;
    If ( start ; Middle ( lines ; from ; Position ( lines ; "¶" ; from ; 1 ) - from ) ; JSONGetElement ( $body ; "response.token" ) )
  ) ]
If [ IsEmpty ( $$dataApiToken ) ]
  Show Custom Dialog [ "No Data API token" ; $body ]
End If
`;
}

/**
 * Postman's collection format 2.1: opens a session, keeps its token for the calls after it, closes it.
 * @param {Place} place @param {string} idToken
 */
export function postmanCollection(place, idToken) {
  const opens = openRequest(place, '{{idToken}}');
  const layouts = callRequest(place, '{{dataApiToken}}', 'GET', 'layouts');
  const records = callRequest(place, '{{dataApiToken}}', 'GET', 'layouts/LAYOUT/records?_limit=10');
  const closes = closeRequest(place, '{{dataApiToken}}');
  const keepToken = [
    'const { response } = pm.response.json();',
    "pm.collectionVariables.set('dataApiToken', pm.response.headers.get('X-FM-Data-Access-Token') || (response && response.token));",
  ];
  return `${JSON.stringify(
    {
      info: {
        name: `FileMaker Data API: ${place.database}`,
        description: 'Made by fmid. Run "Open session" first; the ID token in the variables is good for an hour.',
        schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
      },
      item: [
        { ...item('Open session', opens), event: [{ listen: 'test', script: { type: 'text/javascript', exec: keepToken } }] },
        item('List layouts', layouts),
        item('Records of a layout', records),
        item('Close session', closes),
      ],
      variable: [
        { key: 'idToken', value: idToken, type: 'string' },
        { key: 'dataApiToken', value: '', type: 'string' },
      ],
    },
    undefined,
    2,
  )}\n`;
}

/** @param {string} name @param {import('./curl.js').ApiRequest} request */
function item(name, { method, url, headers, body }) {
  return {
    name,
    request: {
      method,
      url,
      header: Object.entries(headers).map(([key, value]) => ({ key, value })),
      ...(body !== undefined && { body: { mode: 'raw', raw: body } }),
    },
  };
}

/** A text in a FileMaker calculation. @param {string} text */
const calculation = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** @param {string} value */
const dotenv = (value) => (/^[\w.-]*$/.test(value) ? value : `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
