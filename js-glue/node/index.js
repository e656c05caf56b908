// @ts-check
// What `import 'fmid/node'` gives; index.d.ts documents it.
export { createRelay } from './relay.js';
