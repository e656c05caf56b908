// @ts-check
// The warm and the first login in headless Chromium.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { launchOptions } from '../../scripts/lib/chromium.mjs';
import { bundle } from './bundle.mjs';
import { measureCold } from './cold.mjs';
import { MBEDTLS_WASM } from './node.mjs';
import { serveBench } from './server.mjs';
import { fastestPeer } from './statistics.mjs';
import { measureWarm } from './warm.mjs';

/** @param {{ rounds: number, pages: number }} options */
export async function measureChromium({ rounds, pages }) {
  const mbedTls = existsSync(MBEDTLS_WASM) ? await readFile(MBEDTLS_WASM) : undefined;
  /** @type {Record<string, string | Uint8Array>} */
  const files = {
    '/warm.js': (await bundle('page-warm.mjs')).contents,
    '/cold.js': (await bundle('page-cold.mjs')).contents,
    ...(mbedTls && { '/mbedtls.wasm': mbedTls }),
  };
  const site = await serveBench(files);
  const browser = await chromium.launch(launchOptions);
  try {
    const warm = await measureWarm(browser, site.url, { rounds, hasMbedTls: mbedTls !== undefined });
    const peer = fastestPeer(warm.rows)?.name;
    if (peer) files['/peer.js'] = (await bundle(`peers/${peer}.mjs`)).contents;
    const cold = pages > 0 ? await measureCold(browser, site.url, { pages, peer }) : undefined;
    return { version: browser.version(), warm, cold };
  } finally {
    await browser.close();
    await site.close();
  }
}
