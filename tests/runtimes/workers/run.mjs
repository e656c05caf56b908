import process from 'node:process';
import { Miniflare } from 'miniflare';

const miniflare = new Miniflare({
  modules: [
    { type: 'ESModule', path: 'out/worker.js' },
    { type: 'CompiledWasm', path: 'out/fmid-core.wasm' },
  ],
  compatibilityDate: '2026-07-01',
  bindings: { SETTINGS: JSON.parse(process.env.FMID_SETTINGS) },
});
const answers = [];
// The second request finds the module that the first one left.
for (let i = 0; i < 2; i += 1) answers.push(await (await miniflare.dispatchFetch('http://worker/')).text());
console.log(answers.join('\n'));
await miniflare.dispose();
