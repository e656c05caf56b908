// @ts-check
// Signing in: user name and password, then whatever is asked; or a refresh token from before.
import { challengeForm, howToAnswer } from './challenge-forms.js';
import { nameOf } from './config.js';
import { byId, el, maskAgain, submitButton } from './dom.js';
import { explain, isAborted, showError } from './errors.js';
import { write } from './language.js';
import { preconnectWhileTyping } from './preconnect.js';
import { createTask } from './task.js';

/**
 * @typedef {import('../js-glue/index.js').Client} Client
 * @typedef {import('../js-glue/index.js').Tokens} Tokens
 * @typedef {import('../js-glue/index.js').Challenge} Challenge
 * @typedef {import('../js-glue/index.js').Answer} Answer
 * @typedef {import('./config.js').PoolChoice} PoolChoice
 */

/**
 * @param {object} parts
 * @param {() => PoolChoice} parts.pool what is chosen now
 * @param {(choice: PoolChoice, keep: boolean) => Promise<Client>} parts.clientFor
 * @param {(tokens: Tokens, client: Client, choice: PoolChoice, kept: boolean) => void} parts.onTokens `kept`: also beyond this visit
 */
export function createSignIn({ pool, clientFor, onTokens }) {
  const passwordForm = byId('password-form', HTMLFormElement);
  const username = byId('username', HTMLInputElement);
  const password = byId('password', HTMLInputElement);
  const keep = byId('keep', HTMLInputElement);
  const passwordNotice = byId('password-notice', HTMLElement);
  const refreshForm = byId('refresh-form', HTMLFormElement);
  const pasted = byId('pasted-token', HTMLInputElement);
  const refreshNotice = byId('refresh-notice', HTMLElement);
  const challengeView = byId('challenge-view', HTMLElement);
  const views = [byId('password-view', HTMLElement), challengeView, byId('signed-in-view', HTMLElement)];
  const task = createTask({
    status: byId('sign-in-progress', HTMLElement),
    cancel: byId('sign-in-cancel', HTMLButtonElement),
  });

  preconnectWhileTyping(username, () => pool().pool.endpoint);

  /** @param {'password-view' | 'challenge-view' | 'signed-in-view'} id */
  function show(id) {
    for (const view of views) view.hidden = view.id !== id;
    if (id !== 'challenge-view') challengeView.replaceChildren();
  }

  passwordForm.addEventListener('submit', (event) => {
    event.preventDefault();
    signIn();
  });
  refreshForm.addEventListener('submit', (event) => {
    event.preventDefault();
    continueWithToken();
  });

  async function signIn() {
    if (task.running) return;
    passwordNotice.replaceChildren();
    const choice = pool();
    let again = true;
    while (again) {
      again = false;
      const startAgain = () => {
        again = true;
        task.abort();
      };
      try {
        const work = async (/** @type {AbortSignal} */ signal) => {
          const client = await clientFor(choice, keep.checked);
          const answer = (/** @type {Challenge} */ challenge) => ask(challenge, choice, startAgain);
          const tokens = await client.signIn({ username: username.value, password: password.value, answer, signal });
          forgetSecrets();
          onTokens(tokens, client, choice, keep.checked);
        };
        await task.run(submitButton(passwordForm), 'makingProof', work, { name: nameOf(choice) });
      } catch (error) {
        if (!again) giveBack(error);
      }
    }
  }

  /** @type {ReturnType<typeof challengeForm> | undefined} */
  let asked;

  /**
   * @param {Challenge} challenge @param {PoolChoice} choice @param {() => void} onStartAgain
   * @returns {Promise<Answer>}
   */
  function ask(challenge, choice, onStartAgain) {
    // Given up, it is never resolved: the library has left by then.
    return new Promise((resolve) => {
      task.progress('');
      const onAnswer = (/** @type {Answer} */ answer) => {
        task.progress('busy.answer');
        deliver(answer);
      };
      deliver = resolve;
      if (asked?.form.isConnected && asked.asks(challenge)) return asked.again(challenge);
      const demo = choice.accounts.find((account) => account.username.toLowerCase() === username.value.trim().toLowerCase());
      asked = challengeForm(challenge, { username: username.value.trim(), onAnswer, onStartAgain, demo, sandbox: choice.sandbox });
      show('challenge-view');
      challengeView.replaceChildren(asked.form);
      asked.focus();
    });
  }
  /** Who waits for the answer now: the form may outlive the question. @type {(answer: Answer) => void} */
  let deliver = () => {};

  /** Back at the form, with everything that was typed. @param {unknown} error */
  function giveBack(error) {
    show('password-view');
    if (isAborted(error)) {
      task.say('signInCancelled');
      submitButton(passwordForm).focus();
      return;
    }
    showError(passwordNotice, error);
    const { code } = explain(error);
    if (code === 'wrong_credentials' || code === 'password_required') {
      password.focus();
      password.select();
    } else if (code === 'user_not_found' || code === 'username_required') {
      username.focus();
    } else {
      submitButton(passwordForm).focus();
    }
  }

  async function continueWithToken() {
    refreshNotice.replaceChildren();
    const choice = pool();
    const work = async (/** @type {AbortSignal} */ signal) => {
      const client = await clientFor(choice, keep.checked);
      const tokens = await client.refresh({ refreshToken: pasted.value.trim(), signal });
      forgetSecrets();
      onTokens(tokens, client, choice, keep.checked);
    };
    try {
      await task.run(submitButton(refreshForm), 'askingForTokens', work, { name: nameOf(choice) });
    } catch (error) {
      if (!isAborted(error)) showError(refreshNotice, error);
      pasted.focus();
    }
  }

  /** The sign-in of an earlier visit, which the library has stored. @param {PoolChoice} choice */
  async function resume(choice) {
    keep.checked = true;
    const work = async (/** @type {AbortSignal} */ signal) => {
      const client = await clientFor(choice, true);
      if (!client.signedIn) return false;
      onTokens(await client.refresh({ signal }), client, choice, true);
      return true;
    };
    try {
      return (await task.run(submitButton(passwordForm), 'resuming', work, { name: nameOf(choice) })) === true;
    } catch (error) {
      if (choice.sandbox && explain(error).code === 'refresh_token_invalid') task.say('sandboxRestarted');
      else if (!isAborted(error)) showError(passwordNotice, error);
      return false;
    }
  }

  function forgetSecrets() {
    for (const input of [password, pasted]) {
      input.value = '';
      maskAgain(input);
    }
  }

  return {
    resume,
    /** Once the library is there. */
    enable() {
      for (const fieldset of document.querySelectorAll('fieldset[disabled]')) fieldset.removeAttribute('disabled');
    },
    /** @param {import('./config.js').DemoAccount} account */
    fillIn(account) {
      username.value = account.username;
      password.value = account.password;
      passwordNotice.replaceChildren();
      task.say('demoAccount', { how: howToAnswer(account) });
      submitButton(passwordForm).focus(/** @type {any} */ ({ focusVisible: true })); // what Enter does now is to be seen
    },
    /** @param {string} who @param {Node} where */
    showSignedIn(who, where) {
      write(byId('sign-in-title', HTMLElement), 'signedInTitle');
      write(byId('who', HTMLElement), 'signedInAs', { who: el('strong', { id: 'who-name' }, who), where });
      show('signed-in-view');
    },
    say: task.say,
    /** @param {unknown} error that ended the sign-in */
    explain: (error) => showError(passwordNotice, error),
    /** @param {string} [why] key */
    showForm(why = '') {
      write(byId('sign-in-title', HTMLElement), 'signIn');
      show('password-view');
      byId('sign-in-title', HTMLElement).focus();
      task.say(why);
      if (why) byId('sign-in-progress', HTMLElement).scrollIntoView({ block: 'nearest' }); // on a phone it is below the form
    },
  };
}
