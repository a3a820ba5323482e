/**
 * Payloads (RFC 6455 §5.2): their lengths near the borders of the three length forms, their bytes
 * dependent on their place.
 *
 * @module
 */

import type fc from 'fast-check';
import { positionBytes } from '../wire/index.ts';
import { integerNear } from './integer-near.ts';

/** The length of payloads. */
export interface LengthOptions {
  /** In bytes. Default: 65,538, which covers every length form. */
  readonly maxLength?: number | undefined;
  /** Limits of the implementation under test, in bytes: lengths near them come often. Default: none. */
  readonly limits?: readonly number[] | undefined;
}

/** The content of payloads. */
export interface PayloadOptions extends LengthOptions {
  /** The number of the message in its session. Default: 0. */
  readonly message?: number | undefined;
  /** The value of every byte, where their place must not count. Default: bytes depend on their place. */
  readonly constant?: number | undefined;
}

/** The last length of each form and the first of the next. */
const BORDERS = [0, 126, 65_535];

/**
 * Yields: lengths, half of them within 2 of 0, 126, 65,535 and the limits, others small rather than
 * large. Shrinks to: the least.
 */
export function payloadLength({
  maxLength = 65_538,
  limits = [],
}: LengthOptions = {}): fc.Arbitrary<number> {
  return integerNear([...BORDERS, ...limits], { max: maxLength });
}

/**
 * Yields: bytes that depend on their place, in lengths as `payloadLength`. Shrinks to: the shortest.
 */
export function payload(options: PayloadOptions = {}): fc.Arbitrary<Uint8Array> {
  const { message, constant } = options;
  return payloadLength(options).map((length) =>
    constant === undefined ? positionBytes(length, message) : new Uint8Array(length).fill(constant),
  );
}
