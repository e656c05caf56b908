// @ts-check
// The Data API session: opened with the ID token, its own token and its clock of fifteen minutes.
import { byAnyWay } from './connection.js';
import { copyButton } from './copy.js';
import { button, byId, el, submitButton } from './dom.js';
import { explain, isAborted, showError } from './errors.js';
import { closeRequest, openRequest } from './requests.js';
import { createTask } from './task.js';
import { tokenCard } from './token-card.js';
import { showHostError } from './unreachable.js';

/**
 * @typedef {import('../js-glue/index.js').DataApiSession} DataApiSession
 * @typedef {import('./requests.js').Place} Place
 * @typedef {{ session: DataApiSession, place: Place, relay: string | undefined }} OpenSession
 */

/** Claris's Data API guide: 15 minutes after the last call. */
const LIFE_MS = 15 * 60_000;

/** As openSession wants it. @param {Place} place */
const asked = (place) => ({ ...place, version: /** @type {any} */ (place.version) });

/** @param {OpenSession} open */
export const relayedBy = ({ relay }) => relay !== undefined;

/**
 * @param {object} parts
 * @param {ReturnType<typeof import('./places.js').createPlaces>} parts.places
 * @param {() => { client: import('../js-glue/index.js').Client, idToken: string } | undefined} parts.signedIn
 * @param {(open: OpenSession | undefined) => void} parts.onChange opened, or over
 */
export function createSession({ places, signedIn, onChange }) {
  /** @type {OpenSession | undefined} */
  let open;
  const form = byId('session-form', HTMLFormElement);
  const view = byId('session-view', HTMLElement);
  const formSlot = byId('session-form-notice', HTMLElement);
  const task = createTask({ status: byId('session-progress', HTMLElement), cancel: byId('session-cancel', HTMLButtonElement) });
  const idToken = () => signedIn()?.idToken ?? '';

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const now = signedIn();
    if (!now || task.running) return;
    formSlot.replaceChildren();
    const place = places.read();
    const work = (/** @type {AbortSignal} */ signal) =>
      byAnyWay(places.connection(), ({ relay }) =>
        now.client.openSession({ ...asked(place), idToken: now.idToken, relay, signal }),
      );
    try {
      const opened = await task.run(submitButton(form), 'opening', work, { database: place.database });
      if (!opened) return;
      places.keepIfAsked(place);
      show({ session: opened.result, place, relay: opened.route.relay });
    } catch (error) {
      if (isAborted(error)) return task.say('cancelled');
      const { relayed = false } = /** @type {{ relayed?: boolean }} */ (error);
      showHostError(formSlot, error, { relayed, idToken, endpoint: now.client.pool.endpoint, request: () => openRequest(place, idToken()) });
      const { code } = explain(error);
      if (/^fm_file/.test(code) || code === 'database_required') places.database.focus();
      if (/^address_/.test(code)) places.host.focus();
    }
  });

  // What is shown of an open session; built once, filled for each.
  const card = tokenCard('dataApiToken', {
    over: 'expiredNext',
    buttons: [copyButton('authorizationHeader', () => `Authorization: Bearer ${open?.session.token ?? ''}`, { key: 'copyHeader' })],
  });
  const where = el('p');
  const viewSlot = el('div');
  const validate = button('validate', check);
  const logOut = button('logOut', close);
  view.append(where, card.root, viewSlot, el('div', { class: 'actions' }, validate, logOut));

  /** @param {OpenSession} now */
  function hold(now) {
    open = now;
    const { session, place, relay } = now;
    where.replaceChildren(
      el('span', { t: 'openAt', vars: { database: el('strong', {}, session.database), host: el('strong', {}, place.host) } }),
      ' ',
      el('span', { t: relay ? 'callsRelayed' : 'callsDirect' }),
    );
    card.set(session.token, { expiresAt: session.expiresAt, lifeMs: LIFE_MS });
    viewSlot.replaceChildren();
  }

  /** @param {OpenSession} now */
  function show(now) {
    hold(now);
    form.hidden = true;
    view.hidden = false;
    onChange(open);
  }

  /**
   * Another session in place of one that ended, with an ID token that is good: nobody should have to think of fifteen minutes.
   * @param {OpenSession} ended @param {AbortSignal} signal
   */
  async function renew(ended, signal) {
    const { client } = /** @type {NonNullable<ReturnType<typeof signedIn>>} */ (signedIn());
    const { place, relay } = ended;
    const session = await client.openSession({ ...asked(place), idToken: await client.idToken({ signal }), relay, signal });
    hold({ ...ended, session });
    return session;
  }

  /** After each call: the host's clock began again if it succeeded. */
  function touch() {
    if (open) card.touch(open.session.expiresAt, LIFE_MS);
  }

  /** @param {string} why key */
  function forget(why) {
    open = undefined;
    card.clear();
    view.hidden = true;
    form.hidden = false;
    task.say(why);
    onChange(undefined);
  }

  async function check() {
    const now = open;
    if (!now || task.running) return;
    viewSlot.replaceChildren();
    try {
      const known = await task.run(validate, 'askingHost', (signal) => now.session.validate({ signal }));
      touch();
      if (known) task.say('sessionKnown');
      else showError(viewSlot, { code: 'session_over' }, againButton());
    } catch (error) {
      showHostError(viewSlot, error, { relayed: relayedBy(now), idToken });
    }
  }

  async function close() {
    const now = open;
    if (!now || task.running) return;
    viewSlot.replaceChildren();
    try {
      await task.run(logOut, 'loggingOut', (signal) => now.session.close({ signal }));
      forget('loggedOut');
      submitButton(form).focus();
    } catch (error) {
      if (explain(error).code === 'fm_session_expired') return forget('sessionWasOver');
      const request = () => closeRequest(now.place, now.session.token);
      showHostError(viewSlot, error, { relayed: relayedBy(now), idToken, request, more: [againButton()] });
    }
  }

  /** The form as it was filled in, to open a new session with. */
  function againButton() {
    const click = () => {
      forget('');
      submitButton(form).focus();
    };
    return el('div', { class: 'actions' }, button('openAgain', click));
  }

  return {
    touch,
    renew,
    idToken,
    /** Where the person goes on: the host, or the button where it is known. */
    focus() {
      const { host, database } = places;
      const empty = [host, database].find(({ value }) => value.trim() === '');
      (empty ?? submitButton(form)).focus();
      byId('session', HTMLElement).scrollIntoView();
    },
    get current() {
      return open;
    },
    /** Before the tokens are given up. It is no loss if the host cannot be reached: fifteen minutes end it, too. */
    async leave() {
      const left = open;
      if (!left) return;
      forget('');
      // One that is over is not closed: a browser would write the host's refusal into its console, with the token that is in the address.
      if (left.session.expiresAt > Date.now()) await left.session.close().catch(() => {});
    },
  };
}
