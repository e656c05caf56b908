// @ts-check
// The pool's HTTP side: one POST endpoint, its CORS headers, its way to say no, and two documents.
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { BodyTooLarge, readBody, send } from '../http.mjs';
import { answerWith } from '../spoil.mjs';
import { CognitoError, internalError, throttled } from './errors.mjs';
import { operations } from './operations.mjs';

/**
 * @typedef {import('../pool.mjs').PoolContext} PoolContext
 * @typedef {import('node:http').IncomingMessage} IncomingMessage
 * @typedef {import('node:http').ServerResponse} ServerResponse
 * @typedef {import('../spoil.mjs').Answer} Answer
 *
 * @typedef {object} More
 * @property {string} [errorName]
 * @property {{AuthFlow?: string, ChallengeName?: string, ClientId?: string, parameters: string[]}} body
 *
 * @typedef {import('../request-log.mjs').Logged & More} LoggedRequest
 */

const TARGET_PREFIX = 'AWSCognitoIdentityProviderService.';
const JSON_TYPE = 'application/x-amz-json-1.1';

// docs/protocol.md §Requests and errors: what real browser responses carry. Date is exposed so that a page can
// measure how wrong its clock is.
const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
};

/** @param {PoolContext} pool */
export function createPoolServer(pool) {
  return createServer((request, response) => {
    answer(pool, request, response).catch((error) => {
      // Either the client went away in the middle, or it is a bug of the sandbox.
      if (!request.destroyed) console.error(error);
      response.destroy();
    });
  });
}

/** @param {PoolContext} pool @param {IncomingMessage} request @param {ServerResponse} response */
async function answer(pool, request, response) {
  response.setHeader('Date', new Date(pool.now()).toUTCString());
  if (request.method === 'OPTIONS') {
    pool.preflights += 1;
    return preflight(request, response);
  }
  if (request.method === 'GET') return serveDocument(pool, request, response);

  const operation = String(request.headers['x-amz-target'] ?? '').replace(TARGET_PREFIX, '');
  /** @type {LoggedRequest} */
  const logged = { operation, at: pool.now(), status: 0, done: false, body: { parameters: [] } };
  pool.requests.push(logged);
  /** @param {CognitoError} error */
  const refuse = (error) => {
    logged.errorName = error.name;
    return refusal(error);
  };
  /** @type {Record<string, any>} */
  let input;
  try {
    input = await readInput(request);
  } catch (error) {
    logged.status = await answerWith(response, undefined, {
      work: () => refuse(asCognitoError(error)),
      refusal: () => undefined,
      cors: CORS,
    });
    return;
  }
  logged.body = namesOnly(input);

  logged.status = await answerWith(response, pool.faults.take(logged), {
    work: () => {
      try {
        const output = operations.get(operation)?.(pool, input);
        if (output === undefined) throw new CognitoError('UnknownOperationException', '');
        logged.done = true;
        return jsonAnswer(200, output);
      } catch (error) {
        return refuse(asCognitoError(error));
      }
    },
    refusal: (kind, { error }) => {
      if (kind === 'error' && error) return refuse(new CognitoError(error.name, error.message, error.status));
      // Seen during outages (amplify-js #7285, #8152): the gateway's refusal lacks the CORS headers.
      return refuse(kind === 'throttle' || kind === 'no-cors' ? throttled() : internalError());
    },
    cors: CORS,
  });
}

/** @param {IncomingMessage} request @returns {Promise<Record<string, any>>} */
async function readInput(request) {
  const bytes = await readBody(request);
  if (request.method !== 'POST') throw new CognitoError('UnknownOperationException', '', 405);
  if (request.headers['content-type']?.split(';')[0] !== JSON_TYPE) {
    throw new CognitoError('SerializationException', `Content-Type must be ${JSON_TYPE}`); // sentence ours
  }
  const input = JSON.parse(bytes.toString());
  if (input === null || typeof input !== 'object' || Array.isArray(input)) throw new SyntaxError();
  return input;
}

/** @param {unknown} error */
function asCognitoError(error) {
  if (error instanceof CognitoError) return error;
  if (error instanceof BodyTooLarge)
    return new CognitoError('RequestEntityTooLargeException', 'Request is too large', 413);
  if (error instanceof SyntaxError) return new CognitoError('SerializationException', 'Request is not valid JSON');
  throw error;
}

/** @param {CognitoError} error @returns {Answer} */
function refusal(error) {
  return jsonAnswer(error.status, { __type: error.name, message: error.message }, {
    'x-amzn-ErrorType': `${error.name}:`, // clients cut it at the colon
    // Some messages repeat what the client sent, and a header takes less than a body does.
    'x-amzn-ErrorMessage': error.message.replace(/[^\x20-\x7e]/g, '?'),
  });
}

/** @param {number} status @param {object} json @param {Record<string, string>} [headers] @returns {Answer} */
function jsonAnswer(status, json, headers = {}) {
  const text = JSON.stringify(json);
  return { status, type: JSON_TYPE, text, json, headers: { ...headers, 'x-amzn-RequestId': randomUUID() } };
}

/** @param {IncomingMessage} request @param {ServerResponse} response */
function preflight(request, response) {
  response.writeHead(200, {
    ...CORS,
    'Access-Control-Allow-Methods': 'POST, GET',
    'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '',
    'Access-Control-Max-Age': '172800',
    'Content-Length': 0,
  });
  response.end();
}

/**
 * The key set, and a copy of Claris's discovery JSON.
 *
 * @param {PoolContext} pool
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 */
function serveDocument(pool, request, response) {
  const document = pool.documents[request.url ?? ''];
  if (document) return send(response, 200, 'application/json', JSON.stringify(document()), CORS);
  return send(response, 404, 'text/plain', 'Not found', CORS);
}

/** @param {Record<string, any>} input @returns {LoggedRequest['body']} */
function namesOnly({ AuthFlow, ChallengeName, ClientId, AuthParameters, ChallengeResponses, ...rest }) {
  const parameters = Object.keys({ ...AuthParameters, ...ChallengeResponses, ...rest });
  return { AuthFlow, ChallengeName, ClientId, parameters };
}
