/**
 * Messages that test a compressor (RFC 7692 §7.1.2, §7.2.1): repetitions at the very edge of a window, bytes that do
 * not compress at all, several of either in a row.
 *
 * @module
 */

import fc from 'fast-check';
import { positionBytes } from '../wire/index.ts';

/** A part of a message, before the window is known. */
export type CompressiblePiece =
  /** New bytes: `letters` are few and compress a little, `noise` does not. */
  | {
      readonly type: 'letters' | 'noise';
      readonly length: number;
      /** The number of further windows. Default: 0. */
      readonly windows?: number;
    }
  /** A copy of earlier bytes, at this distance. */
  | { readonly type: 'again'; readonly length: number; readonly distance: number }
  /** Bytes, then others, then the first ones again: as far back as the window reaches, or a little nearer or farther. */
  | { readonly type: 'echo'; readonly length: number; readonly beyond: number };

/** A message, and its cuts in 65,536ths if it is sent in parts. */
export interface CompressiblePlan {
  readonly pieces: readonly CompressiblePiece[];
  readonly cut: number | undefined;
}

const WHOLE = 65_536;

/** Yields: up to eight messages. Shrinks to: none. */
export function compressiblePlans(): fc.Arbitrary<readonly CompressiblePlan[]> {
  const fresh = (type: 'letters' | 'noise'): fc.Arbitrary<CompressiblePiece> =>
    fc.record({ type: fc.constant(type), length: fc.integer({ min: 1, max: 300 }) });
  const again = fc.record({
    type: fc.constant('again' as const),
    length: fc.integer({ min: 4, max: 300 }),
    distance: fc.integer({ min: 1, max: 700 }),
  });
  const echo = fc.record({
    type: fc.constant('echo' as const),
    length: fc.integer({ min: 40, max: 300 }).map((length) => Math.min(length, 250)),
    beyond: fc.integer({ min: -2, max: 2 }),
  });
  // Long messages overwrite the remains of messages whose compression was undone.
  const longNoise = fc.record({
    type: fc.constant('noise' as const),
    length: fc.integer({ min: 3700, max: 4500 }),
    windows: fc.constantFrom(0, 0, 1),
  });
  const lastAgain = fc.record({
    type: fc.constant('again' as const),
    length: fc.integer({ min: 30, max: 150 }),
    distance: fc.integer({ min: 30, max: 200 }),
  });
  const cut = fc.option(fc.nat({ max: WHOLE - 1 }), { nil: undefined, freq: 2 });
  const mixed = fc.array(fc.oneof(fresh('letters'), fresh('noise'), again), { maxLength: 4 });
  const plan = fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: fc.record({ pieces: mixed, cut }) },
    // Alone, so that a whole message of noise is sent uncompressed.
    {
      weight: 3,
      arbitrary: fc.record({ pieces: fc.tuple(fresh('noise')), cut: fc.constant(undefined) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ pieces: fc.tuple(longNoise), cut: fc.constant(undefined) }),
    },
    { weight: 2, arbitrary: fc.record({ pieces: fc.tuple(echo), cut }) },
    // The end of the last message again: a compressor may not refer to it if its compression was undone.
    { weight: 3, arbitrary: fc.record({ pieces: fc.tuple(lastAgain), cut }) },
  );
  return fc.array(plan, { maxLength: 8, size: 'max' });
}

/**
 * The messages of plans.
 *
 * @param windowSize - Of the compressor, in bytes.
 */
export function compressibleMessages(
  plans: readonly CompressiblePlan[],
  windowSize: number,
): readonly Uint8Array[] {
  const out: number[] = [];
  let count = 0;
  const fresh = (type: 'letters' | 'noise', length: number): number[] =>
    Array.from(positionBytes(length, ++count), (byte) =>
      type === 'noise' ? byte : 0x61 + (byte & 15),
    );
  const push = (bytes: readonly number[]): void => {
    for (const byte of bytes) out.push(byte);
  };
  const pushPiece = (piece: CompressiblePiece): void => {
    if (piece.type === 'echo') {
      const first = fresh('letters', piece.length);
      push(first);
      push(fresh('letters', windowSize + piece.beyond - piece.length));
      push(first);
    } else if (piece.type === 'again' && out.length > 0) {
      const distance = 1 + ((piece.distance - 1) % out.length);
      for (let i = 0; i < piece.length; i++) out.push(out[out.length - distance]!);
    } else if (piece.type === 'again') push(fresh('letters', piece.length));
    else push(fresh(piece.type, piece.length + windowSize * (piece.windows ?? 0)));
  };
  return plans.map(({ pieces }) => {
    const start = out.length;
    for (const piece of pieces) pushPiece(piece);
    return Uint8Array.from(out.slice(start));
  });
}
