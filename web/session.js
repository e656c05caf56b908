// @ts-check
// The Data API session: opened with the ID token, its own token and its clock of fifteen minutes.
import { createCountdown } from './countdown.js';
import { closeRequest, openRequest } from './curl.js';
import { byId, el, submitButton } from './dom.js';
import { explain, isAborted, showError } from './errors.js';
import { secretField } from './secret-field.js';
import { createTask } from './task.js';
import { showDataApiError } from './unreachable.js';

/**
 * @typedef {import('../js-glue/index.js').DataApiSession} DataApiSession
 * @typedef {import('./curl.js').Place} Place
 * @typedef {{ session: DataApiSession, place: Place, relayed: boolean }} OpenSession
 */

/**
 * @param {object} parts
 * @param {string} [parts.relay]
 * @param {() => { client: import('../js-glue/index.js').Client, idToken: string } | undefined} parts.signedIn
 * @param {(open: OpenSession | undefined) => void} parts.onChange opened, or over
 */
export function createSession({ relay, signedIn, onChange }) {
  /** @type {OpenSession | undefined} */
  let open;
  const form = byId('session-form', HTMLFormElement);
  const view = byId('session-view', HTMLElement);
  const host = byId('host', HTMLInputElement);
  const database = byId('database', HTMLInputElement);
  const version = byId('version', HTMLSelectElement);
  const useRelay = byId('use-relay', HTMLInputElement);
  const formSlot = byId('session-form-notice', HTMLElement);
  const task = createTask({ status: byId('session-progress', HTMLElement), cancel: byId('session-cancel', HTMLButtonElement) });

  byId('relay-field', HTMLElement).hidden = relay === undefined;
  byId('relay-hint', HTMLElement).textContent =
    `FileMaker hosts refuse calls from web pages, so ${relay} passes them on. It sees your tokens: use your own.`;

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const now = signedIn();
    if (!now || task.running) return;
    formSlot.replaceChildren();
    const place = { host: host.value.trim(), database: database.value.trim(), version: version.value };
    const through = useRelay.checked ? relay : undefined;
    try {
      await task.run(submitButton(form), `Opening ${place.database}…`, async (signal) => {
        const options = { ...place, version: /** @type {any} */ (place.version), idToken: now.idToken, relay: through, signal };
        show({ session: await now.client.openSession(options), place, relayed: through !== undefined });
      });
    } catch (error) {
      if (isAborted(error)) return task.say('Cancelled.');
      showDataApiError(formSlot, error, { relayed: through !== undefined, request: () => openRequest(place, signedIn()?.idToken ?? '') });
      if (/^fm_file/.test(explain(error).code ?? '') || explain(error).code === 'database_required') database.focus();
      if (/^address_/.test(explain(error).code ?? '')) host.focus();
    }
  });

  // What is shown of an open session; built once, filled for each.
  const token = secretField('Data API token');
  const left = el('span', { class: 'left' });
  const countdown = createCountdown(left, { left: (time) => `${time} left`, over: 'expired – open it again' });
  const where = el('p');
  const viewSlot = el('div');
  const validate = el('button', { type: 'button', on: { click: check } }, 'Validate');
  const logOut = el('button', { type: 'button', on: { click: close } }, 'Log out');
  view.append(
    where,
    el(
      'article',
      { class: 'token' },
      el('div', { class: 'token-head' }, el('h3', {}, 'Data API token'), left),
      el('p', {}, 'For calls to this database: “Authorization: Bearer …”. It ends 15 minutes after the last call that succeeded.'),
      token.root,
    ),
    viewSlot,
    el('div', { class: 'actions' }, validate, logOut),
  );

  /** @param {OpenSession} now */
  function show(now) {
    open = now;
    const { session, place, relayed } = now;
    where.replaceChildren('Open: ', el('strong', {}, session.database), ' on ', el('strong', {}, place.host), '.');
    if (relayed) where.append(' Calls go through the relay of this server.');
    token.set(session.token);
    viewSlot.replaceChildren();
    form.hidden = true;
    view.hidden = false;
    touch();
    onChange(open);
  }

  /** After each call: the host's clock began again if it succeeded. */
  function touch() {
    if (open) countdown.start(open.session.expiresAt);
  }

  /** @param {string} message */
  function forget(message) {
    open = undefined;
    countdown.stop();
    token.set('');
    view.hidden = true;
    form.hidden = false;
    task.say(message);
    onChange(undefined);
  }

  async function check() {
    const now = open;
    if (!now || task.running) return;
    viewSlot.replaceChildren();
    try {
      const known = await task.run(validate, 'Asking the host…', (signal) => now.session.validate({ signal }));
      touch();
      if (known) task.say('The host knows this session; its 15 minutes began again.');
      else showError(viewSlot, { ...OVER, code: 'fm_session_expired' }, againButton());
    } catch (error) {
      showDataApiError(viewSlot, error, { relayed: now.relayed });
    }
  }

  async function close() {
    const now = open;
    if (!now || task.running) return;
    viewSlot.replaceChildren();
    try {
      await task.run(logOut, 'Logging out…', (signal) => now.session.close({ signal }));
      forget('Logged out: the Data API token no longer works.');
      submitButton(form).focus();
    } catch (error) {
      if (explain(error).code === 'fm_session_expired') return forget('The session was over already.');
      showDataApiError(viewSlot, error, { relayed: now.relayed, request: () => closeRequest(now.place, now.session.token), more: [againButton()] });
    }
  }

  /** The form as it was filled in, to open a new session with. */
  function againButton() {
    const click = () => {
      forget('');
      submitButton(form).focus();
    };
    return el('div', { class: 'actions' }, el('button', { type: 'button', on: { click } }, 'Forget this session and open a new one'));
  }

  return {
    touch,
    againButton,
    /** What is known of the pool's hosts. @param {import('./config.js').PoolChoice} choice */
    suggest(choice) {
      host.value ||= choice.host;
      database.value ||= choice.databases[0] ?? '';
      byId('databases', HTMLDataListElement).replaceChildren(...choice.databases.map((value) => el('option', { value })));
    },
    /** Before the tokens are given up. It is no loss if the host cannot be reached: fifteen minutes end it, too. */
    async leave() {
      if (!open) return;
      await open.session.close().catch(() => {});
      forget('');
    },
  };
}

const OVER = {
  title: 'The host does not know this session any more.',
  hint: 'It ends 15 minutes after the last call, or when somebody logs out. Open a new one; the ID token is good for that.',
};
