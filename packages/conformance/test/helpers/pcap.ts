/** Captures, made by hand: packets of TCP in any order and with any header of a link. @module */
import { concat } from '@sansocket/testkit/wire';

/** A segment of a conversation between two ports. */
export interface Part {
  readonly from: 'client' | 'server';
  /** Relative to the first byte; SYN is at -1. */
  readonly at: number;
  readonly bytes?: Uint8Array;
  readonly flags?: number;
}

export const [FIN, SYN, RST, ACK] = [1, 2, 4, 16] as const;

/** Close to the end of all numbers, so that they wrap around. */
const begins = { client: 0xffff_fff0, server: 77 } as const;

/** How packets are written. */
export interface Shape {
  readonly port?: number;
  readonly isIpv6?: boolean;
  /** The header of the link. */
  readonly link?: ((packet: Uint8Array) => Uint8Array) | undefined;
}

/** The bytes of a packet. */
export function packet(
  part: Part,
  { port = 50_000, isIpv6 = false, link }: Shape = {},
): Uint8Array {
  const { from, at, bytes = new Uint8Array(0), flags = ACK } = part;
  const tcp = new Uint8Array(20);
  const view = new DataView(tcp.buffer);
  const ports = from === 'client' ? [port, 80] : [80, port];
  view.setUint16(0, ports[0]!);
  view.setUint16(2, ports[1]!);
  view.setUint32(4, (begins[from] + at) >>> 0);
  tcp[12] = 0x50;
  tcp[13] = flags;
  const ends = from === 'client' ? [1, 2] : [2, 1];
  const ip = isIpv6 ? ipv6(ends, tcp.length + bytes.length) : ipv4(ends, tcp.length + bytes.length);
  const whole = concat(ip, tcp, bytes);
  return link === undefined ? whole : link(whole);
}

function ipv4([from, to]: readonly number[], length: number): Uint8Array {
  const header = new Uint8Array(20);
  const view = new DataView(header.buffer);
  header[0] = 0x45;
  view.setUint16(2, 20 + length);
  header[9] = 6;
  header.set([10, 0, 0, from!], 12);
  header.set([10, 0, 0, to!], 16);
  return header;
}

function ipv6([from, to]: readonly number[], length: number): Uint8Array {
  // Hop-by-hop options of 8 bytes stand before TCP.
  const header = new Uint8Array(48);
  const view = new DataView(header.buffer);
  header[0] = 0x60;
  view.setUint16(4, 8 + length);
  header[23] = from!;
  header[39] = to!;
  header[40] = 6;
  return header;
}

/** A file of classic pcap. */
export function pcap(link: number, packets: readonly Uint8Array[], isLittle = true): Uint8Array {
  const head = new DataView(new ArrayBuffer(24));
  head.setUint32(0, 0xa1b2c3d4, isLittle);
  head.setUint16(4, 2, isLittle);
  head.setUint16(6, 4, isLittle);
  head.setUint32(16, 65_535, isLittle);
  head.setUint32(20, link, isLittle);
  const records = packets.flatMap((bytes, i) => {
    const record = new DataView(new ArrayBuffer(16));
    record.setUint32(0, 1000, isLittle);
    record.setUint32(4, i * 1000, isLittle);
    record.setUint32(8, bytes.length, isLittle);
    record.setUint32(12, bytes.length, isLittle);
    return [new Uint8Array(record.buffer), bytes];
  });
  return concat(new Uint8Array(head.buffer), ...records);
}
