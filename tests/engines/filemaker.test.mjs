// @ts-check
// The Web Viewer page in a WebKit view with a FileMaker object that comes when FileMaker's does (fm-webviewer.py), and what its bridge
// says to scripts: in each of the ways in which FileMaker may load a page.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../../scripts/sandbox/index.mjs';
import { inFile, webViewerPage } from './places.mjs';

const STAND_IN = fileURLToPath(new URL('fm-webviewer.py', import.meta.url));

/** @type {Awaited<ReturnType<typeof startSandbox>>} */
let sandbox;
/** @type {Record<string, unknown>} */
let settings;
before(async () => {
  sandbox = await startSandbox();
  const { userPoolId, clientId, url: endpoint } = sandbox.pool;
  settings = { userPoolId, clientId, endpoint, script: 'Take tokens', language: 'en' };
});
after(() => sandbox.close());

/** What a person does, as fast as the page lets them. @param {string} username @param {string} password */
const person = (username, password) => `(function () { var done = {}; setInterval(function () {
  var element = document.querySelector('fmid-sign-in'); var root = element && element.shadowRoot;
  var enter = function (id, text) { var input = root && root.querySelector('#' + id); if (!input || done[id]) return; done[id] = true;
    input.value = text; input.dispatchEvent(new Event('input', { bubbles: true })); return input; };
  enter('username', ${JSON.stringify(username)});
  var typed = enter('password', ${JSON.stringify(password)}); if (typed) typed.form.requestSubmit();
  enter('code', '123456');
}, 20) })();`;

/**
 * @param {'data' | 'html' | 'file'} mode
 * @param {object} config
 * @param {{ late?: number, scripts?: number, does?: string }} [options] scripts: after how many runs it is over
 * @returns {Promise<{ script: string, answer: any, option: number }[]>} the scripts that FileMaker was asked to run
 */
async function inFileMaker(mode, config, { late = 0, scripts = 1, does = '' } = {}) {
  const page = fileURLToPath(await inFile(`filemaker-${mode}.html`, await webViewerPage(config)));
  const args = ['-a', '/usr/bin/python3', STAND_IN, mode, page, '--late', String(late), '--timeout', '60'];
  // Over when the stand-in has said that the last script ran: the page cannot know, FileMaker's object comes when it likes.
  args.push('--call', `(function () { ${does} })`, '--eval', "''");
  const child = spawn('xvfb-run', args, { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  let over = false;
  await new Promise((resolve) => {
    child.once('exit', resolve);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (over || output.match(/^\{"PerformScript": .*\}$/gm)?.length !== scripts) return;
      over = true;
      process.kill(-/** @type {number} */ (child.pid), 'SIGTERM');
    });
  });
  assert.ok(over, 'the page did not get that far');
  return [...output.matchAll(/^\{"PerformScript": (.*)\}$/gm)].map(([, json]) => {
    const [script, parameter, option] = JSON.parse(json);
    return { script, answer: JSON.parse(parameter), option };
  });
}

for (const [mode, how] of /** @type {const} */ ([['data', 'a data: address'], ['html', 'a text that is written into the view'], ['file', 'a file']])) {
  test(`as ${how}: a person signs in with a code, and the script gets the tokens once FileMaker is there`, async () => {
    const { username, password } = /** @type {{ username: string, password: string }} */ (sandbox.accounts.find(({ kind }) => kind === 'sms'));
    const [ran] = await inFileMaker(mode, { ...settings, id: '7' }, { late: 1000, does: person(username, password) });
    assert.equal(ran.script, 'Take tokens');
    const { ok, event, id, idToken, accessToken, refreshToken, expiresAt } = ran.answer;
    assert.deepEqual({ ok, event, id }, { ok: true, event: 'tokens', id: '7' });
    for (const token of [idToken, accessToken, refreshToken]) assert.match(token, /^[\w.-]{100,}$/);
    assert.ok(expiresAt > Date.now());
  });
}
