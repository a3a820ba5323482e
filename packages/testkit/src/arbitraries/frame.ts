/**
 * Single frames (RFC 6455 §5.2, §5.5, §5.6).
 *
 * @module
 */

import fc from 'fast-check';
import type { WireFrame } from '../wire/index.ts';
import { closeBody, closePayload } from './close-body.ts';
import { declaredLength } from './length-form.ts';
import { maskingKey } from './masking-key.ts';
import { messageBytes, messageOf, messagePlan } from './message.ts';
import { type LengthOptions, payload } from './payload.ts';

/** Options of frames. */
export interface FrameOptions extends LengthOptions {
  /** Default: true. */
  readonly legal?: boolean | undefined;
  /** Whether the frame is masked. Default: false. */
  readonly masked?: boolean | undefined;
}

/**
 * Yields: a ping or a pong with 0 to 125 bytes, or a Close frame, not masked. Shrinks to: an empty
 * ping.
 */
export function controlFrame(): fc.Arbitrary<WireFrame> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: pingOrPong() },
    { weight: 1, arbitrary: closeFrame() },
  );
}

/** Yields: a ping or a pong with 0 to 125 bytes, not masked. Shrinks to: an empty ping. */
export function pingOrPong(): fc.Arbitrary<WireFrame> {
  return fc.record({ opcode: fc.constantFrom(9, 10), payload: payload({ maxLength: 125 }) });
}

/** Yields: a Close frame as `closeBody` says, not masked. Shrinks to: an empty one. */
export function closeFrame(): fc.Arbitrary<WireFrame> {
  return closeBody().map((body) => ({ opcode: 8, payload: closePayload(body) }));
}

/** Yields: a whole message in one frame, not masked. Shrinks to: an empty text. */
export function dataFrame(options: LengthOptions = {}): fc.Arbitrary<WireFrame> {
  return messagePlan(options).map((plan) => {
    const message = messageOf(plan, 0);
    return { opcode: message.kind === 'text' ? 1 : 2, payload: messageBytes(message) };
  });
}

/**
 * Yields: a data or a control frame. With `legal: false`: any header bits at all, any length form,
 * any declared length. Shrinks to: an empty text.
 */
export function frame(options: FrameOptions = {}): fc.Arbitrary<WireFrame> {
  const { legal = true, masked = false } = options;
  const unmasked = legal
    ? fc.oneof({ withCrossShrink: true }, dataFrame(options), controlFrame())
    : anyFrame(options);
  if (!masked) return unmasked;
  return fc.tuple(unmasked, maskingKey()).map(([its, key]) => ({ ...its, maskingKey: key }));
}

function anyFrame(options: LengthOptions): fc.Arbitrary<WireFrame> {
  return fc.record(
    {
      opcode: fc.constantFrom(1, 0, 2, 8, 9, 10, 3, 4, 5, 6, 7, 11, 12, 13, 14, 15),
      fin: fc.constantFrom(true, false),
      reservedBits: fc.oneof({ withCrossShrink: true }, fc.constant(0), reservedBits()),
      payload: payload(options),
      lengthForm: fc.constantFrom(7 as const, 16 as const, 64 as const),
      declaredLength: declaredLength(),
    },
    { requiredKeys: ['opcode', 'fin', 'reservedBits', 'payload'] },
  );
}

/** Yields: some of RSV1 to RSV3, as in byte 0. Shrinks to: RSV1 alone. */
export function reservedBits(): fc.Arbitrary<number> {
  return fc.constantFrom(0x40, 0x20, 0x10, 0x60, 0x50, 0x30, 0x70);
}
