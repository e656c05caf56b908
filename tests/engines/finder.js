// @ts-check
// Runs in the page, after @testing-library/dom: finds what a person would by its role, label or text, and only what can be seen.
(() => {
  const { queryAllByLabelText, queryAllByRole } = /** @type {any} */ (self).TestingLibraryDom;

  /** Safari 16.0 has no checkVisibility. @param {Element} element */
  const isSeen = (element) => (element.checkVisibility ? element.checkVisibility() : true) && element.getClientRects().length > 0;
  /** @param {Element[]} all @returns {any} */
  const seen = (all) => all.find((each) => isSeen(each) && !each.matches(':disabled'));

  const finder = {
    /** @param {string} role @param {string} name how it begins */
    role: (role, name = '') => seen(queryAllByRole(document.body, role, { hidden: true, ...(name && { name: (/** @type {string} */ own) => own.startsWith(name) }) })),
    /** @param {string} role @param {string} name the whole of it */
    exactly: (role, name) => seen(queryAllByRole(document.body, role, { hidden: true, name })),
    /** @param {string} label */
    field: (label) => seen(queryAllByLabelText(document.body, label).filter((/** @type {Element} */ each) => each.matches('input:not([type=radio]), textarea, select'))),
    /** @param {string} part */
    summary: (part) => seen([...document.querySelectorAll('summary')].filter(({ textContent }) => textContent?.includes(part))),
    /** @param {string} text */
    reads: (text) => document.body.innerText.replace(/\s+/g, ' ').toLowerCase().includes(text.toLowerCase()),
    /** As pasting does. @param {HTMLInputElement | HTMLTextAreaElement | undefined} field @param {string} text */
    fill(field, text) {
      if (!field) return false;
      field.focus();
      field.select();
      document.execCommand('insertText', false, text);
      return field.value === text;
    },
    /** @param {HTMLSelectElement | undefined} field @param {string} option */
    select(field, option) {
      if (!field) return false;
      field.value = /** @type {HTMLOptionElement} */ ([...field.options].find(({ text }) => text === option)).value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      return field.dispatchEvent(new Event('change', { bubbles: true }));
    },
    /** @param {HTMLElement | undefined} element */
    press(element) {
      element?.click();
      return Boolean(element);
    },
  };
  Object.assign(self, { finder });
})();
