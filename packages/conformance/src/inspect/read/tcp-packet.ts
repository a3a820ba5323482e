/**
 * The segment of TCP in a packet: through the link layer, IPv4 (RFC 791) or IPv6 (RFC 8200), to TCP (RFC 9293).
 *
 * @module
 */

import type { Packet } from './pcap.ts';

/** A segment of TCP. */
export interface TcpPacket {
  /** Such as `127.0.0.1:80` or `[::1]:80`. */
  readonly from: string;
  readonly to: string;
  readonly sequence: number;
  readonly isSyn: boolean;
  readonly isAck: boolean;
  readonly isFin: boolean;
  readonly isReset: boolean;
  readonly payload: Uint8Array;
}

/** @returns `undefined` for any other packet, and for fragments of IP. */
export function tcpPacketOf(packet: Packet): TcpPacket | undefined {
  const ip = ipIn(packet);
  if (ip === undefined || ip.length < 20) return undefined;
  return ip[0]! >> 4 === 6 ? inIpv6(ip) : inIpv4(ip);
}

const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const VLANS = [0x8100, 0x88a8];

/** The packet of IP: the types of links are those of tcpdump.org. */
function ipIn({ link, bytes }: Packet): Uint8Array | undefined {
  const word = (at: number): number => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
  switch (link) {
    // BSD loopback: the family of addresses, in an order of bytes that need not be known.
    case 0:
    case 108:
      return bytes.subarray(4);
    case 1: {
      let at = 12;
      while (VLANS.includes(word(at))) at += 4;
      return isIp(word(at)) ? bytes.subarray(at + 2) : undefined;
    }
    // IP as it is.
    case 12:
    case 14:
    case 101:
    case 228:
    case 229:
      return bytes;
    // Linux cooked, versions 1 and 2.
    case 113:
      return isIp(word(14)) ? bytes.subarray(16) : undefined;
    case 276:
      return isIp(word(0)) ? bytes.subarray(20) : undefined;
    default:
      return undefined;
  }
}

function isIp(type: number): boolean {
  return type === IPV4 || type === IPV6;
}

const TCP = 6;

function inIpv4(ip: Uint8Array): TcpPacket | undefined {
  const view = new DataView(ip.buffer, ip.byteOffset, ip.byteLength);
  const isFragment = (view.getUint16(6) & 0x3fff) !== 0;
  if (ip[9] !== TCP || isFragment) return undefined;
  // Segments that the network card cuts up have a length of 0 here.
  const total = view.getUint16(2);
  const body = ip.subarray((ip[0]! & 0x0f) * 4, total === 0 ? undefined : total);
  return inTcp(body, ip.subarray(12, 16).join('.'), ip.subarray(16, 20).join('.'));
}

/** Hop-by-hop options, routing, and destination options, which may stand before TCP. */
const EXTENSION_HEADERS = [0, 43, 60];

function inIpv6(ip: Uint8Array): TcpPacket | undefined {
  if (ip.length < 40) return undefined;
  const view = new DataView(ip.buffer, ip.byteOffset, ip.byteLength);
  const length = view.getUint16(4);
  const body = ip.subarray(0, length === 0 ? undefined : 40 + length);
  let [next, at] = [ip[6]!, 40];
  while (EXTENSION_HEADERS.includes(next) && at + 2 <= body.length) {
    [next, at] = [body[at]!, at + 8 + body[at + 1]! * 8];
  }
  if (next !== TCP) return undefined;
  return inTcp(body.subarray(at), `[${ipv6Text(ip, 8)}]`, `[${ipv6Text(ip, 24)}]`);
}

/** With the longest row of zeros left out (RFC 5952 §4.2). */
function ipv6Text(ip: Uint8Array, at: number): string {
  const groups = Array.from({ length: 8 }, (_, i) =>
    (ip[at + 2 * i]! * 256 + ip[at + 2 * i + 1]!).toString(16),
  );
  const text = groups.join(':');
  const [longest] = (text.match(/\b0(?::0)+\b/g) ?? []).sort((a, b) => b.length - a.length);
  if (longest === undefined) return text;
  const start = text.search(new RegExp(`\\b${longest}\\b`));
  return `${text.slice(0, start).replace(/:$/, '')}::${text.slice(start + longest.length).replace(/^:/, '')}`;
}

function inTcp(tcp: Uint8Array, from: string, to: string): TcpPacket | undefined {
  if (tcp.length < 20) return undefined;
  const view = new DataView(tcp.buffer, tcp.byteOffset, tcp.byteLength);
  const flags = tcp[13]!;
  return {
    from: `${from}:${view.getUint16(0)}`,
    to: `${to}:${view.getUint16(2)}`,
    sequence: view.getUint32(4),
    isFin: (flags & 0x01) !== 0,
    isSyn: (flags & 0x02) !== 0,
    isReset: (flags & 0x04) !== 0,
    isAck: (flags & 0x10) !== 0,
    payload: tcp.subarray((tcp[12]! >> 4) * 4),
  };
}
