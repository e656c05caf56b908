// @ts-check
// The little that the page needs to build itself. Text is always text: nothing here takes HTML.

/**
 * An element with its attributes, listeners and children.
 *
 *   el('button', { type: 'button', on: { click: copy } }, 'Copy')
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, any>} [attributes] `on`: listeners; false and undefined are left out, true is ''
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(name, { on = {}, ...attributes } = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) element.setAttribute(key, value === true ? '' : String(value));
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  element.append(...children);
  return element;
}

/**
 * The element of index.html with this id. That it is there and of this kind is the page's own affair: throws if not.
 *
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function byId(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`index.html has no ${type.name} "${id}"`);
  return element;
}

/** The submit button of a form. @param {HTMLFormElement} form */
export function submitButton(form) {
  return /** @type {HTMLButtonElement} */ (form.querySelector('button[type=submit]'));
}

/** What screen readers say and nobody sees. @param {string} text */
export const hiddenText = (text) => el('span', { class: 'hidden-text' }, text);

let lastId = 0;
/** For a label and its field. @param {string} name */
export const freshId = (name) => `${name}-${(lastId += 1)}`;

/** Makes every `<button data-shows="ID">` show and hide what was typed. @param {ParentNode} root */
export function wireShowButtons(root) {
  for (const button of root.querySelectorAll('button[data-shows]')) {
    const input = byId(/** @type {HTMLElement} */ (button).dataset.shows ?? '', HTMLInputElement);
    button.addEventListener('click', () => {
      input.type = input.type === 'password' ? 'text' : 'password';
      /** @type {Text} */ (button.firstChild).data = input.type === 'password' ? 'Show' : 'Hide';
    });
  }
}

/** Hides what was shown, before the field is emptied or left. @param {HTMLInputElement} input */
export function maskAgain(input) {
  input.type = 'password';
  const button = document.querySelector(`button[data-shows="${input.id}"]`);
  if (button) /** @type {Text} */ (button.firstChild).data = 'Show';
}
