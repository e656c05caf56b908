// @ts-check
// The host's HTTP side: which API a path belongs to, how each says yes and no, and CORS (none).
import { createServer } from 'node:http';
import { BodyTooLarge, pause, readBody, send } from '../http.mjs';
import { spoiledAnswer, withWrongTypes } from '../faults.mjs';
import { answerAdminApi } from './admin-api.mjs';
import { isClarisId } from './credentials.mjs';
import { answerDataApi } from './data-api.mjs';
import { badParameter, FileMakerError, unknownAddress, wrongContentType } from './errors.mjs';
import { answerOData } from './odata.mjs';

/**
 * @typedef {import('../filemaker-host.mjs').HostContext} HostContext
 * @typedef {import('node:http').IncomingMessage} IncomingMessage
 * @typedef {import('node:http').ServerResponse} ServerResponse
 *
 * @typedef {object} LoggedRequest
 * @property {string} method
 * @property {string} path as sent, except that a session token in it is "***"
 * @property {number} status 0 for a dropped connection
 * @property {string} [code] FileMaker's code, if the answer had one
 */

/** @param {HostContext} host */
export function createHostServer(host) {
  return createServer((request, response) => {
    answer(host, request, response).catch((error) => {
      // Either the client went away in the middle, or it is a bug of the sandbox.
      if (!request.destroyed) console.error(error);
      response.destroy();
    });
  });
}

/** @param {HostContext} host @param {IncomingMessage} request @param {ServerResponse} response */
async function answer(host, request, response) {
  response.setHeader('Date', new Date(host.clock.now()).toUTCString());
  const path = request.url ?? '/';
  const method = request.method ?? 'GET';
  /** @type {LoggedRequest} */
  const logged = { method, path: path.replace(/(\/(?:sessions|auth)\/)[^/?]+/, '$1***'), status: 0 };
  host.requests.push(logged);
  let cors = corsHeaders(host);

  /**
   * @param {number} status
   * @param {string} type
   * @param {string} text
   * @param {Record<string, string>} [headers]
   */
  const finish = (status, type, text, headers = {}) => {
    logged.status = status;
    send(response, status, type, text, { ...cors, ...headers });
  };
  /** @param {FileMakerError} error */
  const refuse = ({ status, code, message }) => {
    logged.code = code;
    finish(status, 'application/json', JSON.stringify({ messages: [{ code, message }], response: {} }));
  };
  if (method === 'OPTIONS') return finish(...preflight(host, request));

  const fault = host.faults.take({ method, path });
  if (fault?.kind === 'slow') await pause(response, fault.delayMs ?? 1000);
  if (fault?.kind === 'drop') return void response.destroy();
  if (fault?.kind === 'no-cors') cors = {};
  if (fault?.kind === 'internal') return refuse(new FileMakerError(500, 1, 'User canceled action'));
  if (fault?.kind === 'throttle') return refuse(new FileMakerError(429, 953, 'Data API usage limit exceeded'));
  if (fault?.kind === 'error') {
    // Here the "name" of an error is FileMaker's code.
    const { name, message, status = 500 } = fault.error ?? { name: '1', message: '' };
    return refuse(new FileMakerError(status, Number(name), message));
  }
  if (fault?.kind === 'reply') {
    const { status = 200, headers = {}, body = '' } = fault.reply ?? {};
    return finish(status, 'application/json', body, headers);
  }
  const spoiled = fault && spoiledAnswer(fault.kind);
  if (spoiled) return finish(spoiled.status, spoiled.contentType, spoiled.text);

  try {
    const { body, headers } = route(host, await readCall(request));
    logged.code = '0';
    let text = JSON.stringify(fault?.kind === 'wrong-types' ? withWrongTypes(body) : body);
    if (fault?.kind === 'truncated') text = text.slice(0, text.length / 2);
    finish(200, 'application/json', text, headers);
  } catch (error) {
    if (error instanceof BodyTooLarge) return finish(413, 'text/plain', '');
    if (!(error instanceof FileMakerError)) throw error;
    // FileMaker Cloud's web server answers a bad FMID itself, in HTML (DOMAIN §4, fmrest-ruby).
    const byWebServer = host.options.html401 && error.code === '212' && isClarisId(request.headers.authorization);
    if (!byWebServer) return refuse(error);
    finish(401, 'text/html', '<html><head><title>401 Authorization Required</title></head><body></body></html>');
  }
}

/**
 * @param {HostContext} host
 * @param {import('./data-api.mjs').Call} call
 * @returns {{body: object, headers?: Record<string, string>}}
 */
function route(host, call) {
  const [fmi, api, ...rest] = call.path;
  if (fmi !== 'fmi') throw unknownAddress();
  if (api === 'data' && ['v1', 'v2', 'vLatest'].includes(rest[0])) {
    const { response, headers } = answerDataApi(host, { ...call, path: rest.slice(1) });
    return { body: { response, messages: [{ code: '0', message: 'OK' }] }, headers };
  }
  if (api === 'odata' && rest[0] === 'v4') return { body: answerOData(host, { ...call, path: rest.slice(1) }) };
  if (api === 'admin' && rest[0] === 'api' && rest[1] === 'v2') {
    // The Admin API says "text" where the Data API says "message" [M].
    return {
      body: { response: answerAdminApi(host, { ...call, path: rest.slice(2) }), messages: [{ code: '0', text: 'OK' }] },
    };
  }
  throw unknownAddress();
}

/** @param {IncomingMessage} request @returns {Promise<import('./data-api.mjs').Call>} */
async function readCall(request) {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const contentType = request.headers['content-type'] ?? '';
  const body = await readBody(request, 8 * 1024 * 1024); // a picture for a container
  const isJson = /^application\/json\b/i.test(contentType);
  if (body.length > 0 && !isJson && !/^multipart\/form-data/i.test(contentType)) throw wrongContentType();
  let json;
  let path;
  try {
    path = url.pathname
      .split('/')
      .slice(1)
      .filter((part) => part !== '')
      .map(decodeURIComponent);
    json = isJson && body.length > 0 ? JSON.parse(body.toString()) : {};
  } catch {
    throw badParameter();
  }
  if (json === null || typeof json !== 'object') throw badParameter();
  const { method = 'GET', headers } = request;
  return { method, path, query: url.searchParams, authorization: headers.authorization, contentType, body, json };
}

/**
 * Claris: "doesn't support Cross-Origin Resource Sharing (CORS) and the OPTIONS method" (DOMAIN §4).
 *
 * @param {HostContext} host
 * @returns {Record<string, string>}
 */
function corsHeaders({ options }) {
  if (!options.cors) return {};
  return { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'X-FM-Data-Access-Token, Date' };
}

/**
 * @param {HostContext} host
 * @param {IncomingMessage} request
 * @returns {[number, string, string, Record<string, string>]}
 */
function preflight({ options }, request) {
  if (!options.cors) return [405, 'text/html', '<html><body>405 Method Not Allowed</body></html>', {}];
  return [
    200,
    'text/plain',
    '',
    {
      'Access-Control-Allow-Methods': 'GET, POST, PATCH, DELETE',
      'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '',
      'Access-Control-Max-Age': '600',
    },
  ];
}
