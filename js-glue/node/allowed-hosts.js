// @ts-check
// Which FileMaker hosts a service may be made to call, and to which of their addresses: hosts from an allow list, over https, never an
// address inside the own network.
import { lookup as dnsLookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { SettingError } from './setting-error.js';

const TOO_CLOSE = privateAddresses();

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
    if (!/^[a-z0-9.-]+(:\d+)?$/.test(name)) return undefined;
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
  // An address by number would never be looked up, and so never be checked.
  if (!/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(pattern) || isIP(pattern)) throw notAName(entry);
  const matches = pattern.startsWith('*.')
    ? (/** @type {string} */ host) => host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1
    : (/** @type {string} */ host) => host === pattern;
  return (host) => (matches(host) ? { origin: new URL(`https://${host}`), mayBePrivate: false } : undefined);
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
      const inside = addresses.some(({ address }) => isTooClose(address));
      if (inside || addresses.length === 0) return done(Object.assign(new Error('private address'), { code: 'EPRIVATE' }));
      if (options.all) return done(null, addresses);
      return done(null, addresses[0].address, addresses[0].family);
    });
  };
}

/**
 * IPv4 inside IPv6 (::ffff:0:0/96) is refused by its spelling: in a BlockList that network would contain every IPv4 address.
 * @param {string} address
 */
function isTooClose(address) {
  return /^::ffff:/i.test(address) || TOO_CLOSE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** IANA's special-purpose address registries (RFC 6890): what is not the public internet. */
function privateAddresses() {
  const list = new BlockList();
  for (const [network, bits] of /** @type {const} */ ([
    ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12],
    ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24],
    ['224.0.0.0', 4], ['240.0.0.0', 4],
  ])) list.addSubnet(network, bits, 'ipv4');
  for (const [network, bits] of /** @type {const} */ ([
    ['::', 127], ['64:ff9b::', 96], ['100::', 64], ['2001:db8::', 32], ['fc00::', 7], ['fe80::', 10], ['ff00::', 8],
  ])) list.addSubnet(network, bits, 'ipv6');
  return list;
}
