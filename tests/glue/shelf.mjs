// @ts-check
// A storage of one's own that a test looks into, and the client that takes up what is in it.
import assert from 'node:assert/strict';
import { createClient } from '../../dist/fmid/index.js';

/** @typedef {import('../../dist/fmid/index.js').TokenStorage} TokenStorage */
/** @typedef {Awaited<ReturnType<typeof import('./signed-in.mjs').signedIn>>} SignedIn */

/**
 * A storage whose content is plain to see, and which says what was done with it.
 * @param {{ name?: string, content?: unknown, asynchronous?: boolean }} [options]
 */
export function shelf({ name, content, asynchronous = false } = {}) {
  /** @type {string[]} */
  const done = [];
  const at = (/** @type {string} */ what, /** @type {() => any} */ work) => {
    done.push(what);
    return asynchronous ? new Promise((resolve) => setTimeout(() => resolve(work()), 10)) : work();
  };
  const box = {
    name,
    content,
    done,
    load: () => at('load', () => box.content),
    save: (/** @type {unknown} */ given) => at('save', () => void (box.content = JSON.parse(JSON.stringify(given)))),
    clear: () => at('clear', () => void (box.content = undefined)),
  };
  return box;
}

/** What is stored with that token: that, and whose it is. @param {{ content: any }} storage @param {string | undefined} refreshToken */
export function entry({ content }, refreshToken) {
  assert.match(content.id, /^[\w-]{8,}$/);
  return { version: 1, id: content.id, refreshToken };
}

/** A client of the same pool, as after a reload. @param {import('node:test').TestContext} t @param {SignedIn} s @param {TokenStorage} storage */
export async function reloaded(t, s, storage) {
  const { userPoolId, clientId, url: endpoint } = s.pool;
  const fmid = await createClient({ pool: { userPoolId, clientId, endpoint }, now: () => s.clock.now(), storage });
  t.after(() => fmid.stop());
  return { fmid, db: fmid.database({ host: s.host.url, database: 'Contacts' }) };
}
