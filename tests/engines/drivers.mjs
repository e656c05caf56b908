// @ts-check
// The engines, each with the same few things that a test does with a page.
//
// Chromium and Firefox are driven by Playwright (1.64.1 is the last that drives Debian's Firefox), WebKit by WebDriver: WebKitGTK is
// what is current, WPE 2.38 is WebKit as Safari 16.0 had it, the oldest that fmid is for.
import { fileURLToPath } from 'node:url';
import { firefox, chromium } from '@playwright/test';
import { Builder, Capabilities, Key } from 'selenium-webdriver';
import { launchOptions } from '../../scripts/lib/chromium.mjs';
import { dropMotionRules, takeDarkRules } from '../browser/dark.mjs';
import { until } from './until.mjs';
import { startDriver } from './webdriver.mjs';

/** @typedef {import('selenium-webdriver').WebDriver} WebDriver */

/**
 * @typedef {object} Page
 * @property {(url: string) => Promise<void>} open
 * @property {(expression: string) => Promise<any>} evaluate and wait for it, where it is a promise
 * @property {(text: string) => Promise<void>} type into what has the focus
 * @property {(key: 'Tab' | 'Enter') => Promise<void>} press
 * @property {() => Promise<void>} close
 *
 * @typedef {object} Look how a page is shown
 * @property {() => Promise<void>} light
 * @property {() => Promise<void>} dark
 * @property {() => Promise<void>} wide
 * @property {(width: number) => Promise<void>} narrow
 *
 * @typedef {Page & Look} Window
 */

/**
 * @template {Page} [T=Page]
 * @typedef {object} Engine
 * @property {() => Promise<T>} newPage
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

/** WebKit now and then comes up and never says so to its driver (MiniBrowser twice in 27 starts, on a busy machine). */
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
      return { server, driver: /** @type {WebDriver} */ (await Promise.race([starting, late])) };
    } catch (error) {
      await server.close();
      if (start === STARTS) throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Not every driver waits for the promise of a plain script. @param {WebDriver} driver @param {string} expression */
async function evaluated(driver, expression) {
  const script = `const done = arguments[0]; (async () => (${expression}))().then((value) => done({ value }), (error) => done({ error: String(error) }))`;
  const { value, error } = /** @type {{ value?: any, error?: string }} */ (await driver.executeAsyncScript(script));
  if (error) throw new Error(error);
  return value;
}

/**
 * A driver and a browser for each page: WebKit does not go from another page to a data: address.
 * @param {string[]} command
 * @param {object} capabilities
 * @param {(driver: WebDriver, evaluate: Page['evaluate']) => Look} lookOf
 * @returns {Engine<Window>}
 */
function byWebDriver(command, capabilities, lookOf) {
  return {
    async newPage() {
      const { server, driver } = await startBrowser(command, capabilities);
      const evaluate = (/** @type {string} */ expression) => evaluated(driver, expression);
      const keys = (/** @type {string} */ text) => driver.actions().sendKeys(text).perform();
      return {
        open: (url) => driver.get(url),
        evaluate,
        type: keys,
        press: (key) => keys(Key[key === 'Tab' ? 'TAB' : 'ENTER']),
        close: () => server.close(),
        ...lookOf(driver, evaluate),
      };
    },
    async close() {},
  };
}

const WIDE = { x: 0, y: 0, width: 1280, height: 900 };

/** webkit-window.py does what it is told. @type {(driver: WebDriver, evaluate: Page['evaluate']) => Look} */
function lookOfGtk(driver, evaluate) {
  const theme = (/** @type {'light' | 'dark'} */ name) => async () => {
    // The first page that is opened has the handler; before it there is nothing to be dark.
    await evaluate(`void self.webkit?.messageHandlers?.theme.postMessage('${name}')`);
    await until({ evaluate }, `matchMedia('(prefers-color-scheme: ${name})').matches`);
  };
  const resize = async (/** @type {{ x: number, y: number, width: number, height: number }} */ to) => {
    await driver.manage().window().setRect(to);
    await until({ evaluate }, `innerWidth === ${to.width}`);
  };
  return { light: theme('light'), dark: theme('dark'), wide: () => resize(WIDE), narrow: (width) => resize({ ...WIDE, width }) };
}

/** A window of 800 px, which nobody can resize, is 320 px at this scale. */
const SCALE = 2.5;

/** Nobody can choose anything in cog. A page that is opened anew is light, and would be on its way to another colour for a while. @type {(driver: WebDriver, evaluate: Page['evaluate']) => Look} */
const lookOfWpe = (_, evaluate) => ({ light: () => dropMotionRules({ evaluate }), dark: () => takeDarkRules({ evaluate }), wide: async () => {}, narrow: async () => {} });

/**
 * Each wants the port of a proxy, which plays all hosts that are not this machine: a page without a secure context needs one.
 * @type {Record<string, (proxyPort: number) => Promise<Engine<Window>>>}
 */
export const webKits = {
  async WebKit(port) {
    const options = { binary: fileURLToPath(new URL('webkit-window.py', import.meta.url)), args: [] };
    const capabilities = { browserName: 'fmid-webkit', 'webkitgtk:browserOptions': options, proxy: webDriverProxy(port) };
    return byWebDriver(['xvfb-run', '-a', '-s', '-screen 0 1280x1024x24', 'WebKitWebDriver'], capabilities, lookOfGtk);
  },
  async 'WebKit of Safari 16.0'(port) {
    const options = { binary: '/usr/bin/cog', args: ['--automation', '--platform=headless', `--scale=${SCALE}`] };
    return byWebDriver(['WPEWebDriver'], { browserName: 'cog', 'wpe:browserOptions': options, proxy: webDriverProxy(port) }, lookOfWpe);
  },
};

/** @type {Record<string, (proxyPort: number) => Promise<Engine>>} */
export const engines = {
  async Chromium(port) {
    // Local Network Access keeps pages without a secure context from loopback, where the sandbox is. The real pool has a public address.
    const args = [...(launchOptions.args ?? []), '--disable-features=LocalNetworkAccessChecks'];
    return byPlaywright(await chromium.launch({ ...launchOptions, args, proxy: playwrightProxy(port) }));
  },
  async Firefox(port) {
    return byPlaywright(await firefox.launch({ channel: 'moz-firefox', executablePath: '/usr/bin/firefox-esr', proxy: playwrightProxy(port) }));
  },
  ...webKits,
};

const LOOPBACK = '127.0.0.1';
const playwrightProxy = (/** @type {number} */ port) => ({ server: `http://${LOOPBACK}:${port}`, bypass: LOOPBACK });
const webDriverProxy = (/** @type {number} */ port) => ({ proxyType: 'manual', httpProxy: `${LOOPBACK}:${port}`, noProxy: [LOOPBACK] });
