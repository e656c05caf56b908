// @ts-check
// What the examples sign in to. undefined is Claris ID; a pool of your own looks like
// { userPoolId: 'us-west-2_…', clientId: '…' }.

/** @type {import('fmid').PoolOptions | undefined} */
export const pool = undefined;

/** The only page that the frame gives tokens to, and where the frame is. */
export const parentOrigin = 'https://app.example.com';
export const frameAddress = 'https://sign-in.example.com/frame.html';
