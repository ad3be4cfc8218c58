/** From a connection and its forwarding header to the part of an address that limits go by. Pure; keeps nothing. */

import { BlockList, isIP, isIPv6 } from 'node:net';

/** What is known of where a request comes from. */
export interface SentFrom {
  /** The other end of the socket. */
  readonly peer: string | undefined;
  /** X-Forwarded-For as it came. */
  readonly forwardedFor: string | undefined;
  /** How many proxies stand before us and may be believed. */
  readonly trustProxy: number;
}

/** Peers behind which everybody looks alike: this machine, private networks (RFC 1918, 4193, 6598) and link-local ones. */
const SHARED = new BlockList();
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
] as const) {
  SHARED.addSubnet(network, bits, 'ipv4');
}
SHARED.addAddress('::1', 'ipv6');
SHARED.addSubnet('fc00::', 7, 'ipv6');
SHARED.addSubnet('fe80::', 10, 'ipv6');

/**
 * The sender's address, of IPv6 its first 64 bits, which one subscriber holds. Undefined where it cannot be known:
 * behind a proxy that nobody vouched for, or where the header holds no address in the place that counts. Nothing a
 * client writes is believed: each trusted proxy appends what it saw, so only that many entries from the end count (T-89).
 */
export function readSenderAddress({ peer, forwardedFor, trustProxy }: SentFrom): string | undefined {
  if (trustProxy === 0) {
    const address = peer === undefined ? undefined : normalise(peer);
    return address === undefined || isShared(address) ? undefined : toLimited(address);
  }
  const entry = forwardedFor?.split(',').at(-trustProxy)?.trim();
  const address = entry === undefined ? undefined : normalise(withoutPort(entry));
  return address === undefined ? undefined : toLimited(address);
}

function isShared(address: string): boolean {
  return SHARED.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** `[2001:db8::1]:443` and `198.51.100.7:443` are written by some proxies. */
function withoutPort(entry: string): string {
  const [, inBrackets, beforePort] = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(entry) ?? [];
  return inBrackets ?? beforePort ?? entry;
}

/** One way to write each address: no zone, no IPv4 inside IPv6. */
function normalise(text: string): string | undefined {
  const address = text.replace(/%.*$/, '').toLowerCase();
  const mapped = address.startsWith('::ffff:') ? address.slice(7) : address;
  if (isIP(mapped) === 4) return mapped;
  return isIP(address) === 6 ? address : undefined;
}

function toLimited(address: string): string {
  if (!isIPv6(address)) return address;
  const [before = '', after = ''] = address.split('::');
  const left = before === '' ? [] : before.split(':');
  const right = after === '' ? [] : after.split(':');
  const missing = address.includes('::') ? Math.max(0, 8 - left.length - right.length) : 0;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
