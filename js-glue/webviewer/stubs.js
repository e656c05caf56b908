// @ts-check
// Before fmid is there: keeps the calls that FileMaker makes too early, in order. A classic script, so that it runs first.
// `window.FileMaker` is not touched: where it is defined already, FileMaker does not define its own.

{
  /** @type {any} */
  const page = window;
  page.fmidCalls = [];
  for (const name of ['fmidStart', 'fmidToken', 'fmidSignOut']) page[name] = (/** @type {string} */ text) => void page.fmidCalls.push([name, text]);
}
