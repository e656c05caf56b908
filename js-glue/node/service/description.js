// @ts-check
// The service's routes, described once: requests are checked against it (body.js), and OpenAPI and the Postman collection are written from
// it. The answers of /users and /users/refresh are those of the service of Soliant's article (soliantconsulting/FileMakerID_token), so that
// what was made for that one goes on working.

/**
 * @typedef {object} Schema JSON Schema 2020-12, as far as it is used here
 * @property {string} [type]
 * @property {string} [description] also what a person is told whose value does not fit
 * @property {Record<string, Schema>} [properties]
 * @property {string[]} [required]
 * @property {number} [minLength]
 * @property {number} [maxLength]
 * @property {string} [pattern]
 * @property {readonly string[]} [enum]
 * @property {Schema} [items]
 * @property {boolean | Schema} [additionalProperties]
 * @property {number} [maxProperties]
 * @property {Schema} [propertyNames]
 * @property {readonly Schema[]} [anyOf]
 * @property {unknown} [const]
 * @property {string} [$ref]
 *
 * @typedef {object} Route
 * @property {'GET' | 'POST' | 'PATCH' | 'DELETE'} method
 * @property {string} path
 * @property {string} id the name of what answers it
 * @property {string} summary
 * @property {string} description
 * @property {Schema} [body]
 * @property {Record<string, unknown>} [example] of the body, with Postman's variables
 * @property {Record<string, { description: string, schema: string }>} answers status → what it means, and a name of SCHEMAS
 * @property {Record<string, string>} [saves] Postman: variable ← member of the answer, by its path
 * @property {boolean} [open] needs no API key
 */

const email = { type: 'string', pattern: '^[^@\\s]+@[^@\\s]+$', maxLength: 254, description: 'the e-mail address of the Claris ID' };
const token = { type: 'string', minLength: 20, maxLength: 16_384 };
const device = {
  type: 'object',
  description: 'tokens.device of this person\'s last sign-in, where the pool remembers devices',
  required: ['key', 'groupKey', 'password'],
  properties: { key: { type: 'string', maxLength: 200 }, groupKey: { type: 'string', maxLength: 200 }, password: { type: 'string', maxLength: 200 } },
};

