// @ts-check
// The engines, each with the same few things that a test does with a page.
//
// Chromium and Firefox are driven by Playwright (1.64.1 is the last that drives Debian's Firefox), WebKit by WebDriver: WebKitGTK is
// what is current, WPE 2.38 is WebKit as Safari 16.0 had it, the oldest that fmid is for.
import { firefox, chromium } from '@playwright/test';
import { Builder, Capabilities, Key } from 'selenium-webdriver';
import { launchOptions } from '../../scripts/lib/chromium.mjs';
import { startDriver } from './webdriver.mjs';

/**
 * @typedef {object} Page
 * @property {(url: string) => Promise<void>} open
 * @property {(expression: string) => Promise<any>} evaluate
 * @property {(text: string) => Promise<void>} type into what has the focus
 * @property {(key: 'Tab' | 'Enter') => Promise<void>} press
 * @property {() => Promise<void>} close
 *
 * @typedef {object} Engine
 * @property {() => Promise<Page>} newPage
 * @property {() => Promise<void>} close
 */

/** @param {import('@playwright/test').Browser} browser @returns {Engine} */
function byPlaywright(browser) {
  return {
    async newPage() {
      const page = await browser.newPage();
      return {
        open: async (url) => void (await page.goto(url)),
        evaluate: (expression) => page.evaluate(expression),
        type: (text) => page.keyboard.type(text),
        press: (key) => page.keyboard.press(key),
        close: () => page.close(),
      };
    },
    close: () => browser.close(),
  };
}

/** MiniBrowser now and then comes up and never says so to its driver (twice in 27 starts, on a busy machine). */
const STARTS = 3;
const START_MS = 20_000;

/**
 * @param {string[]} command
 * @param {object} capabilities
 */
async function startBrowser(command, capabilities) {
  for (let start = 1; ; start += 1) {
    const server = await startDriver(command);
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${command.join(' ')} started no browser in ${START_MS} ms`)), START_MS);
    });
    try {
      const starting = new Builder().usingServer(server.url).withCapabilities(new Capabilities(capabilities)).build();
      return { server, driver: /** @type {import('selenium-webdriver').WebDriver} */ (await Promise.race([starting, late])) };
    } catch (error) {
      await server.close();
      if (start === STARTS) throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

/**
 * A driver and a browser for each page: WebKit does not go from another page to a data: address.
 * @param {string[]} command
 * @param {object} capabilities
 * @returns {Engine}
 */
function byWebDriver(command, capabilities) {
  return {
    async newPage() {
      const { server, driver } = await startBrowser(command, capabilities);
      const keys = (/** @type {string} */ text) => driver.actions().sendKeys(text).perform();
      return {
        open: (url) => driver.get(url),
        evaluate: (expression) => driver.executeScript(`return (${expression})`),
        type: keys,
        press: (key) => keys(Key[key === 'Tab' ? 'TAB' : 'ENTER']),
        close: () => server.close(),
      };
    },
    async close() {},
  };
}

const MINI_BROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

/**
 * Each wants the port of a proxy, which plays all hosts that are not this machine: a page without a secure context needs one.
 * @type {Record<string, (proxyPort: number) => Promise<Engine>>}
 */
export const engines = {
  async Chromium(port) {
    // Local Network Access keeps pages without a secure context from loopback, where the sandbox is. The real pool has a public address.
    const args = [...(launchOptions.args ?? []), '--disable-features=LocalNetworkAccessChecks'];
    return byPlaywright(await chromium.launch({ ...launchOptions, args, proxy: playwrightProxy(port) }));
  },
  async Firefox(port) {
    return byPlaywright(await firefox.launch({ channel: 'moz-firefox', executablePath: '/usr/bin/firefox-esr', proxy: playwrightProxy(port) }));
  },
  async WebKit(port) {
    const options = { binary: MINI_BROWSER, args: ['--automation'] };
    return byWebDriver(['xvfb-run', '-a', 'WebKitWebDriver'], { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options, proxy: webDriverProxy(port) });
  },
  async 'WebKit of Safari 16.0'(port) {
    const options = { binary: '/usr/bin/cog', args: ['--automation', '--platform=headless'] };
    return byWebDriver(['WPEWebDriver'], { browserName: 'cog', 'wpe:browserOptions': options, proxy: webDriverProxy(port) });
  },
};

const LOOPBACK = '127.0.0.1';
const playwrightProxy = (/** @type {number} */ port) => ({ server: `http://${LOOPBACK}:${port}`, bypass: LOOPBACK });
const webDriverProxy = (/** @type {number} */ port) => ({ proxyType: 'manual', httpProxy: `${LOOPBACK}:${port}`, noProxy: [LOOPBACK] });
