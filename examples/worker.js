// @ts-check
// The worker of worker-page.js. It keeps the client, and can use it for FileMaker calls of the page.
import { createClient } from 'fmid';
import { pool } from './config.js';

const fmid = createClient({ pool });
/** @type {(answer: import('fmid').Answer) => void} */
let deliver = () => {};

addEventListener('message', async ({ data: { username, password, code } }) => {
  if (code !== undefined) return deliver({ code });
  try {
    const answer = (/** @type {import('fmid').Challenge} */ { name, previousError }) => {
      postMessage({ challenge: { name, error: previousError?.message } });
      return new Promise((/** @type {typeof deliver} */ resolve) => (deliver = resolve));
    };
    const { expiresAt } = await (await fmid).signIn({ username, password, answer });
    postMessage({ until: expiresAt });
  } catch (error) {
    postMessage({ error: /** @type {Error} */ (error).message });
  }
});
