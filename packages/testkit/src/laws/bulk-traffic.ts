/**
 * Long repetitive input, which is costly for a careless implementation.
 *
 * @module
 */

import type { Role } from 'sansocket/framing';
import { concat, serializeFrame, serializeHeader, type WireFrame } from '../wire/index.ts';

/** In bytes. */
export const MIB: number = 2 ** 20;

const KEY = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

/** The same fragment again and again, a thousand in a chunk; the message does not end. */
export function* fragments(receiver: Role, size: number, count: number): Generator<Uint8Array> {
  yield bytesOf(receiver, { opcode: 2, fin: false, payload: new Uint8Array(0) });
  const fragment = bytesOf(receiver, { opcode: 0, fin: false, payload: new Uint8Array(size) });
  for (let left = count; left > 0; left -= 1_000) {
    yield concat(...new Array<Uint8Array>(Math.min(left, 1_000)).fill(fragment));
  }
}

/** The same message again and again, each in a chunk of its own. */
export function* messages(receiver: Role, size: number, count: number): Generator<Uint8Array> {
  const message = bigFrame(receiver, size);
  for (let i = 0; i < count; i++) yield message.slice();
}

/** One binary message in one frame. */
export function bigFrame(receiver: Role, size: number): Uint8Array {
  return bytesOf(receiver, { opcode: 2, payload: new Uint8Array(size) });
}

/** A header that announces a payload of this length, and ten bytes of it. */
export function announcement(receiver: Role, size: number): Uint8Array {
  const declaredLength = BigInt(size);
  const header = { opcode: 2, payload: new Uint8Array(0), declaredLength };
  return concat(serializeHeader(masked(receiver, header)), new Uint8Array(10));
}

/** A text in fragments of which half are empty, with pings between them. */
export function floods(receiver: Role, count: number): Uint8Array[] {
  const one = Uint8Array.of(0x61);
  const none = new Uint8Array(0);
  const flood = concat(
    bytesOf(receiver, { opcode: 0, fin: false, payload: none }),
    bytesOf(receiver, { opcode: 9, payload: Uint8Array.of(1, 2) }),
    bytesOf(receiver, { opcode: 0, fin: false, payload: one }),
  );
  const beginning = bytesOf(receiver, { opcode: 1, fin: false, payload: one });
  return [beginning, ...Array.from({ length: count }, () => flood.slice())];
}

/** A chunk for each byte. */
export function byteByByte(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (byte) => Uint8Array.of(byte));
}

function bytesOf(receiver: Role, frame: WireFrame): Uint8Array {
  return serializeFrame(masked(receiver, frame));
}

function masked(receiver: Role, frame: WireFrame): WireFrame {
  return receiver === 'server' ? { ...frame, maskingKey: KEY } : frame;
}
