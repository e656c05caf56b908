// @ts-check
// The sign-in in a worker: the tokens never are in the page. Challenges go to the page and answers come back.
const worker = new Worker('./worker.js', { type: 'module' });

const form = document.body.appendChild(document.createElement('form'));
form.innerHTML = `
  <label>Claris ID <input name="username" autocomplete="username" required></label>
  <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
  <label hidden>Code <input name="code" autocomplete="one-time-code" inputmode="numeric"></label>
  <button>Continue</button> <p role="status"></p>`;
const [username, password, code] = form.querySelectorAll('input');
const status = /** @type {HTMLElement} */ (form.querySelector('[role=status]'));

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (code.required) worker.postMessage({ code: code.value });
  else worker.postMessage({ username: username.value, password: password.value });
});

worker.addEventListener('message', ({ data }) => {
  if (data.until) status.textContent = `Signed in until ${new Date(data.until).toISOString()}`;
  if (data.error) status.textContent = data.error;
  if (!data.challenge) return;
  status.textContent = data.challenge.error ?? '';
  code.required = true;
  /** @type {HTMLElement} */ (code.parentElement).hidden = false;
  code.focus();
});
