// Node 18, which Lambda has, too, has no global of this name.
if (process.argv.includes('--without-crypto')) delete globalThis.crypto;

const { handler } = require('./out/handler.cjs');

handler(JSON.parse(process.env.FMID_SETTINGS)).then(({ body }) => console.log(body));
