// @ts-check
// The page in Chromium, as a person uses it. Needs dist/site (scripts/build). Usage: npx playwright test -c tests/browser
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const executablePath = process.env.FMID_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));

export default defineConfig({
  testDir: '.',
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
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox', // tests run as root in containers
        '--disable-gpu',
        // Nothing but the page asks the network for anything.
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
