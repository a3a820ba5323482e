/**
 * Sessions in which messages are compressed with context takeover (RFC 7692 §7.2).
 *
 * @module
 */

import { constants, deflateRawSync } from 'node:zlib';
import type { ModelRole } from '@sansocket/testkit/model';
import { concat, hex, serializeFrames, utf8, type WireFrame } from '@sansocket/testkit/wire';
import fc from 'fast-check';

const WHOLE = 65_536;

/** A message or a ping, before it is put into frames. */
interface Item {
  readonly opcode: 1 | 2 | 9;
  readonly plain: Uint8Array;
  readonly compress: boolean;
  /** Where the fragments end, in 65,536ths of the payload. */
  readonly cuts: readonly number[];
}

/** Yields: texts and binary messages, compressed or not, in fragments, pings between. Shrinks to: none. */
export function deflateSession(role: ModelRole): fc.Arbitrary<Uint8Array> {
  const text = fc.array(fc.constantFrom('a', 'ab', 'é', '€', '🌍', 'Hello'), { maxLength: 30 });
  const item = fc.record({
    opcode: fc.constantFrom(1 as const, 2 as const, 9 as const),
    plain: text.map((pieces) => utf8(pieces.join(''))),
    compress: fc.boolean(),
    cuts: fc.array(fc.nat({ max: WHOLE - 1 }), { maxLength: 3 }),
  });
  return fc.array(item, { maxLength: 6 }).map((items) => bytesOf(items, role));
}

function bytesOf(items: readonly Item[], role: ModelRole): Uint8Array {
  let history: Uint8Array = new Uint8Array(0);
  const frames = items.flatMap(({ opcode, plain, compress, cuts }): WireFrame[] => {
    if (opcode === 9) return [{ opcode, payload: plain.subarray(0, 125) }];
    const payload = compress ? deflated(plain, history) : plain;
    if (compress) history = concat(history, plain);
    return fragmentsOf({ opcode, payload, reservedBits: compress ? 0x40 : 0 }, cuts);
  });
  const maskingKey = role === 'server' ? hex('01 23 45 67') : undefined;
  return serializeFrames(frames.map((frame) => ({ ...frame, maskingKey })));
}

/** The frame in fragments: the opcode and the reserved bits are the first one's. */
function fragmentsOf(frame: WireFrame, cuts: readonly number[]): WireFrame[] {
  const { payload } = frame;
  const inner = cuts.map((cut) => Math.floor((cut * payload.length) / WHOLE));
  const ends = [...inner.sort((a, b) => a - b), payload.length];
  return ends.map((end, i) => ({
    ...(i === 0 ? frame : { opcode: 0 }),
    fin: i === ends.length - 1,
    payload: payload.subarray(ends[i - 1] ?? 0, end),
  }));
}

/** As zlib makes it behind what it has seen before; the tail is taken away (§7.2.1). */
function deflated(plain: Uint8Array, history: Uint8Array): Uint8Array {
  const dictionary = history.length === 0 ? {} : { dictionary: history };
  const bytes = deflateRawSync(plain, { ...dictionary, finishFlush: constants.Z_SYNC_FLUSH });
  return Uint8Array.from(bytes.subarray(0, -4));
}
