/**
 * The bytes that a decoder reads: the same for every peer.
 *
 * Some libraries unmask in place, so each pass sees the result of the previous one: text and masking keys are ASCII,
 * and the result of any number of XORs is ASCII too.
 *
 * @module
 */

import { FrameEncoder, Opcode } from 'sansocket/framing';
import type { DecodeWork } from './work.ts';

/** Traffic of one call. */
export interface Traffic {
  readonly reads: readonly Uint8Array[];
  /** Messages and control frames. */
  readonly units: number;
  /** Characters and bytes that have to be delivered in one call. */
  readonly delivered: number;
}

/** Payload of one call, at least: enough for several reads. */
const CALL_BYTES = 262_144;
/** Messages of one call, at most: more only fill the caches with their chunks. */
const MOST_MESSAGES = 4096;
const CONTROL_BYTES = 16;

/** Makes the traffic, with the same bytes each time. */
export function trafficOf(work: DecodeWork): Traffic {
  const wanted = Math.ceil(CALL_BYTES / work.bytes);
  const messages =
    work.reads === 'message' ? Math.min(wanted, 1024) : Math.min(wanted, MOST_MESSAGES);
  const encode = frameMaker(work);
  const frames = Array.from({ length: messages }, (_, i) => encode(i)).flat();
  const controls = work.messages === 'mix' ? messages / 2 : 0;
  return {
    reads: work.reads === 'message' ? frames.map(chunkOf) : cut(Buffer.concat(frames), work.reads),
    units: messages,
    delivered: (messages - controls) * work.bytes + controls * CONTROL_BYTES,
  };
}

/** Printable ASCII. */
export function textOf(bytes: number): string {
  const line = Array.from({ length: 95 }, (_, i) => String.fromCharCode(0x20 + i)).join('');
  return line.repeat(Math.ceil(bytes / line.length)).slice(0, bytes);
}

function frameMaker(work: DecodeWork): (index: number) => Uint8Array[] {
  const payload = Buffer.from(textOf(work.bytes));
  const encoder = new FrameEncoder({
    role: work.role === 'server' ? 'client' : 'server',
    fillRandom: asciiKeys(),
  });
  if (work.messages === 'mix') {
    return (i) => [
      i % 2 === 0
        ? encoder.frame({ opcode: Opcode.text }, payload)
        : encoder.frame(
            { opcode: i % 4 === 1 ? Opcode.ping : Opcode.pong },
            payload.subarray(0, CONTROL_BYTES),
          ),
    ];
  }
  const first = Opcode[work.messages];
  const step = work.fragmentBytes ?? work.bytes;
  return () =>
    Array.from({ length: Math.ceil(work.bytes / step) }, (_, i) => {
      const end = (i + 1) * step;
      return encoder.frame(
        { opcode: i === 0 ? first : Opcode.continuation, fin: end >= work.bytes },
        payload.subarray(i * step, end),
      );
    });
}

function asciiKeys(): (bytes: Uint8Array) => void {
  let seed = 1;
  return (bytes) => {
    for (let i = 0; i < bytes.length; i++) bytes[i] = (seed = (seed * 48_271) % 0x7fff_ffff) & 0x7f;
  };
}

function cut(stream: Uint8Array, readBytes: number): Uint8Array[] {
  const reads: Uint8Array[] = [];
  for (let at = 0; at < stream.length; at += readBytes) {
    reads.push(chunkOf(stream.subarray(at, at + readBytes)));
  }
  return reads;
}

/** A chunk like one from a socket of Node: a separate Buffer. */
function chunkOf(bytes: Uint8Array): Uint8Array {
  return Buffer.from(bytes);
}
