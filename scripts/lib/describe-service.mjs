// @ts-check
// Usage: node scripts/lib/describe-service.mjs FOLDER
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toOpenApi } from '../../js-glue/node/service/openapi.js';
import { toPostman } from '../../js-glue/node/service/postman.js';

const [folder] = process.argv.slice(2);
const write = (/** @type {string} */ name, /** @type {object} */ value) => writeFileSync(join(folder, name), `${JSON.stringify(value, undefined, 2)}\n`);
write('openapi.json', toOpenApi());
write('fmid.postman_collection.json', toPostman());
