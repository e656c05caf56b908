// @ts-check
// How tests and benchmarks start Chromium: FMID_CHROMIUM, or what the system has.
import { existsSync } from 'node:fs';

export const launchOptions = {
  executablePath: process.env.FMID_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path)),
  args: [
    '--no-sandbox', // containers run as root
    '--disable-gpu',
    // Nothing but the page asks the network for anything.
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
