// @ts-check
// The page in Chromium, as a person uses it. Needs dist/site (scripts/build). Usage: npx playwright test -c tests/browser
import { defineConfig } from '@playwright/test';
import { launchOptions } from '../../scripts/lib/chromium.mjs';

export default defineConfig({
  testDir: '.',
  testMatch: process.env.FMID_SCREENSHOTS ? 'screenshots.mjs' : '*.spec.mjs',
  outputDir: '../../build/playwright',
  reporter: 'list',
  workers: 2,
  retries: 0,
  fullyParallel: true,
  forbidOnly: true,
  // A person's patience, on a machine that compiles something else at the same time.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    browserName: 'chromium',
    trace: 'off',
    viewport: { width: 1280, height: 900 },
    // Without it, what is looked at may still be on its way to another colour.
    contextOptions: { reducedMotion: 'reduce' },
    permissions: ['clipboard-read', 'clipboard-write'],
    launchOptions,
  },
});
