// As Wrangler does it: JavaScript is bundled, a .wasm file stays a module of its own, which the runtime compiles.
import { build } from 'esbuild';

await build({
  entryPoints: ['worker.js'],
  bundle: true,
  format: 'esm',
  outdir: 'out',
  conditions: ['workerd', 'worker', 'browser'],
  loader: { '.wasm': 'copy' },
  assetNames: '[name]',
});
