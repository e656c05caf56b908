// @ts-check
// What the Web Viewer page does for FileMaker: gets the settings, signs in with a refresh token or has a person do it, and answers each
// call with one run of a script. docs/web-viewer.md has it from FileMaker's side.
import { createClient, FmidError } from '../index.js';
import { InputError, TransportError } from '../errors.js';
import { readConfig, readRequest } from './config.js';

/**
 * @typedef {import('../index.js').Client} Client
 * @typedef {import('../index.js').Tokens} Tokens
 * @typedef {import('./config.js').Config} Config
 * @typedef {import('./config.js').Request} Request
 *
 * @typedef {object} Surroundings
 * @property {Uint8Array} wasm
 * @property {ReturnType<typeof import('./filemaker.js').createFileMaker>} fileMaker
 * @property {(client: Client, config: Config) => Form} showForm
 * @property {(text: string) => void} say for whoever looks at the page
 *
 * @typedef {{ ask(reason?: FmidError): void, remove(): void }} Form
 */

/** After these only a person can go on. */
const NEEDS_PERSON = /^(sign_in_required|refresh_token_)/;

/** @param {Surroundings} surroundings */
export function createBridge({ wasm, fileMaker, showForm, say }) {
  /** @type {Config | undefined} */
  let config;
  /** @type {Promise<Client> | undefined} */
  let starting;
  /** @type {Form | undefined} */
  let form;
  /** Requests that a person's sign-in answers. @type {Request[]} */
  const waiting = [];

  /** @param {Request} request @param {Record<string, unknown>} content */
  function answer({ id, script, option }, content) {
    fileMaker.perform({ ...config, script, option: option ?? config?.option }, { ...content, ...(id !== undefined && { id }) });
  }

  /** @param {Request} request @param {Tokens} tokens */
  function answerTokens(request, { idToken, accessToken, refreshToken, expiresIn, expiresAt, device }) {
    answer(request, { ok: true, event: 'tokens', idToken, accessToken, refreshToken, expiresIn, expiresAt, ...(device && { device }) });
  }

  /** Says it to FileMaker where a script is known, and to whoever looks. @param {Partial<Request>} request @param {unknown} error */
  function answerError(request, error) {
    if (!(error instanceof FmidError)) throw error;
    const { code, title, hint, message, detail, serviceError, httpStatus, retryable } = error;
    const script = request.script ?? config?.script;
    if (script) answer({ ...request, script }, { ok: false, event: 'error', code, message, title, hint, detail, serviceError, httpStatus, retryable });
    if (!form) say(message);
  }

  /**
   * @param {string | undefined} text
   * @param {(text: string) => Partial<Request>} read
   * @param {(request: Request, given: any) => Promise<void>} work
   */
  async function call(text, read, work) {
    /** @type {Partial<Request>} */
    let given = {};
    try {
      given = read(text ?? '');
      const script = given.script ?? config?.script;
      if (!script) throw new InputError({ code: 'option_invalid', detail: 'script: the name of the FileMaker script that gets the answer' });
      busy += 1;
      await work({ ...given, script }, given).finally(() => (busy -= 1));
    } catch (error) {
      answerError(given, error);
    }
  }

  /** @param {Config} next */
  function begin(next) {
    starting?.then((client) => client.stop()).catch(() => {}); // what became of it was said
    // Nobody will sign in with the settings that they were made under, and each request gets an answer.
    for (const request of waiting.splice(0)) answerError(request, new TransportError({ code: 'aborted' }));
    form?.remove();
    form = undefined;
    say('');
    config = next;
    starting = open(next);
  }

  /** @param {Config} settings */
  async function open({ userPoolId, clientId, endpoint, keepFresh, refreshToken, device, ...settings }) {
    const pool = userPoolId || clientId || endpoint ? { userPoolId: userPoolId ?? '', clientId: clientId ?? '', endpoint } : undefined;
    // FileMaker is where a sign-in is kept: it gets each new refresh token, and hands in the last.
    const storage = { load: () => (refreshToken === undefined ? undefined : { version: /** @type {const} */ (1), refreshToken, device }), save() {}, clear() {} };
    const client = await createClient({ wasm, pool, keepFresh, storage });
    /** @param {import('../index.js').ClientEventType} type @param {(detail: any) => void} listener */
    const on = (type, listener) => client.addEventListener(type, (event) => listener(/** @type {import('../index.js').ClientEvent} */ (event).detail));
    on('signedin', (tokens) => {
      // By the form: whoever waits for it gets the tokens, and if nobody does, the settings' script.
      for (const request of waiting.length > 0 ? waiting.splice(0) : [settings]) answerTokens(request, tokens);
    });
    // What was asked for is an answer already.
    on('refreshed', (tokens) => busy === 0 && answerTokens(settings, tokens));
    on('signedout', () => busy === 0 && answer(settings, SIGNED_OUT));
    on('error', (error) => answerError(settings, error));
    if (settings.interactive !== false) form = showForm(client, settings);
    return client;
  }

  /** Requests that are being worked on. */
  let busy = 0;

  /** @param {Request} request */
  async function giveTokens(request) {
    const client = await started();
    try {
      await client.idToken();
      answerTokens(request, /** @type {Tokens} */ (client.tokens));
    } catch (error) {
      if (!form || !(error instanceof FmidError)) throw error;
      form.ask(error.code === 'sign_in_required' ? undefined : error);
      if (!NEEDS_PERSON.test(error.code)) throw error;
      waiting.push(request);
    }
  }

  /** @returns {Promise<Client>} */
  async function started() {
    if (!starting) throw new InputError({ code: 'call_out_of_order', detail: 'fmidStart comes first' });
    return starting;
  }

  return {
    /** @param {string} [text] settings */
    fmidStart: (text) =>
      call(text, readConfig, async (request, given) => {
        const { id: _, ...settings } = given; // of this call, not of what comes by itself later
        begin({ ...settings, script: request.script });
        await giveTokens(request);
      }),

    /** @param {string} [text] request */
    fmidToken: (text) => call(text, readRequest, giveTokens),

    /** @param {string} [text] request */
    fmidSignOut: (text) =>
      call(text, readRequest, async (request) => {
        await (await started()).signOut();
        answer(request, SIGNED_OUT);
      }),
  };
}

const SIGNED_OUT = { ok: true, event: 'signedOut' };
