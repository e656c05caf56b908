// @ts-check
// The package.json of the npm package, from the repository's own: name, version and the rest are in one place.
import { readFileSync } from 'node:fs';

const { name, version, description, license, type, engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

process.stdout.write(`${JSON.stringify({
  name,
  version,
  description,
  keywords: ['filemaker', 'filemaker-cloud', 'claris-id', 'cognito', 'srp', 'mfa', 'data-api', 'odata', 'wasm'],
  license,
  type,
  engines,
  // One module for pages, workers and Node: it looks where it is. Bundlers find the .wasm files by the new URL() in load.js.
  exports: {
    '.': { types: './index.d.ts', default: './index.js' },
    './element': { types: './element/index.d.ts', default: './element/index.js' },
    './verify': { types: './verify/index.d.ts', default: './verify/index.js' },
    './node': { types: './node/index.d.ts', default: './node/index.js' },
    './fmid-webviewer.html': './fmid-webviewer.html',
    './fmid-core.wasm': './fmid-core.wasm',
    './fmid-core-scalar.wasm': './fmid-core-scalar.wasm',
    './fmid-rs256.wasm': './fmid-rs256.wasm',
    './package.json': './package.json',
  },
  main: './index.js', // for tools that do not read exports
  types: './index.d.ts',
  bin: { [name]: 'node/command.js' },
  files: ['*.js', 'index.d.ts', 'fmid-core.wasm', 'fmid-core-scalar.wasm', 'fmid-rs256.wasm', 'fmid-webviewer.html', 'element', 'verify', 'node', 'docs', 'deploy', '*.md'],
  // What is imported for what it does: it defines an element.
  sideEffects: ['./element/index.js'],
}, undefined, 2)}\n`);
