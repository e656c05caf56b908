// @ts-check
// Makes elements inside the shadow root. Texts become text nodes, never markup; nothing is set that a strict CSP refuses.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | boolean | number>} [attributes] true: present without a value, false: absent
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== false) element.setAttribute(name, value === true ? '' : String(value));
  element.append(...children);
  return element;
}

/**
 * @param {string} label
 * @param {(event: MouseEvent) => void} onClick
 * @param {string} [part]
 */
export function button(label, onClick, part = 'button') {
  const made = make('button', { type: 'button', part }, label);
  made.addEventListener('click', onClick);
  return made;
}

/**
 * A field with its label above it. Ids are the shadow root's own, so several elements of a page do not meet.
 * @param {string} label
 * @param {Record<string, string | boolean | number>} attributes of the input; `id` is needed
 * @param {(Node | string)[]} beside what stands to the right of the input
 */
export function field(label, attributes, ...beside) {
  const input = make('input', { part: 'input', required: true, autocapitalize: 'none', spellcheck: 'false', ...attributes });
  const row = make('div', { class: 'row' }, input, ...beside);
  return { input, root: make('div', { part: 'field' }, make('label', { for: input.id, part: 'label' }, label), row) };
}

/**
 * A field for a password, with a button that shows what was typed.
 * @param {string} label
 * @param {string} id
 * @param {'current-password' | 'new-password'} autocomplete
 * @param {import('./texts.js').Texts} texts
 */
export function passwordField(label, id, autocomplete, texts) {
  const show = button(texts('password.show'), () => reveal(made.input.type === 'password'), 'reveal');
  const made = field(label, { id, type: 'password', autocomplete }, show);
  /** @param {boolean} shown */
  function reveal(shown) {
    made.input.type = shown ? 'text' : 'password';
    show.textContent = texts(shown ? 'password.hide' : 'password.show');
    show.setAttribute('aria-pressed', String(shown));
  }
  show.setAttribute('aria-controls', id);
  show.setAttribute('aria-pressed', 'false');
  return { ...made, mask: () => reveal(false) };
}
