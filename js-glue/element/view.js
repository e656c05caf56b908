// @ts-check
// What the element shows: one screen at a time, errors above it, and below it what is going on. It knows nothing of clients.
import { builderWith, button, field, make, passwordField } from './dom.js';
import { asksAgain, questionFor } from './questions.js';

/**
 * @typedef {import('../index.js').Challenge} Challenge
 * @typedef {import('../index.js').Answer} Answer
 * @typedef {import('../index.js').FmidError} FmidError
 * @typedef {import('./texts.js').Texts} Texts
 *
 * @typedef {object} Person what a person can want
 * @property {(username: string, password: string) => void} onSignIn
 * @property {(answer: Answer) => void} onAnswer
 * @property {() => void} onStartAgain
 * @property {() => void} onCancel
 * @property {() => void} onSignOut
 */

/**
 * @param {ShadowRoot} root
 * @param {Texts} texts
 * @param {Person} person
 */
export function createView(root, texts, { onSignIn, onAnswer, onStartAgain, onCancel, onSignOut }) {
  const title = make('h2', { id: 'title', part: 'title', tabindex: '-1' });
  const screen = make('div', { class: 'screen' });
  const alerts = make('div', { role: 'alert' });
  const progress = make('p', { part: 'progress', role: 'status' });
  const cancel = button(texts('cancel'), onCancel, 'button cancel');
  const card = make('div', { part: 'card', role: 'group', 'aria-labelledby': 'title', lang: texts.language }, make('slot', { name: 'heading' }), title, alerts, screen);
  card.append(make('div', { class: 'row' }, cancel, progress), make('slot', { name: 'footer' }));
  cancel.hidden = true;
  root.append(card);

  /** Where the focus belongs, and what is asked. @type {{ challenge?: Challenge, first?: () => HTMLElement | undefined, submit?: HTMLButtonElement, refused?: boolean }} */
  let shown = {};

  /** @param {string} heading @param {(Node | string)[]} content @param {typeof shown} [what] */
  function show(heading, content, what = {}) {
    const focused = root.activeElement !== null;
    title.textContent = heading;
    screen.replaceChildren(...content);
    shown = what;
    // Who is in here is taken along; the focus of somebody who is elsewhere on the page is not stolen.
    if (focused) focus();
  }

  function focus() {
    const target = shown.first?.() ?? title;
    target.focus();
    if (target instanceof HTMLInputElement && target.type === 'text') target.select();
  }

  /**
   * A form that asks the script of this page and nobody else.
   * @param {string} label of its button
   * @param {(Node | string)[]} fields
   * @param {() => void} onSubmit
   * @param {Node[]} [more] buttons
   */
  function form(label, fields, onSubmit, more = []) {
    const submit = make('button', { type: 'submit', part: 'button primary' }, label);
    const made = make('form', { part: 'form', method: 'post' }, ...fields, make('div', { class: 'row' }, submit, ...more));
    made.addEventListener('submit', (event) => {
      event.preventDefault();
      if (submit.getAttribute('aria-disabled') !== 'true') onSubmit();
    });
    return { form: made, submit };
  }

  const entry = signInForm();
  function signInForm() {
    const name = field(texts('username.label'), { id: 'username', type: 'text', inputmode: 'email', autocomplete: 'username' });
    const password = passwordField(texts('password.label'), { id: 'password', autocomplete: 'current-password' }, texts);
    const hint = make('p', { part: 'hint' }, texts('password.hint'));
    const made = form(texts('signIn.submit'), [name.root, password.root, hint], () => {
      password.mask();
      onSignIn(name.input.value, password.input.value);
    });
    return { ...made, name, password };
  }

  const view = {
    focus,

    /** What was typed before is still there, unless somebody got in with it. @param {string} [username] to begin with */
    showSignIn(username) {
      if (username && !entry.name.input.value) entry.name.input.value = username;
      view.busy('');
      const { name, password } = entry;
      show(texts('signIn.title'), [entry.form], { first: () => (name.input.value ? password.input : name.input), submit: entry.submit });
    },

    /** @param {Challenge} challenge */
    ask(challenge) {
      view.busy('');
      cancel.hidden = false;
      const before = shown.challenge;
      alerts.replaceChildren(...whatWentBefore(challenge));
      if (before && asksAgain(before, challenge)) {
        shown.refused = challenge.previousError?.code === 'wrong_code';
        return focus();
      }
      const question = questionFor(challenge, builderWith(texts), entry.name.input.value);
      const more = question.resend ? [button(texts('code.again'), onStartAgain)] : [];
      const { form: made, submit } = form(texts(question.submit), question.content, read, more);
      show(texts(question.title), [made], { challenge, first: question.first, submit });
      made.addEventListener('input', () => (shown.refused = false));
      function read() {
        // Who types the sixth digit presses Enter, too: a code that was refused is not sent again as it is.
        if (shown.refused) return;
        const answer = question.read();
        if ('refused' in answer) {
          alerts.replaceChildren(notice(...saidOf(answer.refused)));
          return focus();
        }
        alerts.replaceChildren();
        onAnswer(answer);
      }
    },

    /** @param {string} name */
    showSignedIn(name) {
      entry.password.input.value = '';
      const who = name ? texts('signedIn.as', { name }) : texts('signedIn.hint');
      show(texts('signedIn.title'), [make('p', { part: 'who' }, who), make('slot'), make('div', { class: 'row' }, button(texts('signOut'), onSignOut))]);
      view.busy('');
    },

    /** @param {string} key of what goes on; '' while it is the person's turn */
    busy(key) {
      progress.textContent = key && texts(key);
      progress.toggleAttribute('data-busy', key !== '');
      cancel.hidden = key === '';
      if (key === '') shown.submit?.removeAttribute('aria-disabled');
      // Not disabled: that would lose the focus.
      else shown.submit?.setAttribute('aria-disabled', 'true');
    },

    /** @param {FmidError} error */
    showError(error) {
      view.busy('');
      alerts.replaceChildren(notice(...explain(error)));
    },

    clearErrors: () => alerts.replaceChildren(),
  };

  /** @param {string} what happened @param {string} [next] what to do */
  const notice = (what, next) => make('div', { part: 'notice' }, make('strong', {}, what), ...(next ? [' ', next] : []));

  /** @param {string} code @returns {[string, string]} */
  const saidOf = (code) => [texts(`error.${code}.title`), texts(`error.${code}.hint`)];

  /** @param {FmidError} error @returns {[string, string]} in the person's language, where the catalogue has it */
  function explain({ code, title: english, hint: advice, serviceMessage }) {
    const [title, hint] = texts.has(`error.${code}.title`) ? saidOf(code) : [english, advice];
    return [serviceMessage && code.startsWith('service') ? `${title} (${serviceMessage})` : title, hint];
  }

  /** @param {Challenge} challenge */
  function* whatWentBefore({ previousError, restarted }) {
    // A sign-in that ran out of time asks to start again, which has happened by now.
    if (restarted) yield notice(texts('restarted'));
    else if (previousError) yield notice(...explain(previousError));
  }

  return view;
}
