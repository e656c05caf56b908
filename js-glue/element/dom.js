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
 * @param {Node | string} label
 * @param {import('./questions.js').Attributes} attributes of the input; `id` is needed
 * @param {{ hint?: Node | string, beside?: Node[] }} [more] `hint`: small print below; `beside`: to the right of the input
 */
export function field(label, attributes, { hint, beside = [] } = {}) {
  const input = make('input', { part: 'input', required: true, autocapitalize: 'none', spellcheck: 'false', ...attributes });
  const small = hint === undefined ? [] : [make('p', { id: `${input.id}-hint`, part: 'hint' }, hint)];
  if (small[0]) input.setAttribute('aria-describedby', small[0].id);
  const row = make('div', { class: 'row' }, input, ...beside);
  return { input, root: make('div', { part: 'field' }, make('label', { for: input.id, part: 'label' }, label), row, ...small) };
}

/**
 * A field for a password, with a button that shows what was typed.
 * @param {string} label
 * @param {import('./questions.js').Attributes} attributes
 * @param {import('./texts.js').Texts} texts
 */
export function passwordField(label, attributes, texts) {
  const show = button(texts('password.show'), () => reveal(made.input.type === 'password'), 'reveal');
  const made = field(label, { type: 'password', ...attributes }, { beside: [show] });
  /** @param {boolean} shown */
  function reveal(shown) {
    made.input.type = shown ? 'text' : 'password';
    show.textContent = texts(shown ? 'password.hide' : 'password.show');
    show.setAttribute('aria-pressed', String(shown));
  }
  show.setAttribute('aria-controls', made.input.id);
  show.setAttribute('aria-pressed', 'false');
  return { ...made, mask: () => reveal(false) };
}

/** How the element builds its questions. @param {import('./texts.js').Texts} texts @returns {import('./questions.js').Builder} */
export const builderWith = (texts) => ({
  make,
  say: texts,
  has: texts.has,
  field: (label, attributes, hint) => field(label, attributes, { hint }),
  passwordField: (key, attributes) => passwordField(texts(key), attributes, texts),
  secret: (_, grouped) => make('p', {}, `${texts('setup.secret')}: `, make('code', { part: 'secret', translate: 'no' }, grouped)),
});
