// @ts-check
// Who calls the service during a soak: those who should be answered, and strangers.
import { connect } from 'node:net';

/** @typedef {{ at: number, now: boolean }} Over */
/** @typedef {Record<string, number>} Tally */
/**
 * @typedef {object} Load
 * @property {string} url
 * @property {Awaited<ReturnType<typeof import('../../../scripts/sandbox/index.mjs').startSandbox>>} sandbox
 * @property {Awaited<ReturnType<typeof import('./hosts.mjs').hostileHosts>>} hostile
 * @property {{ answered: Tally, again: Tally, failed: Tally, hostile: Tally }} counts
 * @property {Over} over
 */

/** @param {Tally} tally @param {string} name */
const count = (tally, name) => void (tally[name] = (tally[name] ?? 0) + 1);

/** Between two calls of one caller. @param {number} ms */
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms * (0.5 + Math.random())));

/** People who sign in, and programs that refresh, ask for sessions and relay; all of them are to be answered. @param {Load} load @returns {Promise<void>[]} */
export function callers({ url, sandbox, counts, over }) {
  const { accounts, host } = sandbox;
  const hostName = new URL(host.url).host;
  const account = (/** @type {string} */ kind) => /** @type {{ username: string, password: string }} */ (accounts.find((each) => each.kind === kind));

  /** @param {string} path @param {unknown} [body] @param {Record<string, string>} [headers] */
  async function call(path, body, headers = {}) {
    const send = () => fetch(new URL(path, url), body === undefined ? { headers } : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
    const response = await send().catch((error) => {
      // A server may close a connection that rested just as it is used again, and whoever called sends again (RFC 9112 §9.3.1): seldom.
      if (error?.cause?.code !== 'ECONNRESET' && error?.cause?.code !== 'UND_ERR_SOCKET') throw error;
      count(counts.again, String(error.cause.code));
      return send();
    });
    return { status: response.status, body: /** @type {any} */ (await response.json()) };
  }

  /** @param {string} what @param {() => Promise<string | undefined>} work gives what is wrong */
  async function expecting(what, work) {
    const wrong = await work().catch((error) => String(error?.cause?.code ?? error));
    count(wrong ? counts.failed : counts.answered, wrong ? `${what}: ${wrong}` : what);
  }

  async function person() {
    for (const kind of forever(['none', 'sms', 'unicode', 'email'], over)) {
      await expecting('sign-in', async () => {
        const { username, password } = account(kind);
        let { body } = await call('users', { username, password });
        if (body.challenge) ({ body } = await call('users/answer', { id: body.challenge.id, code: '123456' }));
        return body.tokens?.idToken ? undefined : JSON.stringify(body.error);
      });
      await rest(300);
    }
  }

  async function program() {
    const { username, password } = account('none');
    const { body: { tokens: { refreshToken } } } = await call('users', { username, password });
    while (!over.now) {
      await expecting('refresh', async () => {
        const { status, body } = await call('users/refresh', { username, refresh_token: refreshToken });
        return status === 200 ? undefined : `${status} ${JSON.stringify(body)}`;
      });
      for (let i = 0; i < 5 && !over.now; i++) {
        await expecting('session and call', async () => {
          const session = await call('sessions', { host: hostName, database: 'Contacts', refreshToken });
          if (session.status !== 200) return `session ${session.status} ${JSON.stringify(session.body)}`;
          const { status, body } = await call(`relay/${hostName}/fmi/data/vLatest/databases/Contacts/layouts/Contacts/records?_limit=20`, undefined, { authorization: `Bearer ${session.body.token}` });
          return status === 200 && body.response.data.length === 20 ? undefined : `call ${status}`;
        });
        await rest(150);
      }
    }
  }

  return [person(), person(), program(), program(), program()];
}

/** What no caller sends; of each the service may think what it likes, as long as it goes on. @param {Load} load @returns {Promise<void>[]} */
export function strangers({ url, hostile, counts, over }) {
  const { port } = new URL(url);
  const head = (/** @type {string} */ line, /** @type {string} */ more = '') => `${line} HTTP/1.1\r\nhost: localhost\r\n${more}\r\n`;
  const json = (/** @type {number} */ length) => `content-type: application/json\r\ncontent-length: ${length}\r\n`;

  /** @param {string} kind @param {string} text @param {number} [patience] then it hangs up by itself */
  function sends(kind, text, patience = 20_000) {
    return new Promise((resolve) => {
      const socket = connect(Number(port), '127.0.0.1');
      let answer = '';
      const timer = setTimeout(() => socket.destroy(), Math.min(patience, Math.max(0, over.at - Date.now()) + 100));
      socket.on('error', () => {}).setEncoding('latin1').on('data', (chunk) => (answer = (answer + chunk).slice(0, 20)));
      socket.on('close', () => {
        clearTimeout(timer);
        count(counts.hostile, `${kind}: ${answer.split(' ')[1] ?? 'hung up'}`);
        resolve(undefined);
      });
      socket.write(text);
    });
  }

  /** @param {readonly (readonly [kind: string, text: string, patience?: number])[]} kinds @param {number} ms between two */
  async function keepsSending(kinds, ms) {
    for (const [kind, text, patience] of forever(kinds, over)) {
      void sends(kind, text, patience);
      await rest(ms);
    }
  }

  const relay = (/** @type {string} */ name) => `/relay/${name}/fmi/data/v1/productInfo`;
  const attributes = JSON.stringify({ id: 'x', attributes: { constructor: { length: 2e7 } } });
  const wrong = JSON.stringify({ username: 'nobody@example.com', password: 'a guess' });
  return [
    keepsSending(hostile.hosts.map(({ kind, name }) => [`relayed to a host of ${kind}`, head(`GET ${relay(name)}`, 'connection: close\r\n')]), 150),
    keepsSending(hostile.hosts.map(({ kind, name }) => {
      const body = JSON.stringify({ host: name, database: 'Contacts', idToken: 'x'.repeat(40) });
      return [`a session at a host of ${kind}`, `${head('POST /sessions', `connection: close\r\n${json(body.length)}`)}${body}`];
    }), 700),
    keepsSending([
      ['a body that does not come', `${head('POST /users', json(1000))}{"user`],
      ['headers that do not come', 'POST /users HTTP/1.1\r\nhost: localhost\r\nx: '],
      ['a relayed body that does not come', `${head(`POST ${relay(hostile.hosts[0].name)}`, json(1000))}{"user`],
      ['nothing', '', 5000],
    ], 60),
    keepsSending([
      ['a member called constructor', `${head('POST /users/answer', `connection: close\r\n${json(attributes.length)}`)}${attributes}`],
      ['a wrong password', `${head('POST /users', `connection: close\r\n${json(wrong.length)}`)}${wrong}`],
      ['a name that no URL has', head(`GET ${relay('xn--a.example.com')}`, 'connection: close\r\n')],
      ['a path of steps', head(`GET ${relay(hostile.hosts[0].name)}/..;/x`, 'connection: close\r\n')],
      ['a page of another site', head('POST /users', `origin: https://evil.example\r\n${json(1000)}`)],
      ['another name', 'GET /healthz HTTP/1.1\r\nhost: evil.example\r\n\r\n', 2000],
      ['two requests in one', `${head('POST /users', 'content-length: 5\r\ntransfer-encoding: chunked\r\n')}0\r\n\r\n`],
      ['headers without end', `${head('GET /healthz', `x: ${'y'.repeat(20_000)}\r\n`)}`],
      ['an upgrade', head('GET /healthz', 'connection: upgrade\r\nupgrade: websocket\r\n'), 2000],
      ['a body that is too large', `${head('POST /users', json(200_000))}${'x'.repeat(200_000)}`],
    ], 60),
  ];
}

/** One after another, from the first again. @template T @param {readonly T[]} values @param {Over} over @returns {Generator<T, void>} */
function* forever(values, over) {
  for (let i = 0; !over.now; i++) yield values[i % values.length];
}
