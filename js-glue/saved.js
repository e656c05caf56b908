// @ts-check
// A sign-in as it is stored: what makes it one, and whose it is.

/** @typedef {import('./keeper.js').Held} Held */

/** Tells one sign-in from another. It is no secret, and a page without https must be able to make one. */
export const newId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

/** @param {unknown} saved @returns {Held} with nothing in it where that is no sign-in */
export function readSaved(saved) {
  const { version, id, refreshToken, device } = /** @type {Partial<import('./index.js').SavedSignIn>} */ (saved ?? {});
  if (version !== 1 || typeof refreshToken !== 'string' || !/^[!-~]+$/.test(refreshToken)) return {};
  const isDevice = device && [device.key, device.groupKey, device.password].every((part) => typeof part === 'string');
  return { id: typeof id === 'string' ? id : '', refreshToken, device: isDevice ? device : undefined };
}

/** A storage of somebody's own may keep no id: then it is not known to be another's. @param {Held | undefined} found @param {string | undefined} id */
export const isOfAnother = (found, id) => Boolean(found?.id && id && found.id !== id);
