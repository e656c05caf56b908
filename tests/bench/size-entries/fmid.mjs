// All of fmid, not only what a sign-in needs: it is one module and one .wasm.
export * from '../../../dist/fmid/index.js';
