// @ts-check
// The page in Chromium, as a person uses it; every state of it, and a week, in Firefox, too. Needs dist/site (scripts/build). Usage: npx playwright test -c tests/browser
import { defineConfig } from '@playwright/test';
import { headlessShell } from '../../scripts/lib/chromium.mjs';

const FIREFOX = '/usr/bin/firefox-esr'; // 1.64.1 is the last Playwright that drives Debian's

// Less motion: without it, what is looked at may still be on its way to another colour.
const inChromium = {
  name: 'Chromium',
  outputDir: '../../build/playwright/chromium', // each its own: it is emptied at the start
  testMatch: '*.spec.mjs',
  use: {
    browserName: /** @type {const} */ ('chromium'),
    contextOptions: { reducedMotion: /** @type {const} */ ('reduce') },
    permissions: ['clipboard-read', 'clipboard-write'],
    launchOptions: headlessShell,
  },
};
const inFirefox = {
  name: 'Firefox',
  outputDir: '../../build/playwright/firefox',
  testMatch: ['states.spec.mjs', 'week.spec.mjs'],
  use: {
    browserName: /** @type {const} */ ('firefox'),
    channel: 'moz-firefox',
    launchOptions: { executablePath: FIREFOX, firefoxUserPrefs: { 'ui.prefersReducedMotion': 1 } },
  },
};

export default defineConfig({
  testDir: '.',
  reporter: 'list',
  workers: 2,
  retries: 0,
  fullyParallel: true,
  forbidOnly: true,
  // A person's patience, on a machine that compiles something else at the same time.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    trace: 'off',
    viewport: { width: 1280, height: 900 },
  },
  projects: process.env.FMID_SCREENSHOTS ? [{ ...inChromium, testMatch: 'screenshots.mjs' }] : [inChromium, inFirefox],
});
