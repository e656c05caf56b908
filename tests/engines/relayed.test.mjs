// @ts-check
// What a host answers to a relayed call has the address of the page's own origin. However a page or a person comes upon it, nothing in it runs
// there, also where a browser says nothing of what it wants an answer for (Sec-Fetch-Dest): on plain http, and Safari before 16.4 anywhere.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';
import { createRelay } from '../../dist/fmid/node/relay.js';
import { engines, webKits } from './drivers.mjs';

/** A host's answer that tells when it is run. @type {Record<string, { type: string, body: (script: string) => string }>} */
const ANSWERS = {
  html: { type: 'text/html', body: (script) => `<!doctype html><script>${script}</script>` },
  xhtml: { type: 'application/xhtml+xml', body: (script) => `<html xmlns="http://www.w3.org/1999/xhtml"><script>${script}</script></html>` },
  svg: { type: 'image/svg+xml', body: (script) => `<svg xmlns="http://www.w3.org/2000/svg"><script>${script}</script></svg>` },
  javascript: { type: 'text/javascript', body: (script) => script },
  json: { type: 'application/json', body: (script) => script },
  text: { type: 'text/plain', body: (script) => script },
};

/** How a page comes upon an answer: code that runs in it. @type {Record<string, (url: string) => string>} */
const WAYS = {
  frame: (url) => `document.body.append(Object.assign(document.createElement('iframe'), { src: '${url}' }))`,
  object: (url) => `document.body.append(Object.assign(document.createElement('object'), { data: '${url}' }))`,
  script: (url) => `document.body.append(Object.assign(document.createElement('script'), { src: '${url}' }))`,
  module: (url) => `document.body.append(Object.assign(document.createElement('script'), { type: 'module', src: '${url}' }))`,
  import: (url) => `void import('${url}').catch(() => {})`,
  worker: (url) => `void (self.workers ??= []).push(new Worker('${url}'))`,
};

/** Which of the answers run that way where nothing keeps them from it. */
const RUNNING = Object.entries({
  frame: ['html', 'xhtml', 'svg'],
  object: ['html', 'svg'],
  script: ['javascript', 'json', 'text'],
  module: ['javascript'],
  import: ['javascript'],
  worker: ['javascript'],
}).flatMap(([way, kinds]) => kinds.map((kind) => ({ way, kind })));
/** As a link that somebody follows. */
const OPENED = ['html', 'xhtml', 'svg'];
/** The slowest of them, by which one knows that what came before would have run. */
const LATER = [{ way: 'frame', kind: 'html' }, { way: 'worker', kind: 'javascript' }];

/** @param {http.RequestListener} listener */
async function listening(listener) {
  const server = http.createServer(listener);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    port,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

/** Of a path like "/…/svg/frame", as a host would. @param {string} path @param {http.ServerResponse} response */
function answer(path, response) {
  const { type, body } = ANSWERS[path.split('/').at(-2) ?? ''];
  // It has told before it goes on: whatever is opened next ends a request that runs beside.
  const script = `{ const told = new XMLHttpRequest(); told.open('GET', '/ran${path}', false); told.send(); }`;
  response.writeHead(200, { 'content-type': type }).end(body(script));
}

/** A site with two relays: fmid's, and one that passes on all that the host says. */
async function startSite() {
  const host = await listening(({ url = '' }, response) => answer(url, response));
  const name = `127.0.0.1:${host.port}`;
  const relay = createRelay({ allow: [`http://${name}`] });
  /** @type {Set<string>} */
  const answered = new Set();
  /** @type {Set<string>} */
  const ran = new Set();
  const site = await listening((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    request.url = pathname; // as a proxy it is given the whole address
    response.on('close', () => answered.add(pathname));
    if (pathname.startsWith('/bare/')) return answer(pathname.slice('/bare/'.length + name.length), response);
    if (relay(request, response)) return;
    if (pathname.startsWith('/ran/')) ran.add(pathname.slice('/ran'.length));
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Page</title><body>');
  });
  return { name, port: site.port, answered, ran, close: () => Promise.all([site.close(), host.close()]) };
}

/** @param {() => boolean} isSo */
async function settled(isSo) {
  for (let i = 0; i < 2000 && !isSo(); i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
}

for (const [engineName, start] of Object.entries(engines)) {
  describe(`relayed answers in ${engineName}`, () => {
    /** @type {Awaited<ReturnType<typeof startSite>>} */
    let site;
    /** @type {import('./drivers.mjs').Engine} */
    let engine;
    before(async () => {
      site = await startSite();
      engine = await start(site.port);
    });
    after(() => Promise.all([engine?.close(), site.close()]));

    /**
     * What of it ran: by fmid's relay, once all of it has come and what came later has run.
     * @param {import('./drivers.mjs').Page} page at the site
     * @param {'relay' | 'bare'} relay
     * @param {string} visit
     */
    async function ranOf(page, relay, visit) {
      const addressOf = (/** @type {string} */ path, by = relay) => `/${by}/${site.name}${path}`;
      const home = await page.evaluate('location.origin');
      const asked = RUNNING.map(({ way, kind }) => ({ way, path: `/fmi/data/${visit}/${kind}/${way}` }));
      for (const { way, path } of asked) await page.evaluate(WAYS[way](addressOf(path)));
      await settled(() => asked.every(({ path }) => (relay === 'bare' ? site.ran.has(path) : site.answered.has(addressOf(path)))));
      const later = LATER.map(({ way, kind }) => ({ way, path: `/fmi/data/${visit}/${kind}/later-${way}` }));
      for (const { way, path } of later) await page.evaluate(WAYS[way](addressOf(path, 'bare')));
      await settled(() => later.every(({ path }) => site.ran.has(path)));
      // WebDriver does not say when it has opened what becomes a download.
      const opened = engineName in webKits ? [] : OPENED.map((kind) => `/fmi/data/${visit}/${kind}/opened`);
      for (const path of opened) await page.open(`${home}${addressOf(path)}`).catch(() => {});
      await page.open(home);
      const paths = [...asked.map(({ path }) => path), ...opened];
      return { asked: paths, ran: paths.filter((path) => site.ran.has(path)) };
    }

    for (const [where, origin] of /** @type {const} */ ([
      ['a page that is as good as https', () => `http://127.0.0.1:${site.port}`],
      ['a page on plain http', () => 'http://plain.test'],
    ])) {
      test(`in ${where}: all run where a relay passes on what a host says, none by fmid's`, { timeout: 180_000 }, async () => {
        const page = await engine.newPage();
        try {
          await page.open(`${origin()}/`);
          const bare = await ranOf(page, 'bare', `bare-${where.length}`);
          assert.deepEqual(bare.ran, bare.asked);
          const relayed = await ranOf(page, 'relay', `relayed-${where.length}`);
          assert.deepEqual(relayed.ran, []);
        } finally {
          await page.close();
        }
      });
    }
  });
}
