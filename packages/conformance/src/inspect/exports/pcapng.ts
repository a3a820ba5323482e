/**
 * A session as packets in pcapng, which Wireshark and tshark read: a connection of TCP over IPv4, made anew from the
 * bytes, so that nothing is retransmitted. Addresses and ports are kept where they are those of IPv4.
 *
 * @module
 */

import { concat, latin1 } from '@sansocket/testkit/wire';
import { type Capture, otherEnd, type Way } from '../capture.ts';
import type { Session } from '../session.ts';

/** The file. */
export function pcapngOf(sessions: readonly Session[]): Uint8Array {
  const packets = sessions.flatMap(({ capture }) => new Conversation(capture).packets());
  const sorted = [...packets].sort((a, b) => a.at - b.at);
  return concat(sectionHeader(), interfaceBlock(), ...sorted.map(packetBlock));
}

/** LINKTYPE_RAW: packets of IP, without a header before them. */
const LINK = 101;

function block(type: number, body: Uint8Array): Uint8Array {
  const length = 12 + body.length + (-body.length & 3);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, length, true);
  bytes.set(body, 8);
  view.setUint32(length - 4, length, true);
  return bytes;
}

function sectionHeader(): Uint8Array {
  const body = new Uint8Array(16);
  const view = new DataView(body.buffer);
  view.setUint32(0, 0x1a2b3c4d, true);
  view.setUint16(4, 1, true);
  // The length of the section is not told.
  body.fill(0xff, 8);
  return block(0x0a0d0d0a, concat(body, applicationOption()));
}

/** shb_userappl, then the end of options. */
function applicationOption(): Uint8Array {
  const name = latin1('sansocket inspect\0\0\0');
  return concat(Uint8Array.of(4, 0, 17, 0), name, new Uint8Array(4));
}

function interfaceBlock(): Uint8Array {
  const body = new Uint8Array(8);
  new DataView(body.buffer).setUint16(0, LINK, true);
  return block(1, body);
}

interface MadePacket {
  /** Milliseconds. */
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** An Enhanced Packet Block; times are in microseconds. */
function packetBlock({ at, bytes }: MadePacket): Uint8Array {
  const head = new Uint8Array(20);
  const view = new DataView(head.buffer);
  const time = BigInt(Math.max(0, Math.round(at * 1000)));
  view.setUint32(4, Number(time >> 32n), true);
  view.setUint32(8, Number(time & 0xffff_ffffn), true);
  view.setUint32(12, bytes.length, true);
  view.setUint32(16, bytes.length, true);
  return block(6, concat(head, bytes));
}

/** Of one packet; IP allows 65,535 bytes with both headers. */
const MOST_PAYLOAD = 32_768;
const [FIN, SYN, RST, ACK, PUSH] = [1, 2, 4, 16, 8] as const;

interface Address {
  readonly host: readonly number[];
  readonly port: number;
}

class Conversation {
  readonly #capture: Capture;
  readonly #addresses: Readonly<Record<Way, Address>>;
  /** The sequence number of the next byte. */
  readonly #next: Record<Way, number> = { client: 1000, server: 5000 };
  readonly #packets: MadePacket[] = [];

  constructor(capture: Capture) {
    const { stream, client, server } = capture;
    this.#capture = capture;
    this.#addresses = {
      client: addressOf(client, [10, 0, stream >> 8, stream & 0xff], 49_152 + (stream % 16_000)),
      server: addressOf(server, [10, 1, stream >> 8, stream & 0xff], 80),
    };
  }

  packets(): readonly MadePacket[] {
    const { segments, endings } = this.#capture;
    const begin = segments[0]?.at ?? 0;
    this.#send('client', begin, SYN);
    this.#send('server', begin, SYN | ACK);
    this.#send('client', begin, ACK);
    for (const { way, at, bytes } of segments) {
      for (let done = 0; done < bytes.length; done += MOST_PAYLOAD) {
        this.#send(way, at, ACK | PUSH, bytes.subarray(done, done + MOST_PAYLOAD));
      }
    }
    for (const { way, at, how } of endings) this.#send(way, at, how === 'FIN' ? FIN | ACK : RST);
    return this.#packets;
  }

  #send(way: Way, at: number, flags: number, payload: Uint8Array = new Uint8Array(0)): void {
    const [from, to] = [this.#addresses[way], this.#addresses[otherEnd(way)]];
    const acknowledged = (flags & ACK) === 0 ? 0 : this.#next[otherEnd(way)];
    const tcp = new Uint8Array(20);
    const view = new DataView(tcp.buffer);
    view.setUint16(0, from.port);
    view.setUint16(2, to.port);
    view.setUint32(4, this.#next[way]);
    view.setUint32(8, acknowledged);
    tcp[12] = 5 << 4;
    tcp[13] = flags;
    view.setUint16(14, 0xffff);
    const segment = concat(tcp, payload);
    const addresses = Uint8Array.of(...from.host, ...to.host);
    const pseudo = concat(
      addresses,
      Uint8Array.of(0, 6, segment.length >> 8, segment.length & 255),
    );
    new DataView(segment.buffer).setUint16(16, checksum(concat(pseudo, segment)));
    this.#packets.push({ at, bytes: concat(ipv4Header(addresses, segment.length), segment) });
    const isCounted = (flags & (SYN | FIN)) !== 0;
    this.#next[way] = (this.#next[way] + payload.length + Number(isCounted)) >>> 0;
  }
}

function ipv4Header(addresses: Uint8Array, length: number): Uint8Array {
  const header = new Uint8Array(20);
  const view = new DataView(header.buffer);
  header[0] = 0x45;
  view.setUint16(2, 20 + length);
  // Do not fragment; 64 hops; TCP.
  view.setUint16(6, 0x4000);
  header[8] = 64;
  header[9] = 6;
  header.set(addresses, 12);
  view.setUint16(10, checksum(header));
  return header;
}

/** The ones' complement of the sum (RFC 1071). */
function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += bytes[i]! * 256 + (bytes[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x1_0000);
  return ~sum & 0xffff;
}

function addressOf(text: string | undefined, host: readonly number[], port: number): Address {
  const [, its, itsPort] = /^(.*):(\d+)$/.exec(text ?? '') ?? [];
  const isIpv4 = /^(?:\d{1,3}\.){3}\d{1,3}$/.test(its ?? '');
  return {
    host: isIpv4 ? its!.split('.').map(Number) : host,
    port: itsPort === undefined ? port : Number(itsPort),
  };
}
