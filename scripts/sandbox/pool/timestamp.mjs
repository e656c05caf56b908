// @ts-check
// The TIMESTAMP of a password proof, "Tue Sep 5 07:08:09 UTC 2023".
import { invalidParameter, wrongPassword } from './errors.mjs';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SHAPE = /^([A-Z][a-z]{2}) ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) ([A-Za-z/+:0-9-]+) (\d{4})$/;

// Clocks further apart than this fail (docs/protocol.md §Timestamps and clocks).
const TOLERANCE_MS = 5 * 60_000;

/**
 * Measured on the real service (docs/protocol.md §Timestamps and clocks): a text of another shape is InvalidParameterException;
 * "Sep 05" and a wrong weekday are a wrong password, because what is signed must be what Java's
 * formatter would print.
 *
 * @param {unknown} text
 * @param {number} nowMs
 */
export function checkTimestamp(text, nowMs) {
  const match = typeof text === 'string' ? SHAPE.exec(text) : null;
  if (!match || !DAYS.includes(match[1]) || !MONTHS.includes(match[2])) {
    throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.');
  }
  const [, , month, day, hour, minute, second, , year] = match;
  const ms = Date.UTC(+year, MONTHS.indexOf(month), +day, +hour, +minute, +second);
  if (formatTimestamp(ms) !== text || Math.abs(ms - nowMs) > TOLERANCE_MS) throw wrongPassword();
}

/** @param {number} ms */
export function formatTimestamp(ms) {
  const date = new Date(ms);
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  const day = `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}`;
  return `${day} ${time} UTC ${date.getUTCFullYear()}`;
}
