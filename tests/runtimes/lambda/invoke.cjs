const { handler } = require('./out/handler.cjs');

handler(JSON.parse(process.env.FMID_SETTINGS)).then(({ body }) => console.log(body));