/** @type {Record<string, Schema>} */
export const SCHEMAS = {
  Error: {
    type: 'object',
    required: ['code', 'message', 'reason', 'hint', 'retryable'],
    properties: {
      code: { type: 'string', description: 'Cognito\'s exception, where it is Cognito\'s: NotAuthorizedException' },
      name: { type: 'string', description: 'the same, as JavaScript has it' },
      message: { type: 'string', description: 'what happened' },
      reason: { type: 'string', description: 'stable: a code of docs/errors.md, or one of the service' },
      hint: { type: 'string', description: 'what to do next' },
      retryable: { type: 'boolean', description: 'the same request may work later' },
    },
  },
  Failure: { type: 'object', required: ['error'], properties: { error: { $ref: '#/components/schemas/Error' } } },
  RelayFailure: {
    type: 'object',
    required: ['relay'],
    properties: { relay: { type: 'object', required: ['code', 'message'], properties: { code: { type: 'string' }, message: { type: 'string' } } } },
  },
  Invalid: {
    type: 'object',
    anyOf: [{ required: ['errors'] }, { required: ['error'] }],
    properties: {
      errors: {
        anyOf: [
          {
            type: 'array',
            items: {
              type: 'object',
              required: ['type', 'msg', 'param', 'path', 'location'],
              properties: { type: { const: 'field' }, msg: { type: 'string' }, param: { type: 'string' }, path: { type: 'string' }, location: { const: 'body' } },
            },
          },
          { type: 'string' },
        ],
        description: 'one entry for each value that does not fit, as express-validator has them, without the value; a text where a refresh failed',
      },
      error: { $ref: '#/components/schemas/Error' },
    },
  },
  Challenge: {
    type: 'object',
    description: 'what the account asks for; its members are those of Challenge in index.d.ts',
    required: ['id', 'name', 'expiresAt'],
    properties: {
      id: { type: 'string', description: 'for POST /users/answer; good for one answer' },
      name: { type: 'string', enum: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP', 'SMS_OTP', 'SELECT_MFA_TYPE', 'NEW_PASSWORD_REQUIRED', 'MFA_SETUP'] },
      expiresAt: { type: 'integer', description: 'when it is given up, in milliseconds since 1970' },
      restarted: { type: 'boolean', description: 'the sign-in was begun anew: codes sent before are void' },
      deliveryMedium: { type: 'string' },
      deliveryDestination: { type: 'string' },
      choices: { type: 'array', items: { type: 'string' } },
      requiredAttributes: { type: 'array', items: { type: 'string' } },
    },
  },
  SignIn: {
    type: 'object',
    required: ['user', 'tokens', 'error'],
    properties: {
      user: { type: 'string' },
      tokens: {
        anyOf: [
          { const: '' },
          {
            type: 'object',
            required: ['accessToken', 'idToken', 'refreshToken'],
            properties: { accessToken: { type: 'string' }, idToken: { type: 'string' }, refreshToken: { type: 'string' }, device },
          },
        ],
      },
      error: { anyOf: [{ const: '' }, { const: 'MFA required' }, { const: 'New password required' }, { $ref: '#/components/schemas/Error' }] },
      challenge: { $ref: '#/components/schemas/Challenge' },
    },
  },
  Refreshed: {
    type: 'object',
    required: ['user', 'id_token'],
    properties: { user: { type: 'string' }, id_token: { type: 'string' }, refresh_token: { type: 'string', description: 'where the pool gave a new one: it replaces yours' } },
  },
  Session: {
    type: 'object',
    required: ['token', 'host', 'database', 'expiresAt', 'reused'],
    properties: {
      token: { type: 'string', description: 'for Authorization: Bearer' },
      host: { type: 'string' },
      database: { type: 'string' },
      expiresAt: { type: 'integer', description: 'in milliseconds since 1970, if nothing more is called' },
      reused: { type: 'boolean', description: 'it was open already' },
      refreshToken: { type: 'string', description: 'where the pool gave a new one: it replaces yours' },
    },
  },
  Health: { type: 'object', required: ['status'], properties: { status: { const: 'ok' } } },
  Anything: { description: 'what the FileMaker host answers' },
};

const INVALID = { description: 'The body does not fit', schema: 'Invalid' };
const FAILED = { description: 'The sign-in failed (with --strict-status; otherwise 200 with `error`)', schema: 'SignIn' };
const SIGNED_IN = { description: 'Signed in; without --strict-status also where it failed: look at `error`', schema: 'SignIn' };
const ASKED = { description: 'One more step: answer `challenge` by POST /users/answer', schema: 'SignIn' };

/** @type {Route[]} */
export const ROUTES = [
  {
    method: 'POST', path: '/users', id: 'signIn',
    summary: 'Sign in',
    description: 'Gives the tokens of a Claris ID. The password goes from here to Cognito as a proof (SRP), and nowhere else.',
    body: { type: 'object', required: ['username', 'password'], properties: { username: email, password: { type: 'string', minLength: 3, maxLength: 1024, description: 'the password' }, device } },
    example: { username: '{{username}}', password: '{{password}}' },
    answers: { 200: SIGNED_IN, 202: ASKED, 401: FAILED, 403: FAILED, 422: INVALID, 429: FAILED },
    saves: { idToken: 'tokens.idToken', refreshToken: 'tokens.refreshToken', challengeId: 'challenge.id' },
  },
  {
    method: 'POST', path: '/users/answer', id: 'answer',
    summary: 'Answer what a sign-in asks for',
    description: 'A code, a choice, a new password: what the challenge is called says which. Each id is good for one answer; a wrong one gives a new id with `error`.',
    body: {
      type: 'object', required: ['id'],
      properties: {
        id: { type: 'string', minLength: 1, maxLength: 100, description: 'challenge.id of the answer before' },
        code: { type: 'string', maxLength: 20, description: 'the digits of the code' },
        choice: { type: 'string', maxLength: 100, description: 'one of challenge.choices' },
        newPassword: { type: 'string', maxLength: 1024, description: 'the new password' },
        // Cognito's own limits: 50 attributes (25 of them custom), names of 32 characters and a prefix, values of 2048.
        attributes: { type: 'object', maxProperties: 50, propertyNames: { type: 'string', maxLength: 64 }, additionalProperties: { type: 'string', maxLength: 2048 }, description: 'a text for each of challenge.requiredAttributes' },
        deviceName: { type: 'string', maxLength: 100, description: 'what the authenticator is called' },
      },
    },
    example: { id: '{{challengeId}}', code: '{{code}}' },
    answers: { 200: SIGNED_IN, 202: ASKED, 401: FAILED, 403: FAILED, 410: FAILED, 422: INVALID, 429: FAILED },
    saves: { idToken: 'tokens.idToken', refreshToken: 'tokens.refreshToken', challengeId: 'challenge.id' },
  },
  {
    method: 'POST', path: '/users/refresh', id: 'refresh',
    summary: 'A new ID token',
    description: 'For a refresh token, without the password.',
    body: {
      type: 'object', required: ['username', 'refresh_token'],
      properties: { username: email, refresh_token: { ...token, description: 'tokens.refreshToken of a sign-in' }, device_key: { type: 'string', maxLength: 200, description: 'tokens.device.key, where the pool remembers devices' } },
    },
    example: { username: '{{username}}', refresh_token: '{{refreshToken}}' },
    answers: {
      200: { description: 'Refreshed', schema: 'Refreshed' },
      401: { description: 'The refresh token is over (with --strict-status; otherwise 422 with `errors` as a text)', schema: 'Failure' },
      422: { description: 'The body does not fit, or, without --strict-status, the refresh failed', schema: 'Invalid' },
    },
    saves: { idToken: 'id_token' },
  },
  {
    method: 'POST', path: '/sessions', id: 'openSession',
    summary: 'A Data API token',
    description: 'Opens a session, or gives the one that was opened for the same token before. It is kept alive while somebody asks, and given out until the ID token ends.',
    body: {
      type: 'object', required: ['host', 'database'],
      properties: {
        host: { type: 'string', minLength: 1, maxLength: 300, description: 'the FileMaker host, one that --allow names' },
        database: { type: 'string', minLength: 1, maxLength: 300, description: 'the name of the FileMaker file' },
        version: { type: 'string', enum: ['v1', 'v2', 'vLatest'], description: 'v1, v2 or vLatest' },
        idToken: { ...token, description: 'an ID token; or give refreshToken' },
        refreshToken: { ...token, description: 'a refresh token; or give idToken' },
        deviceKey: { type: 'string', maxLength: 200, description: 'tokens.device.key, where the pool remembers devices' },
      },
    },
    example: { host: '{{host}}', database: '{{database}}', idToken: '{{idToken}}' },
    answers: {
      200: { description: 'Open', schema: 'Session' },
      401: { description: 'The pool or the host does not take the token', schema: 'Failure' },
      403: { description: 'A host that is not allowed, or a file that refuses the account', schema: 'Failure' },
      404: { description: 'No such file', schema: 'Failure' },
      422: INVALID,
      503: { description: 'The host is not available', schema: 'Failure' },
    },
    saves: { sessionToken: 'token' },
  },
  ...(/** @type {const} */ (['GET', 'POST', 'PATCH', 'DELETE'])).map((method) => (/** @type {Route} */ ({
    method, path: '/relay/{host}/{call}', id: `relay${method[0]}${method.slice(1).toLowerCase()}`,
    summary: `Relay a ${method} to a FileMaker host`,
    description: 'For pages, which hosts do not let in (CORS). {call} is the path on the host, from fmi/data/, fmi/odata/ or fmi/admin/api/ on. Goes to allowed hosts only.',
    answers: {
      200: { description: 'The host\'s own answer, whatever its status', schema: 'Anything' },
      400: { description: 'A path that is not relayed', schema: 'RelayFailure' },
      403: { description: 'A host that is not allowed, or a page of another origin', schema: 'RelayFailure' },
      502: { description: 'The host could not be reached, or answered with a redirect or with what is no answer', schema: 'RelayFailure' },
      504: { description: 'The host did not answer in time', schema: 'RelayFailure' },
    },
  }))),
  {
    method: 'GET', path: '/healthz', id: 'health', open: true,
    summary: 'Whether the service runs',
    description: 'Asks nobody else.',
    answers: { 200: { description: 'It does', schema: 'Health' } },
  },
  {
    method: 'GET', path: '/openapi.json', id: 'openApi', open: true,
    summary: 'This description',
    description: 'OpenAPI 3.1.',
    answers: { 200: { description: 'OpenAPI 3.1', schema: 'Anything' } },
  },
];
