/**
 * Packets of a file of libpcap or of pcapng, in either order of bytes.
 *
 *     pcap     magic, version, zone, accuracy, snap length, link type: 24 bytes; then packets with a header of 16 bytes
 *     pcapng   blocks: type, length, body, length again; a section, its interfaces, their packets
 *
 * @module
 */

import { Mistake } from '@sansocket/command-line';

/** One packet. */
export interface Packet {
  /** From 1 on, as Wireshark counts. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** LINKTYPE of tcpdump.org. */
  readonly link: number;
  readonly bytes: Uint8Array;
  /** Bytes that it had on the wire; more than there are if it was cut. */
  readonly length: number;
}

/** Whether a file begins as one of pcap or pcapng does. */
export function isPcap(file: Uint8Array): boolean {
  if (file.length < 4) return false;
  const magic = viewOf(file).getUint32(0);
  return magic === SECTION || pcapMagics.has(magic);
}

/** @throws Mistake for a file that ends in the middle of a header. */
export function packetsOf(file: Uint8Array): readonly Packet[] {
  const magic = viewOf(file).getUint32(0);
  return magic === SECTION ? packetsOfPcapng(file) : packetsOfPcap(file, pcapMagics.get(magic)!);
}

/** The magic numbers, whether the file is little-endian, and the parts of a second. */
const pcapMagics: ReadonlyMap<number, readonly [isLittle: boolean, parts: number]> = new Map([
  [0xa1b2c3d4, [false, 1e6]],
  [0xd4c3b2a1, [true, 1e6]],
  [0xa1b23c4d, [false, 1e9]],
  [0x4d3cb2a1, [true, 1e9]],
]);

function packetsOfPcap(
  file: Uint8Array,
  [isLittle, parts]: readonly [boolean, number],
): readonly Packet[] {
  if (file.length < 24) throw new Mistake('The pcap file ends in its header');
  const view = viewOf(file);
  const link = view.getUint32(20, isLittle) & 0xffff;
  const packets: Packet[] = [];
  for (let at = 24; at + 16 <= file.length; ) {
    const seconds = view.getUint32(at, isLittle);
    const fraction = view.getUint32(at + 4, isLittle);
    const captured = view.getUint32(at + 8, isLittle);
    packets.push({
      number: packets.length + 1,
      at: seconds * 1000 + (fraction * 1000) / parts,
      link,
      bytes: file.subarray(at + 16, at + 16 + captured),
      length: view.getUint32(at + 12, isLittle),
    });
    at += 16 + captured;
  }
  return packets;
}

const SECTION = 0x0a0d0d0a;
const LITTLE = 0x4d3c2b1a;

interface Interface {
  readonly link: number;
  /** Units of its timestamps in a second. */
  readonly parts: number;
}

function packetsOfPcapng(file: Uint8Array): readonly Packet[] {
  const view = viewOf(file);
  const packets: Packet[] = [];
  let interfaces: Interface[] = [];
  let isLittle = true;
  for (let at = 0; at + 12 <= file.length; ) {
    if (view.getUint32(at) === SECTION) {
      isLittle = view.getUint32(at + 8) === LITTLE;
      interfaces = [];
    }
    const type = view.getUint32(at, isLittle);
    const length = view.getUint32(at + 4, isLittle);
    if (length < 12 || at + length > file.length) break;
    const body = file.subarray(at + 8, at + length - 4);
    if (type === 1) interfaces.push(interfaceOf(body, isLittle));
    else {
      const packet = packetIn(type, body, isLittle, interfaces);
      if (packet !== undefined) packets.push({ number: packets.length + 1, ...packet });
    }
    at += length;
  }
  return packets;
}

function interfaceOf(body: Uint8Array, isLittle: boolean): Interface {
  const view = viewOf(body);
  let parts = 1e6;
  for (let at = 8; at + 4 <= body.length; ) {
    const code = view.getUint16(at, isLittle);
    const length = view.getUint16(at + 2, isLittle);
    // if_tsresol: a power of 10, or of 2 with the highest bit.
    if (code === 9 && length === 1) {
      const unit = body[at + 4]!;
      parts = unit < 0x80 ? 10 ** unit : 2 ** (unit & 0x7f);
    }
    if (code === 0) break;
    at += 4 + length + (-length & 3);
  }
  return { link: view.getUint16(0, isLittle), parts };
}

/** The packet of an Enhanced Packet Block (6), a Simple one (3) or an obsolete one (2). */
function packetIn(
  type: number,
  body: Uint8Array,
  isLittle: boolean,
  interfaces: readonly Interface[],
): Omit<Packet, 'number'> | undefined {
  const view = viewOf(body);
  if (type === 3 && body.length >= 4) {
    const length = view.getUint32(0, isLittle);
    const link = interfaces[0]?.link ?? 1;
    return { at: 0, link, bytes: body.subarray(4, 4 + length), length };
  }
  if ((type !== 6 && type !== 2) || body.length < 20) return undefined;
  const its = type === 6 ? view.getUint32(0, isLittle) : view.getUint16(0, isLittle);
  const { link, parts } = interfaces[its] ?? { link: 1, parts: 1e6 };
  const time = view.getUint32(4, isLittle) * 2 ** 32 + view.getUint32(8, isLittle);
  const captured = view.getUint32(12, isLittle);
  return {
    at: (time * 1000) / parts,
    link,
    bytes: body.subarray(20, 20 + captured),
    length: view.getUint32(16, isLittle),
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
