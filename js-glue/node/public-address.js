// @ts-check
// Whether an address is one of the public internet: the only ones to which a name may lead.
import { BlockList, isIP } from 'node:net';

/** Of IPv4 what IANA keeps for special purposes (RFC 6890 and its registry), and multicast. */
const SPECIAL_IPV4 = list('ipv4', [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], // private
  ['100.64.0.0', 10], // behind a carrier's NAT
  ['127.0.0.0', 8], // this machine
  ['169.254.0.0', 16], // this link; clouds have their metadata there
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], ['198.51.100.0', 24], ['203.0.113.0', 24], // documentation
  ['192.31.196.0', 24], ['192.52.193.0', 24], ['192.175.48.0', 24], // answered by whoever is nearest (AS112, AMT)
  ['192.88.99.0', 24], // 6to4's relays
  ['198.18.0.0', 15], // benchmarks
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
]);

/**
 * Of IPv6 only global unicast is given out (RFC 4291 §2.4). Outside are loopback, ::/96 and ::ffff:0:0/96 with an IPv4 address in them,
 * NAT64 (64:ff9b::/96, 64:ff9b:1::/48), 100::/64, 5f00::/16, fc00::/7, fe80::/10, fec0::/10, ff00::/8, and whatever comes.
 */
const GLOBAL_UNICAST = list('ipv6', [['2000::', 3]]);

/** Within it, what is no host's of the internet. */
const SPECIAL_IPV6 = list('ipv6', [
  ['2001::', 23], // protocol assignments: Teredo, benchmarks, ORCHID
  ['2001:db8::', 32], ['3fff::', 20], // documentation
  ['2002::', 16], // 6to4: an IPv4 address in it
  ['2620:4f:8000::', 48], // AS112
  ['3ffe::', 16], // given back
]);

/** @param {string} address as a resolver gives it */
export function isPublic(address) {
  switch (isIP(address)) {
    case 4: return !SPECIAL_IPV4.check(address, 'ipv4');
    // With a zone ("fe80::1%eth0") it is of this link, whatever it looks like.
    case 6: return !address.includes('%') && GLOBAL_UNICAST.check(address, 'ipv6') && !SPECIAL_IPV6.check(address, 'ipv6');
    default: return false;
  }
}

/** @param {'ipv4' | 'ipv6'} family @param {readonly (readonly [network: string, bits: number])[]} networks */
function list(family, networks) {
  const all = new BlockList();
  for (const [network, bits] of networks) all.addSubnet(network, bits, family);
  return all;
}
