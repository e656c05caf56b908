// @ts-check
// Attributes that are properties as well, each a string.

/** A server that renders pages has no elements; the class is there for what imports it. */
const Base = globalThis.HTMLElement ?? class {};

/**
 * @template {string} Property
 * @param {Record<Property, string>} attributes by property
 * @returns {new () => HTMLElement & Record<Property, string>}
 */
export function reflecting(attributes) {
  class Reflecting extends Base {}
  for (const [property, attribute] of Object.entries(attributes)) {
    Object.defineProperty(Reflecting.prototype, property, {
      /** @this {HTMLElement} */
      get() {
        return this.getAttribute(/** @type {string} */ (attribute)) ?? '';
      },
      /** @this {HTMLElement} @param {unknown} value undefined and null take it away */
      set(value) {
        if (value === undefined || value === null) this.removeAttribute(/** @type {string} */ (attribute));
        else this.setAttribute(/** @type {string} */ (attribute), String(value));
      },
      configurable: true,
      enumerable: true,
    });
  }
  return /** @type {any} */ (Reflecting);
}

/** What a page set before the class was there hides the accessors: sets it again. @param {any} element @param {string[]} properties */
export function takeUp(element, properties) {
  for (const property of properties.filter((each) => Object.hasOwn(element, each))) {
    const value = element[property];
    delete element[property];
    element[property] = value;
  }
}
