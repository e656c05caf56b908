// @ts-check
// The module in a real page: it sends the pool's requests itself, by XMLHttpRequest, and leaves nothing behind.
import { createServer } from 'node:http';
import { expect, test } from './fixtures.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {typeof import('../../dist/fmid/index.js')} Fmid */
/** @typedef {import('./fixtures.mjs').Place} Place */

/** Keeps the module's memory where the test finds it. @param {Page} page */
const keepMemory = (page) => page.addInitScript(() => {
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = /** @type {any} */ (async (/** @type {any} */ ...given) => {
    const instance = await Reflect.apply(instantiate, WebAssembly, given);
    Object.assign(globalThis, { memory: Object.values(instance.exports).find((each) => each instanceof WebAssembly.Memory) });
    return instance;
  });
});

/** @param {Place} place @param {string} [kind] */
function settingsOf({ pool, accounts }, kind = 'none') {
  const { username, password } = /** @type {{ username: string, password: string }} */ (accounts.find((each) => each.kind === kind));
  return { pool: { userPoolId: pool.userPoolId, clientId: pool.clientId, endpoint: pool.url }, username, password };
}

/** Runs in the page: signs in, and says how it went. @param {any} settings */
async function signIn({ pool, username, password, timeoutMs, abortAfter }) {
  /** @type {Fmid} */
  const { createClient } = await import(new URL('fmid/index.js', document.baseURI).href);
  /** @type {any[]} */
  const heard = [];
  const fmid = await createClient({ pool, timeoutMs, observe: (request) => void heard.push(request) });
  const controller = new AbortController();
  if (abortAfter !== undefined) setTimeout(() => controller.abort(), abortAfter);
  try {
    const { idToken } = await fmid.signIn({ username, password, answer: () => ({ code: '123456' }), signal: controller.signal });
    await Promise.resolve();
    return { idToken, heard };
  } catch (error) {
    const { code, httpStatus } = /** @type {any} */ (error);
    await Promise.resolve();
    return { code, httpStatus, heard };
  }
}

test('the requests to the pool leave by XMLHttpRequest, and the page hears of each', async ({ page, fresh }) => {
  /** @type {string[]} */
  const types = [];
  page.on('request', (request) => void (request.url() === fresh.pool.url && request.method() === 'POST' && types.push(request.resourceType())));
  await page.goto(fresh.url);
  const { heard } = await page.evaluate(signIn, settingsOf(fresh));
  expect(types).toEqual(['xhr', 'xhr']);
  expect(heard.map(({ via, operation, status }) => [via, operation, status])).toEqual([['module', 'InitiateAuth', 200], ['module', 'RespondToAuthChallenge', 200]]);
  for (const { sent, received, responseHeaders } of heard) {
    expect(sent).toBeGreaterThan(100);
    expect(received).toBeGreaterThan(100);
    expect(Object.fromEntries(responseHeaders)['content-type']).toContain('json');
  }
  expect(fresh.pool.preflights()).toBe(1);
});

test('after a sign-in no password, code or token is left in the memory of the module', async ({ page, fresh }) => {
  const password = 'Canary-Pässword-9f2b-with-some-length';
  const settings = { ...settingsOf(fresh, 'sms'), password };
  fresh.pool.users.setPassword(fresh.pool.users.find(settings.username), password);
  await keepMemory(page);
  await page.goto(fresh.url);
  const found = await page.evaluate(async ({ pool, username, password }) => {
    const inHeap = (/** @type {string} */ text) => {
      const heap = new Uint8Array(/** @type {any} */ (globalThis).memory.buffer);
      const has = (/** @type {Uint8Array} */ wanted) => {
        for (let at = heap.indexOf(wanted[0]); at !== -1; at = heap.indexOf(wanted[0], at + 1)) {
          if (wanted.every((byte, i) => heap[at + i] === byte)) return true;
        }
        return false;
      };
      return has(new TextEncoder().encode(text)) || has(new Uint8Array(Uint16Array.from(text, (letter) => letter.charCodeAt(0)).buffer));
    };
    /** @type {Fmid} */
    const { createClient } = await import(new URL('fmid/index.js', document.baseURI).href);
    const fmid = await createClient({ pool });
    let control = false;
    const wrongCode = '91827364';
    const tokens = await fmid.signIn({
      username, password,
      answer: ({ previousError }) => {
        control = inHeap(password);
        return { code: previousError ? '123456' : wrongCode };
      },
    });
    const { refreshToken, accessToken, idToken } = tokens;
    const refreshed = await fmid.refresh();
    const secrets = { password, wrongCode, refreshToken, accessToken, idToken, newIdToken: refreshed.idToken };
    return { control, left: Object.entries(secrets).filter(([, secret]) => inHeap(secret) || inHeap(secret.slice(-24))).map(([name]) => name) };
  }, settings);
  expect(found).toEqual({ control: true, left: [] });
});

