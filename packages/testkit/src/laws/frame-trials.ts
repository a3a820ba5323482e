/**
 * The limits of frames and messages (RFC 6455 §5.5, §10.4).
 *
 * @module
 */

import {
  type DeflateToken,
  serializeDeflate,
  serializeFrames,
  type WireFrame,
} from '../wire/index.ts';
import type { LimitTrial } from './limit-trial.ts';
import type { Subject } from './subject.ts';

/** One row for each limit. */
export const frameTrials: readonly LimitTrial[] = [
  {
    label: 'payload of a frame',
    limit: 'maxFrameBytes',
    least: () => 125,
    most: 70_000,
    landmarks: [125, 126, 255, 0xfffe, 0xffff, 0x1_0000, 0x1_00ff],
    closeCode: 1009,
    bytes: (size, subject) => framesFor(subject, [{ opcode: 2, payload: new Uint8Array(size) }]),
  },
  {
    label: 'a message in one frame',
    limit: 'maxMessageBytes',
    least: () => 1,
    most: 70_000,
    landmarks: [1, 125, 126, 0xffff, 0x1_0000],
    closeCode: 1009,
    bytes: (size, subject) => framesFor(subject, [{ opcode: 2, payload: new Uint8Array(size) }]),
  },
  {
    label: 'a message in fragments',
    limit: 'maxMessageBytes',
    least: () => 1,
    most: 70_000,
    landmarks: [1, 99, 100, 101, 600, 0xffff, 0x1_0000],
    closeCode: 1009,
    bytes: (size, subject) => framesFor(subject, fragments(new Uint8Array(size), 100)),
  },
  {
    label: 'a message after decompression',
    limit: 'maxMessageBytes',
    needs: ['inflates'],
    // Compressed, it is at most as long as that.
    least: () => 600,
    most: 140_000,
    landmarks: [0x7fff, 0x8000, 0xffff, 0x1_0000],
    closeCode: 1009,
    bytes: (size, subject) => framesFor(subject, [compressed(size)]),
  },
  {
    label: 'fragments without payload',
    limit: 'maxEmptyFragments',
    least: () => 0,
    most: 30,
    closeCode: 1008,
    bytes: (size, subject) =>
      framesFor(subject, [BEGINNING, ...new Array<WireFrame>(size).fill(EMPTY)]),
  },
  ...[9, 10].map((opcode) => ({
    label: `payload of a control frame (opcode ${opcode})`,
    least: () => 125,
    most: 125,
    closeCode: 1002,
    bytes: (size: number, subject: Subject) =>
      framesFor(subject, [{ opcode, payload: new Uint8Array(size) }]),
  })),
];

const BEGINNING: WireFrame = { opcode: 1, fin: false, payload: Uint8Array.of(0x61) };
const EMPTY: WireFrame = { opcode: 0, fin: false, payload: new Uint8Array(0) };
const KEY = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

/** The frames as bytes, masked for a server. */
function framesFor({ role }: Subject, frames: readonly WireFrame[]): Uint8Array {
  const maskingKey = role === 'server' ? KEY : undefined;
  return serializeFrames(frames.map((frame) => ({ ...frame, maskingKey })));
}

function fragments(payload: Uint8Array, size: number): readonly WireFrame[] {
  return Array.from({ length: Math.ceil(payload.length / size) }, (_, i) => ({
    opcode: i === 0 ? 2 : 0,
    fin: (i + 1) * size >= payload.length,
    payload: payload.slice(i * size, (i + 1) * size),
  }));
}

/** A byte, and copies of it: one token copies at most 258 (RFC 1951 §3.2.5). */
function compressed(size: number): WireFrame {
  const tokens: DeflateToken[] = [0x61];
  for (let left = size - 1; left > 0; ) {
    const length = left < 3 ? 1 : Math.min(left, 258);
    tokens.push(length === 1 ? 0x61 : { length, distance: 1 });
    left -= length;
  }
  return { opcode: 2, reservedBits: 0x40, payload: serializeDeflate([{ type: 'fixed', tokens }]) };
}
