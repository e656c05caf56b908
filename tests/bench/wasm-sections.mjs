// @ts-check
// Reads a .wasm file: how large its sections and functions are, and what the functions are called where it says so (-profiling-funcs).
// The format: https://webassembly.github.io/spec/core/binary/modules.html

const SECTIONS = ['custom', 'type', 'import', 'function', 'table', 'memory', 'global', 'export', 'start', 'element', 'code', 'data', 'data count'];

/** A place in the file that moves on as it is read. */
class Reader {
  /** @param {Uint8Array} bytes @param {number} position */
  constructor(bytes, position = 0) {
    this.bytes = bytes;
    this.position = position;
  }

  byte() {
    return this.bytes[this.position++];
  }

  /** LEB128, up to 32 bits. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  }

  text() {
    const end = this.number() + this.position;
    const bytes = this.bytes.subarray(this.position, end);
    this.position = end;
    return new TextDecoder().decode(bytes);
  }

  limits() {
    const hasMaximum = this.number() & 1;
    this.number();
    if (hasMaximum) this.number();
  }
}

/** How many of the imports are functions: they have the first indices. @param {Reader} reader */
function countImportedFunctions(reader) {
  let functions = 0;
  for (let left = reader.number(); left > 0; left--) {
    reader.text();
    reader.text();
    const kind = reader.byte();
    if (kind === 0) {
      reader.number();
      functions++;
    } else if (kind === 1) {
      reader.byte();
      reader.limits();
    } else if (kind === 2) {
      reader.limits();
    } else {
      reader.position += 2; // a global's type and whether it changes
    }
  }
  return functions;
}

/** @param {Reader} reader */
function functionSizes(reader) {
  return Array.from({ length: reader.number() }, () => {
    const size = reader.number();
    reader.position += size;
    return size;
  });
}

/** Subsection 1 of the section "name": index → name. @param {Reader} reader @param {number} end */
function functionNames(reader, end) {
  /** @type {Map<number, string>} */
  const names = new Map();
  while (reader.position < end) {
    const id = reader.byte();
    const next = reader.number() + reader.position;
    if (id === 1) for (let left = reader.number(); left > 0; left--) names.set(reader.number(), reader.text());
    reader.position = next;
  }
  return names;
}

/**
 * @param {Uint8Array} bytes
 * @returns {{ sections: { name: string, bytes: number }[], functions: { name: string, bytes: number }[] }} functions from large to small
 */
export function readWasm(bytes) {
  const reader = new Reader(bytes, 8); // after magic and version
  /** @type {{ name: string, bytes: number }[]} */
  const sections = [];
  let imported = 0;
  /** @type {number[]} */
  let sizes = [];
  /** @type {Map<number, string>} */
  let names = new Map();
  while (reader.position < bytes.length) {
    const id = reader.byte();
    const size = reader.number();
    const end = reader.position + size;
    let name = SECTIONS[id] ?? `section ${id}`;
    if (id === 0) {
      name = `custom "${reader.text()}"`;
      if (name === 'custom "name"') names = functionNames(reader, end);
    } else if (id === 2) {
      imported = countImportedFunctions(reader);
    } else if (id === 10) {
      sizes = functionSizes(reader);
    }
    sections.push({ name, bytes: size });
    reader.position = end;
  }
  const functions = sizes.map((size, i) => ({ name: names.get(i + imported) ?? `function ${i + imported}`, bytes: size }));
  return { sections, functions: functions.sort((a, b) => b.bytes - a.bytes) };
}
