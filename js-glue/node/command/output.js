// @ts-check
// Results for programs and shells.
import { usageError } from './errors.js';
import { printable, toJson } from './io.js';

/** @typedef {import('./io.js').Io} Io */

/** @param {Io} io @param {unknown} value */
export function printJson({ stdout }, value) {
  // On one line for programs; a person gets it to read.
  stdout.write(`${toJson(value, stdout.isTTY ? 2 : undefined)}\n`);
}

/**
 * One value by itself, for `$(fmid …)`.
 * @param {Io} io
 * @param {Record<string, any>} values
 * @param {string} name
 */
export function field({ stdout }, values, name) {
  if (!Object.hasOwn(values, name) || values[name] === undefined) {
    const names = Object.keys(values).filter((each) => values[each] !== undefined);
    throw usageError('There is no field of that name.', `These are there: ${names.join(', ')}.`);
  }
  const value = values[name];
  const text = typeof value === 'object' ? toJson(value) : String(value);
  // As it is for a program; a person's terminal is not steered by it.
  stdout.write(`${stdout.isTTY ? printable(text) : text}\n`);
}
