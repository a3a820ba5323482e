/**
 * Traffic that costs a careless decoder more than its length.
 *
 * @module
 */

import { FrameEncoder, Opcode } from 'sansocket/framing';
import { textOf } from '../work/index.ts';

/** Names of traffic. */
export const hostileTraffics = [
  'small texts in chunks of 1 byte',
  'one binary message in chunks of 1 byte',
  'one text in chunks of 1 byte',
  'one text of characters of 4 bytes in chunks of 3 bytes',
  'one message in fragments of 1 byte',
  'empty fragments between fragments of 1 byte',
  'a ping after each fragment',
  'pings alone',
] as const;

/** One of those. */
export type HostileTraffic = (typeof hostileTraffics)[number];

/** @returns Chunks for a server; twice the size is twice as many bytes, apart from a header. */
export function hostileChunks(name: HostileTraffic, size: number): Uint8Array[] {
  const encoder = new FrameEncoder({ role: 'client', fillRandom: (bytes) => bytes.fill(0x55) });
  const frame = (opcode: Opcode, payload: string, fin = true): Uint8Array =>
    encoder.frame({ opcode, fin }, Buffer.from(payload));
  const times = (count: number, make: (i: number) => Uint8Array[]): Uint8Array[] =>
    Array.from({ length: count }, (_, i) => make(i)).flat();
  const fragment = (i: number): Uint8Array =>
    frame(i === 0 ? Opcode.text : Opcode.continuation, 'x', i === size - 1);
  switch (name) {
    case 'small texts in chunks of 1 byte':
      return cut(
        times(size, () => [frame(Opcode.text, 'four')]),
        1,
      );
    case 'one binary message in chunks of 1 byte':
      return cut([frame(Opcode.binary, textOf(size))], 1);
    case 'one text in chunks of 1 byte':
      return cut([frame(Opcode.text, textOf(size))], 1);
    case 'one text of characters of 4 bytes in chunks of 3 bytes':
      return cut([frame(Opcode.text, '🌍'.repeat(size))], 3);
    case 'one message in fragments of 1 byte':
      return times(size, (i) => [fragment(i)]);
    case 'empty fragments between fragments of 1 byte':
      return times(size, (i) => {
        return i === 0 ? [fragment(0)] : [frame(Opcode.continuation, '', false), fragment(i)];
      });
    case 'a ping after each fragment':
      return times(size, (i) => [fragment(i), frame(Opcode.ping, 'p')]);
    case 'pings alone':
      return times(size, () => [frame(Opcode.ping, textOf(125))]);
    default:
      return name satisfies never;
  }
}

function cut(frames: readonly Uint8Array[], bytes: number): Uint8Array[] {
  const stream = Buffer.concat(frames);
  const count = Math.ceil(stream.length / bytes);
  return Array.from({ length: count }, (_, i) =>
    Buffer.from(stream.subarray(i * bytes, (i + 1) * bytes)),
  );
}
