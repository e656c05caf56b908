// @ts-check
// The host's HTTP side: reading a request, answering it, and CORS (none).
import { createServer } from 'node:http';
import { BodyTooLarge, readBody, send } from '../http.mjs';
import { answerWith } from '../spoil.mjs';
import { findOperation } from './apis.mjs';
import { bearerOf, isClarisId } from './credentials.mjs';
import { badParameter, FileMakerError, unknownAddress, wrongContentType } from './errors.mjs';

/**
 * @typedef {import('../filemaker-host.mjs').HostContext} HostContext
 * @typedef {import('./apis.mjs').Call} Call
 * @typedef {import('../spoil.mjs').Answer} Answer
 * @typedef {import('node:http').IncomingMessage} IncomingMessage
 * @typedef {import('node:http').ServerResponse} ServerResponse
 *
 * @typedef {object} More
 * @property {string} method
 * @property {string} path as sent, except that a session token in it is "***"
 * @property {string} [code] FileMaker's code, if the answer had one
 *
 * @typedef {import('../request-log.mjs').Logged & More} LoggedRequest
 */

/** A picture for a container. */
const BODY_LIMIT = 8 * 1024 * 1024;

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
  response.setHeader('Date', new Date(host.now()).toUTCString());
  const { method = 'GET', url = '/' } = request;
  const path = pathOf(url);
  const { api, route } = findOperation(method, path ?? []);
  const operation = method === 'OPTIONS' ? 'preflight' : (route?.name ?? '');
  const shown = url.replace(/(\/(?:sessions|auth)\/)[^/?]+/, '$1***');
  /** @type {LoggedRequest} */
  const logged = { operation, at: host.now(), status: 0, done: false, method, path: shown };
  host.requests.push(logged);
  if (method === 'OPTIONS') {
    const [status, type, text, headers] = preflight(host, request);
    logged.status = status;
    return send(response, status, type, text, headers);
  }

  /** @param {FileMakerError} error */
  const refuse = (error) => {
    logged.code = error.code;
    return jsonAnswer(error.status, api.refuse(error));
  };
  const body = await readBody(request, BODY_LIMIT).catch(asTooLarge);
  const form = body && (await formOf(request, body));

  const fault = host.faults.take(logged);
  if (fault?.kind === 'end-session') {
    host.sessions.delete(bearerOf(request.headers.authorization) || (route?.params.token ?? ''));
  }
  logged.status = await answerWith(response, fault, {
    work: () => {
      if (!body) return { status: 413, type: 'text/plain', text: '' };
      try {
        const call = readCall(request, path, body, form);
        if (!route) throw unknownAddress();
        const { status = 200, json, text = '', type = 'text/plain', headers } = route.work(host, { ...call, params: route.params });
        logged.done = true;
        logged.code = '0';
        if (!json) return { status, type, text, headers };
        return { ...jsonAnswer(status, api.accept(json)), headers };
      } catch (error) {
        if (!(error instanceof FileMakerError)) throw error;
        // FileMaker Cloud's web server answers a bad FMID itself, in HTML (docs/protocol.md §Data API).
        const byWebServer = host.options.html401 && error.code === '212' && isClarisId(request.headers.authorization);
        return byWebServer ? UNAUTHORIZED : refuse(error);
      }
    },
    refusal: (kind, { error: { name, message, status = 500 } = { name: '1', message: '' } }) => {
      if (kind === 'no-cors') return undefined;
      // These words are the Data API's, and of the other APIs nobody knows. An error's name is FileMaker's code.
      if (kind === 'throttle') return refuse(new FileMakerError(429, 953, 'Data API usage limit exceeded'));
      if (kind === 'internal') return refuse(new FileMakerError(500, 1, 'User canceled action'));
      return refuse(new FileMakerError(status, Number(name), message));
    },
    cors: corsHeaders(host),
  });
}

/** @type {Answer} */
const UNAUTHORIZED = {
  status: 401,
  type: 'text/html',
  text: '<html><head><title>401 Authorization Required</title></head><body></body></html>',
};

/** @param {number} status @param {object} json @returns {Answer} */
const jsonAnswer = (status, json) => ({ status, type: 'application/json', text: JSON.stringify(json), json });

/** @param {unknown} error */
function asTooLarge(error) {
  if (error instanceof BodyTooLarge) return undefined;
  throw error;
}

/** Decoded, without empty parts; undefined if it cannot be. @param {string} url */
function pathOf(url) {
  try {
    return new URL(url, 'http://127.0.0.1').pathname
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/**
 * Node reads forms by itself, but only from a Response. Undefined for another body, or a broken form.
 *
 * @param {IncomingMessage} request @param {Buffer} body
 */
async function formOf({ headers }, body) {
  const type = headers['content-type'] ?? '';
  if (!/^multipart\/form-data/i.test(type)) return undefined;
  return new Response(new Uint8Array(body), { headers: { 'Content-Type': type } }).formData().catch(() => undefined);
}

/**
 * @param {IncomingMessage} request
 * @param {string[] | undefined} path
 * @param {Buffer} body
 * @param {FormData | undefined} form
 * @returns {Omit<Call, 'params'>}
 */
function readCall({ method = 'GET', url = '/', headers }, path, body, form) {
  const contentType = headers['content-type'] ?? '';
  const isJson = /^application\/json\b/i.test(contentType);
  if (body.length > 0 && !isJson && !/^multipart\/form-data/i.test(contentType)) throw wrongContentType();
  const json = isJson && body.length > 0 ? parseJson(body.toString()) : {};
  if (!path || json === null || typeof json !== 'object') throw badParameter();
  const query = new URL(url, 'http://127.0.0.1').searchParams;
  return { method, path, query, authorization: headers.authorization, accept: headers.accept ?? '', json, form };
}

/** @param {string} text @returns {unknown} */
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw badParameter();
  }
}

/**
 * Claris: "doesn't support Cross-Origin Resource Sharing (CORS) and the OPTIONS method" (docs/protocol.md §Data API).
 *
 * @param {HostContext} host
 * @returns {Record<string, string>}
 */
function corsHeaders({ options }) {
  if (!options.cors) return {};
  return {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'X-FM-Data-Access-Token, X-FM-Access-Token, Date',
  };
}

/**
 * @param {HostContext} host
 * @param {IncomingMessage} request
 * @returns {[number, string, string, Record<string, string>]}
 */
function preflight(host, request) {
  if (!host.options.cors) return [405, 'text/html', '<html><body>405 Method Not Allowed</body></html>', {}];
  return [
    200,
    'text/plain',
    '',
    {
      ...corsHeaders(host),
      'Access-Control-Allow-Methods': 'GET, POST, PATCH, DELETE',
      'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '',
      'Access-Control-Max-Age': '600',
    },
  ];
}
