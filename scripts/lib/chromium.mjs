// @ts-check
// How tests and benchmarks start Chromium: FMID_CHROMIUM, or what the system has.
import { existsSync } from 'node:fs';

const firstOf = (/** @type {string[]} */ ...paths) => paths.find((path) => existsSync(path));

export const launchOptions = {
  executablePath: process.env.FMID_CHROMIUM ?? firstOf('/usr/bin/chromium', '/usr/bin/google-chrome'),
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

/**
 * The same engine without the windows around it, where the system has that: opening a page and signing in takes less than half the
 * processor's time. tests/engines has whole browsers.
 */
export const headlessShell = { ...launchOptions, executablePath: process.env.FMID_CHROMIUM ?? firstOf('/usr/bin/chromium-headless-shell') ?? launchOptions.executablePath };
