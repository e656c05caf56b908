// @ts-check
// What in fmid's .wasm costs what: linked once more with the functions' names kept, and each function put down to where it comes from.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { OUT } from './bundle.mjs';
import { readWasm } from './wasm-sections.mjs';

const BUILD = fileURLToPath(new URL('../../build/wasm/', import.meta.url));
const DELIVERED = new URL('../../dist/fmid/fmid-core.wasm', import.meta.url);

// The first that fits a function's qualified name counts. So a std::vector of fmid's types is the library's, and what was inlined is
// its caller's.
/** @type {readonly (readonly [string, RegExp])[]} */
const ORIGINS = [
  ['SRP kernel', /^fmid::srp::/],
  ['JSON (nlohmann_json)', /^nlohmann::|^fmid::json::/],
  ['FileMaker flows', /^fmid::filemaker::|^fmid::(Open|Call|Close)Host/],
  ['bindings', /^fmid::bindings::|^fmid_|^legal(func|stub)\$|^[A-Z]\w*$/],
  ['heap, randomness', /^fmid::platform::|^[^:]*malloc|^(__wrap_|__real_|emscripten_builtin_)?(free|realloc|calloc|memalign|sbrk|attempt_allocate|claim_more_memory)$/],
  ['mbedTLS', /^mbedtls_|sha256/],
  ['flows, Cognito, tokens', /^fmid::/],
  ['C++ library', /^std::|^tl::|^operator (new|delete)|^__cxx?a|^is_equal$/],
  ['C library and compiler', /^\w+(\.\d+)?$/],
];

/**
 * Without return type, arguments and template arguments.
 * @param {string} name demangled
 */
export function qualifiedName(name) {
  let plain = name
    .replace(/^byn\$mgfn-shared\$|^decltype\(auto\) |\(anonymous namespace\)::/g, '')
    .replace(/operator(<=>|<<=?|>>=?|<=?|>=?|->\*?|\(\))/g, 'operator');
  for (let before = ''; before !== plain; ) {
    before = plain;
    plain = plain.replace(/<[^<>]*>/g, '').replace(/\{[^{}]*\}/g, '');
  }
  const open = plain.indexOf('(');
  const head = (open > 0 ? plain.slice(0, open) : plain).trim();
  return /operator (new|delete)/.test(head) ? head : head.slice(head.lastIndexOf(' ') + 1);
}

/** @param {string} name */
export function originOf(name) {
  const plain = qualifiedName(name);
  return ORIGINS.find(([, pattern]) => pattern.test(plain))?.[0] ?? 'rest';
}

/** @returns {Uint8Array} */
function linkWithNames() {
  const command = execFileSync('ninja', ['-C', BUILD, '-t', 'commands', 'fmid-core'], { encoding: 'utf8' }).trim().split('\n').pop() ?? '';
  const output = `${OUT}profile/fmid-core.js`;
  mkdirSync(`${OUT}profile`, { recursive: true });
  const relink = command.replace(/ -o \S*fmid-core\.js/, ` -o '${output}' --profiling-funcs`);
  if (relink === command) throw new Error('the link command of fmid-core does not look as expected');
  // Debian's emcc finds what its JavaScript optimiser needs only by NODE_PATH.
  execFileSync('sh', ['-c', relink], { cwd: BUILD, env: { NODE_PATH: '/usr/share/nodejs', ...process.env }, stdio: ['ignore', 'ignore', 'inherit'] });
  return readFileSync(output.replace(/js$/, 'wasm'));
}

/** @param {{ largest?: number }} [options] */
export function profileWasm({ largest = 25 } = {}) {
  const { sections } = readWasm(readFileSync(DELIVERED));
  const { functions } = readWasm(linkWithNames());
  /** @type {Map<string, { bytes: number, functions: number }>} */
  const origins = new Map();
  for (const { name, bytes } of functions) {
    const origin = originOf(name);
    const { bytes: before, functions: count } = origins.get(origin) ?? { bytes: 0, functions: 0 };
    origins.set(origin, { bytes: before + bytes, functions: count + 1 });
  }
  return {
    sections,
    origins: [...origins].map(([origin, sums]) => ({ origin, ...sums })).sort((a, b) => b.bytes - a.bytes),
    largest: functions.slice(0, largest).map(({ name, bytes }) => ({ name, bytes, origin: originOf(name) })),
  };
}