/**
 * A pool of the test's own: what it does with each request, and which of them are still open.
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void} answer
 */
async function ownPool(answer) {
  const open = new Set();
  const server = createServer((request, response) => {
    const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*' };
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    open.add(request);
    response.on('close', () => open.delete(request));
    request.resume();
    return answer(request, response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { open, url: `http://127.0.0.1:${port}/`, close: () => { server.closeAllConnections(); server.close(); } };
}

/** @param {Place} place @param {string} endpoint */
const at = (place, endpoint) => ({ ...settingsOf(place), pool: { ...settingsOf(place).pool, endpoint } });

test('an answer that was redirected is refused, unread', async ({ page, fresh }) => {
  const pool = await ownPool((request, response) => {
    if (request.url === '/') response.writeHead(307, { location: '/elsewhere' }).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{"ChallengeName":"PASSWORD_VERIFIER"}');
  });
  await page.goto(fresh.url);
  const { httpStatus, heard } = await page.evaluate(signIn, at(fresh, pool.url));
  expect(httpStatus).toBe(302);
  expect(heard.map(({ status, received }) => [status, received])).toEqual([[302, 0]]);
  pool.close();
});

test('an answer that is too large is given up before it is in the memory', async ({ page, fresh }) => {
  const pool = await ownPool((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const write = () => {
      if (!response.destroyed) response.write(' '.repeat(500_000), write);
    };
    write(); // and never an end
  });
  await keepMemory(page);
  await page.goto(fresh.url);
  const { code } = await page.evaluate(signIn, at(fresh, pool.url));
  expect(code).toBe('response_too_large');
  expect(await page.evaluate(() => /** @type {any} */ (globalThis).memory.buffer.byteLength)).toBeLessThan(4_000_000);
  await expect.poll(() => pool.open.size).toBe(0);
  pool.close();
});

test('a pool that does not answer is a time-out, and its connection is closed', async ({ page, fresh }) => {
  const pool = await ownPool(() => {});
  await page.goto(fresh.url);
  const { code, heard } = await page.evaluate(signIn, { ...at(fresh, pool.url), timeoutMs: 300 });
  expect(code).toBe('timeout');
  expect(heard.every(({ status }) => status === 0)).toBe(true);
  await expect.poll(() => pool.open.size).toBe(0);
  pool.close();
});

test('giving up leaves nothing under way, at whatever moment, and the next sign-in is a good one', async ({ page, fresh }) => {
  await page.goto(fresh.url);
  for (const abortAfter of [0, 1, 2, 4, 8, 12, 16, 24, 32, 48]) {
    const { code, idToken } = await page.evaluate(signIn, { ...settingsOf(fresh), abortAfter });
    expect(code === 'aborted' || idToken !== undefined, `${abortAfter} ms: ${code}`).toBe(true);
  }
  const pool = await ownPool(() => {});
  const { code } = await page.evaluate(signIn, { ...at(fresh, pool.url), abortAfter: 200 });
  expect(code).toBe('aborted');
  await expect.poll(() => pool.open.size).toBe(0);
  pool.close();
  expect((await page.evaluate(signIn, settingsOf(fresh))).idToken).toBeTruthy();
});

test('no network, an address where nobody answers, and one that the policy refuses are told apart as before', async ({ page, context, fresh }) => {
  const pool = await ownPool((_, response) => void response.destroy());
  await page.goto(fresh.url);
  await page.evaluate(signIn, settingsOf(fresh)); // everything is loaded
  expect((await page.evaluate(signIn, at(fresh, pool.url))).code).toBe('network_failed');
  await context.setOffline(true);
  expect((await page.evaluate(signIn, settingsOf(fresh))).code).toBe('offline');
  await context.setOffline(false);
  expect((await page.evaluate(signIn, settingsOf(fresh))).idToken).toBeTruthy();
  pool.close();
});
