/**
 * Connections of TCP, put together from their segments (RFC 9293 §3.4): each direction in the order of its sequence
 * numbers, without what was sent twice.
 *
 * @module
 */

import type { Capture, Ending, Segment, Way } from '../capture.ts';
import { beginOf, otherEnd } from '../capture.ts';
import type { Packet } from './pcap.ts';
import { type TcpPacket, tcpPacketOf } from './tcp-packet.ts';

/** All connections in the order of their first packets, whatever they carry. */
export function tcpStreams(packets: readonly Packet[]): readonly Capture[] {
  const streams: Stream[] = [];
  const open = new Map<string, Stream>();
  for (const packet of packets) {
    const tcp = tcpPacketOf(packet);
    if (tcp === undefined) continue;
    const key = [tcp.from, tcp.to].sort().join(' ');
    let stream = open.get(key);
    if (stream === undefined || stream.isReopenedBy(tcp)) {
      stream = new Stream(streams.length, tcp);
      streams.push(stream);
      open.set(key, stream);
    }
    stream.take(tcp, packet);
  }
  return streams.map((stream) => stream.capture());
}

/** A connection; the client is the end that opened it. */
class Stream {
  readonly #stream: number;
  readonly #client: string;
  readonly #server: string;
  readonly #halves: Readonly<Record<Way, Half>> = { client: new Half(), server: new Half() };
  readonly #segments: Segment[] = [];
  readonly #endings: Ending[] = [];

  constructor(stream: number, { from, to, isSyn, isAck }: TcpPacket) {
    this.#stream = stream;
    // The first packet of a capture that began late may be of either end; `capture` finds out.
    [this.#client, this.#server] = isSyn && isAck ? [to, from] : [from, to];
  }

  /** Whether a packet opens another connection between the same ports. */
  isReopenedBy({ from, isSyn, isAck, sequence }: TcpPacket): boolean {
    if (!isSyn || isAck) return false;
    const half = this.#halves[from === this.#client ? 'client' : 'server'];
    return half.next !== undefined && half.next !== (sequence + 1) >>> 0;
  }

  take(tcp: TcpPacket, { at, number: packet }: Packet): void {
    const way = tcp.from === this.#client ? 'client' : 'server';
    for (const bytes of this.#halves[way].take(tcp)) {
      this.#segments.push({ way, at, bytes, packet });
    }
    if (tcp.isReset) this.#endings.push({ way, at, how: 'RST' });
    else if (tcp.isFin && !this.#endings.some((ending) => ending.way === way)) {
      this.#endings.push({ way, at, how: 'FIN' });
    }
  }

  capture(): Capture {
    const isTurned = beginOf(this.#segments, 'client', 16).startsWith('HTTP/1.');
    const turn = <Item extends { readonly way: Way }>(items: readonly Item[]): readonly Item[] =>
      isTurned ? items.map((item) => ({ ...item, way: otherEnd(item.way) })) : items;
    const notes = (['client', 'server'] as const).flatMap((way) => {
      const { missing } = this.#halves[way];
      const who = isTurned ? otherEnd(way) : way;
      return missing === 0
        ? []
        : [`${missing} bytes of the ${who} are missing: all after them is left out`];
    });
    return {
      stream: this.#stream,
      client: isTurned ? this.#server : this.#client,
      server: isTurned ? this.#client : this.#server,
      segments: turn(this.#segments),
      endings: turn(this.#endings),
      notes,
    };
  }
}

/** One direction. */
class Half {
  /** The sequence number of the next byte; unknown before the first packet. */
  next: number | undefined;
  /** What came before its turn. */
  #early: TcpPacket[] = [];

  /** @returns The bytes whose turn it is now. */
  take(tcp: TcpPacket): readonly Uint8Array[] {
    const { sequence, isSyn, payload } = tcp;
    // SYN takes a number of its own.
    if (isSyn) this.next = (sequence + 1) >>> 0;
    else this.next ??= sequence;
    if (payload.length === 0) return [];
    this.#early.push(isSyn ? { ...tcp, sequence: (sequence + 1) >>> 0 } : tcp);
    const ready: Uint8Array[] = [];
    for (let more = true; more; ) {
      more = false;
      for (const early of this.#early) {
        // Numbers wrap around: the difference has a sign.
        const old = (this.next - early.sequence) | 0;
        if (old < 0) continue;
        this.#early = this.#early.filter((it) => it !== early);
        if (old < early.payload.length) {
          const bytes = early.payload.subarray(old);
          ready.push(bytes);
          this.next = (this.next + bytes.length) >>> 0;
        }
        more = true;
        break;
      }
    }
    return ready;
  }

  /** The bytes of the first gap that was never filled. */
  get missing(): number {
    const gaps = this.#early.map(({ sequence }) => (sequence - this.next!) | 0);
    return gaps.length === 0 ? 0 : Math.min(...gaps);
  }
}
