// @ts-check
// What every row signs in to, the web server for what a bundler made, and the browser that looks at it.
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import http from 'node:http';
import { extname, join } from 'node:path';
import { chromium } from '@playwright/test';
import { createRelay } from '../../js-glue/node/relay.js';
import { launchOptions } from '../../scripts/lib/chromium.mjs';
import { createKeyPair, startSandbox } from '../../scripts/sandbox/index.mjs';

const CODE = '123456';
/** The first record of the sandbox's layout "Contacts". */
export const FIRST_CONTACT = 'Grace Müller';

const TYPES = /** @type {Record<string, string>} */ ({
  '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm',
});

/** @typedef {Awaited<ReturnType<typeof setStage>>} Stage */

export async function setStage() {
  // A host that lets pages in, for the servers that have no relay of ours beside them.
  const sandbox = await startSandbox({ keyPair: await createKeyPair(), hostOptions: { cors: true } });
  const { userPoolId, clientId, url: endpoint } = sandbox.pool;
  const { username, password } = /** @type {{ username: string, password: string }} */ (sandbox.accounts.find(({ kind }) => kind === 'sms'));
  const settings = { pool: { userPoolId, clientId, endpoint }, host: sandbox.host.url, username, password };
  const relay = createRelay({ allow: [sandbox.host.url] });
  /** @type {Promise<import('@playwright/test').Browser> | undefined} */
  let browser;

  /** @param {import('node:test').TestContext} t */
  async function newPage(t) {
    browser ??= chromium.launch(launchOptions);
    const context = await (await browser).newContext();
    t.after(() => context.close());
    return context.newPage();
  }

  /** A page with shared/page.js, and its settings. @param {string} url @param {{ lang: string, relay?: string }} more */
  const addressOf = (url, more) => `${url}?${more.lang}#${encodeURIComponent(JSON.stringify({ ...settings.pool, host: settings.host, ...more }))}`;

  /** @param {import('@playwright/test').Page} page @param {string} url @param {{ relay?: boolean }} [options] */
  async function signIn(page, url, { relay: behindRelay = false } = {}) {
    /** @type {string[]} */
    const complaints = [];
    let module = '';
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && !message.location().url.endsWith('/favicon.ico') && complaints.push(message.text()));
    page.on('response', (response) => {
      if (response.url().includes('.wasm')) module = response.url();
    });
    const open = (/** @type {string} */ lang) => page.goto(addressOf(url, { lang, ...(behindRelay && { relay: '/relay' }) }));
    const tell = (/** @type {unknown} */ error) => {
      throw new Error([...complaints, String(error).split('\n')[0]].join('\n'));
    };
    try {
      await open('de');
      await page.getByRole('button', { name: 'Anmelden', exact: true }).waitFor({ timeout: 15_000 });
      await open('en');
      await page.getByRole('textbox', { name: 'Claris ID' }).fill(username);
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByLabel('Code', { exact: true }).fill(CODE);
      await page.waitForFunction(() => document.title !== 'fmid', undefined, { timeout: 15_000 });
    } catch (error) {
      tell(error);
    }
    if (complaints.length > 0) tell('');
    return { contact: await page.title(), module };
  }

  return {
    settings,
    /** The settings for a program. */
    env: { FMID_SETTINGS: JSON.stringify(settings) },

    /**
     * A folder on a web server, under the policy that docs/embedding.md promises to be enough, with a relay.
     * @param {import('node:test').TestContext} t
     * @param {string} folder
     */
    async site(t, folder) {
      // Parcel's import map. A page of fmid's needs none.
      const inline = [...readFileSync(join(folder, 'index.html'), 'utf8').matchAll(/<script type="?importmap"?>([\s\S]*?)<\/script>/g)];
      const hashes = inline.map(([, text]) => ` 'sha256-${createHash('sha256').update(text).digest('base64')}'`).join('');
      const server = http.createServer((request, response) => {
        if (relay(request, response)) return;
        const path = join(folder, new URL(request.url ?? '/', 'http://site').pathname.replace(/\/$/, '/index.html'));
        const file = createReadStream(path).on('error', () => response.writeHead(404).end());
        file.on('open', () => {
          response.writeHead(200, {
            'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
            'content-security-policy': `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'${hashes}; style-src 'self'; connect-src 'self' ${new URL(endpoint).origin}`,
          });
          file.pipe(response);
        });
      });
      await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
      t.after(() => {
        server.close();
        server.closeAllConnections();
      });
      return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/`;
    },

    /**
     * What a person does with the element of shared/page.js: its form is there, in German too; signs in with a code; the page opens the
     * database. Once more in a browser without SIMD, which loads another module. Gives the contacts that the page shows then.
     * @param {import('node:test').TestContext} t
     * @param {string} url
     * @param {{ relay?: boolean }} [options] relay: the one of site()
     */
    async signInAt(t, url, options) {
      const page = await newPage(t);
      const scalar = await newPage(t);
      await scalar.addInitScript(() => {
        WebAssembly.validate = () => false;
      });
      const found = [await signIn(page, url, options), await signIn(scalar, url, options)];
      if (found[0].module === found[1].module) throw new Error(`without SIMD, too, it loads ${found[0].module}`);
      return found.map(({ contact }) => contact);
    },

    /** What shared/page.js says of itself where it cannot work. @param {import('node:test').TestContext} t @param {string} url */
    async failureAt(t, url) {
      const page = await newPage(t);
      await page.goto(addressOf(url, { lang: 'en' }));
      await page.waitForFunction(() => document.title !== 'fmid');
      return page.title();
    },

    async close() {
      await (await browser)?.close();
      await sandbox.close();
    },
  };
}
