/** @module */
import fc from 'fast-check';
import { concat } from '../bytes.ts';
import { type WireFrame, wireBytes } from '../wire-frame.ts';
import { legalFrames } from './legal-frames.ts';
import { mutated } from './mutated.ts';

/**
 * What may come behind the opening handshake: legal frames, the same with defects, frames with any
 * header, any bytes.
 *
 * @param key - To mask with; `undefined` for the frames of a server.
 */
export function wire(key: Uint8Array | undefined): fc.Arbitrary<Uint8Array> {
  const legal = legalFrames().map((frames) => serialize(frames, key));
  return fc.oneof(
    { weight: 3, arbitrary: legal },
    { weight: 4, arbitrary: mutated(legal) },
    { weight: 2, arbitrary: fc.array(anyFrame(), { maxLength: 6 }).map((f) => serialize(f, key)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 100 }) },
  );
}

function serialize(frames: readonly WireFrame[], key: Uint8Array | undefined): Uint8Array {
  return concat(...frames.map((frame) => wireBytes({ ...frame, key })));
}

/** Mostly ASCII, so that text comes through often enough. */
function anyFrame(): fc.Arbitrary<WireFrame> {
  return fc.record(
    {
      opcode: fc.oneof(fc.constantFrom(0, 1, 2, 8, 9, 10), fc.nat({ max: 15 })),
      fin: fc.boolean(),
      reserved: fc.oneof(
        { weight: 9, arbitrary: fc.constant(0) },
        fc.constantFrom(0x10, 0x20, 0x40),
      ),
      payload: fc.oneof(
        fc.string({ maxLength: 130 }).map((text) => new TextEncoder().encode(text)),
        fc.uint8Array({ maxLength: 130 }),
      ),
      lengthBytes: fc.constantFrom(2 as const, 8 as const),
    },
    { requiredKeys: ['opcode', 'fin', 'payload'] },
  );
}
