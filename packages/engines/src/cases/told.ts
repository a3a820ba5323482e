/**
 * The events that a vector requires and those of an implementation, in one form for comparison.
 *
 * @module
 */

import {
  bytesOf,
  type Vector,
  type VectorEvent,
  type VectorViolation,
} from '@sansocket/testkit/vectors';
import { toHex } from '@sansocket/testkit/wire';

/** Events with their bytes as digits, then the violation. */
export interface Told {
  readonly events: readonly object[];
  readonly violation: VectorViolation | undefined;
}

/** The events that the vector requires. */
export function demanded({ events, violation }: Vector): Told {
  return { events: events.map(withDigits), violation };
}

/** An event with its bytes as digits, independent of how they were cut in pieces. */
function withDigits(event: VectorEvent): object {
  return 'bytes' in event ? { ...event, bytes: digits(bytesOf(event.bytes)) } : event;
}

/** Bytes as pairs of digits. */
export function digits(bytes: Uint8Array): string {
  return toHex(bytes).replaceAll(' ', '');
}
