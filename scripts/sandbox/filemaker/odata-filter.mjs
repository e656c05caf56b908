// @ts-check
// $filter (OData 4.01, part 2, §5.1.1): comparisons of a table's fields with literals and with each other, and, or, not, parentheses, and
// the functions on text that FileMaker has. What is not here is refused, not ignored.
import { badParameter } from './errors.mjs';
import { requireField } from './find.mjs';

/**
 * @typedef {import('./demo-databases.mjs').Table} Table
 * @typedef {import('./demo-databases.mjs').FieldData} FieldData
 * @typedef {string | number | boolean | null} Value
 * @typedef {(row: FieldData) => Value} Expression
 */

/** A text, a number, a field between quotation marks, a word, a sign. */
const TOKEN = /\s*(?:'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)(?![\p{L}\p{N}_])|"([^"]+)"|([\p{L}_][\p{L}\p{N}_]*)|([(),]))/uy;

/** @type {Record<string, (a: any, b: any) => boolean>} null is nothing's equal but null's, and neither less nor more than anything */
const COMPARISONS = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: (a, b) => a !== null && b !== null && a > b,
  ge: (a, b) => a !== null && b !== null && a >= b,
  lt: (a, b) => a !== null && b !== null && a < b,
  le: (a, b) => a !== null && b !== null && a <= b,
};

/** @type {Record<string, (...values: string[]) => Value>} */
const FUNCTIONS = {
  contains: (text, part) => text.includes(part),
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
  tolower: (text) => text.toLowerCase(),
  toupper: (text) => text.toUpperCase(),
  trim: (text) => text.trim(),
  length: (text) => text.length,
  concat: (one, two) => one + two,
};

/** @type {Record<string, Value>} */
const CONSTANTS = { null: null, true: true, false: false };

/**
 * @param {Table} table
 * @param {string} text
 * @returns {(row: FieldData) => boolean}
 */
export function parseFilter(table, text) {
  const tokens = tokensOf(text);
  let at = 0;

  const word = () => (tokens[at]?.kind === 'word' ? tokens[at].text : undefined);
  const isSign = (/** @type {string} */ sign) => tokens[at]?.kind === 'sign' && tokens[at].text === sign;
  const expect = (/** @type {string} */ sign) => {
    if (!isSign(sign)) throw badParameter();
    at += 1;
  };

  /** @returns {Expression} */
  function either() {
    let left = both();
    while (word() === 'or') {
      at += 1;
      const [one, two] = [left, both()];
      left = (row) => isTrue(one(row)) || isTrue(two(row));
    }
    return left;
  }

  /** @returns {Expression} */
  function both() {
    let left = negated();
    while (word() === 'and') {
      at += 1;
      const [one, two] = [left, negated()];
      left = (row) => isTrue(one(row)) && isTrue(two(row));
    }
    return left;
  }

  /** @returns {Expression} */
  function negated() {
    if (word() !== 'not') return comparison();
    at += 1;
    const inner = negated();
    return (row) => !isTrue(inner(row));
  }

  /** @returns {Expression} */
  function comparison() {
    const left = operand();
    const compare = Object.hasOwn(COMPARISONS, word() ?? '') ? COMPARISONS[word() ?? ''] : undefined;
    if (!compare) return left;
    at += 1;
    const right = operand();
    return (row) => compare(...alike(left(row), right(row)));
  }

  /** @returns {Expression} */
  function operand() {
    const token = tokens[at];
    if (isSign('(')) {
      at += 1;
      const inner = either();
      expect(')');
      return inner;
    }
    at += 1;
    switch (token?.kind) {
      case 'text': return () => token.text;
      case 'number': return () => Number(token.text);
      case 'field': return field(token.text);
      case 'word': return isSign('(') ? call(token.text) : Object.hasOwn(CONSTANTS, token.text) ? () => CONSTANTS[token.text] : field(token.text);
      default: throw badParameter();
    }
  }

  /** @param {string} name @returns {Expression} */
  function call(name) {
    if (!Object.hasOwn(FUNCTIONS, name)) throw badParameter();
    expect('(');
    const given = [either()];
    while (isSign(',')) {
      at += 1;
      given.push(either());
    }
    expect(')');
    if (given.length !== FUNCTIONS[name].length) throw badParameter();
    return (row) => FUNCTIONS[name](...given.map((each) => String(each(row) ?? '')));
  }

  /** An empty field is null. @param {string} name @returns {Expression} */
  function field(name) {
    requireField(table, name);
    return (row) => (row[name] === '' ? null : row[name]);
  }

  const filter = either();
  if (at < tokens.length) throw badParameter();
  return (row) => isTrue(filter(row));
}

/** @param {Value} value */
function isTrue(value) {
  if (typeof value !== 'boolean') throw badParameter();
  return value;
}

/** A number in a text field is compared as a number with a number. @param {Value} a @param {Value} b @returns {[Value, Value]} */
function alike(a, b) {
  if (typeof a === 'number' && typeof b === 'string' && b.trim() !== '') return [a, Number(b)];
  if (typeof b === 'number' && typeof a === 'string' && a.trim() !== '') return [Number(a), b];
  return [a, b];
}

/** @param {string} text */
function tokensOf(text) {
  /** @type {{ kind: 'text' | 'number' | 'field' | 'word' | 'sign', text: string }[]} */
  const tokens = [];
  TOKEN.lastIndex = 0;
  for (let end = 0; text.slice(end).trim() !== ''; end = TOKEN.lastIndex) {
    TOKEN.lastIndex = end;
    const [, quoted, number, field, word, sign] = TOKEN.exec(text) ?? [];
    if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.replaceAll("''", "'") });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (field !== undefined) tokens.push({ kind: 'field', text: field });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else throw badParameter();
  }
  return tokens;
}
