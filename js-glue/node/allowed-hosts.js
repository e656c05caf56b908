// @ts-check
// Which FileMaker hosts a service may be made to call, and to which of their addresses: hosts from an allow list, over https, never an
// address inside the own network.
import { lookup as dnsLookup } from 'node:dns';
import { isIP } from 'node:net';
import { isPublic } from './public-address.js';
import { SettingError } from './setting-error.js';

/** A host as it is in a URL. */
const NAME = /^(?:[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*|\[[0-9a-f:]+\])(?::\d{1,5})?$/;

/** @typedef {{ origin: URL, lookup: typeof dnsLookup | undefined }} Target lookup: how its name is resolved, undefined the system's way */
/** @typedef {(host: string) => { origin: URL, mayBePrivate: boolean } | undefined} Rule */

/**
 * @param {readonly string[]} allow host names ("acme.account.filemaker-cloud.com"), "*.example.com" for every name below one, and whole
 *   origins ("https://fm.example.com:8443"); those of servers on this machine ("http://127.0.0.1:8081") are the one place where http
 *   and a private address are allowed
 * @param {typeof dnsLookup} [lookup] how names are resolved, default the system's way
 * @returns {(host: string) => Target | undefined} for "acme.account.filemaker-cloud.com", as it is in a URL
 */
export function allowedHosts(allow, lookup = dnsLookup) {
  const rules = allow.map(readRule);
  const publicLookup = /** @type {any} */ (lookupOutside(lookup));
  return (host) => {
    const name = host.toLowerCase();
    if (!NAME.test(name)) return undefined;
    for (const rule of rules) {
      const found = rule(name);
      if (found) return { origin: found.origin, lookup: found.mayBePrivate ? undefined : publicLookup };
    }
    return undefined;
  };
}

/**
 * @param {string} entry
 * @returns {Rule}
 */
function readRule(entry) {
  if (/^https?:\/\//i.test(entry)) {
    const origin = readOrigin(entry);
    const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(origin.hostname);
    if (origin.protocol === 'http:' && !isHere) {
      throw new SettingError(`The host ${entry} is not encrypted.`, 'Use https://; plain http is for servers on this machine alone.');
    }
    if (isIP(origin.hostname.replace(/^\[|\]$/g, '')) && !isHere) throw notAName(entry);
    return (host) => (host === origin.host ? { origin, mayBePrivate: isHere } : undefined);
  }
  const pattern = entry.toLowerCase();
  // An address would never be looked up, and so never be checked: 127.1 and 0x7f.1 are addresses too, as URLs are read.
  if (!/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(pattern) || !isCanonical(pattern.replace('*', 'any'))) throw notAName(entry);
  const matches = pattern.startsWith('*.')
    ? (/** @type {string} */ host) => host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1
    : (/** @type {string} */ host) => host === pattern;
  return (host) => (matches(host) && isCanonical(host) ? { origin: new URL(`https://${host}`), mayBePrivate: false } : undefined);
}

/** Whether a URL has this name as it stands here: not an address, not what no name can be ("xn--a"). @param {string} name */
function isCanonical(name) {
  try {
    const { hostname } = new URL(`https://${name}`);
    return hostname === name && !isIP(name);
  } catch {
    return false;
  }
}

/** @param {string} entry */
const notAName = (entry) => new SettingError(`${entry} is not a host name.`, 'Write it like acme.account.filemaker-cloud.com, or *.account.filemaker-cloud.com for all of them.');

/** @param {string} entry */
function readOrigin(entry) {
  let origin;
  try {
    origin = new URL(entry);
  } catch {
    // said below
  }
  if (!origin || origin.username || origin.password || origin.pathname !== '/' || origin.search || origin.hash) {
    throw new SettingError(`${entry} is not the address of a host.`, 'Write it like https://127.0.0.1:8443, without anything behind it.');
  }
  return origin;
}

/**
 * A look-up that refuses a name when any of its addresses is inside a network. The connection is made to just the addresses that were
 * checked, so that a second look-up cannot give another answer.
 * @param {typeof dnsLookup} lookup
 */
function lookupOutside(lookup) {
  return (
    /** @type {string} */ hostname,
    /** @type {import('node:dns').LookupOptions} */ options,
    /** @type {(error: NodeJS.ErrnoException | null, address?: any, family?: number) => void} */ done,
  ) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error);
      const inside = addresses.some(({ address }) => !isPublic(address));
      if (inside || addresses.length === 0) return done(Object.assign(new Error('private address'), { code: 'EPRIVATE' }));
      if (options.all) return done(null, addresses);
      return done(null, addresses[0].address, addresses[0].family);
    });
  };
}
