// @ts-check
// A file made in the page, for the person to keep.

/** @param {string} name @param {unknown} json */
export function downloadJson(name, json) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(json, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by the next task; until then it needs the address.
  setTimeout(() => URL.revokeObjectURL(url));
}
