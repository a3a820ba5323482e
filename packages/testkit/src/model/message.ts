/**
 * A message in progress (RFC 6455 §5.4): the fragments so far.
 *
 * @module
 */

import { joined } from './octets.ts';

/** The kind of a message (RFC 6455 §5.6). */
export type ModelKind = 'text' | 'binary';

/** A message of which some frames have come, the last one not among them. */
export interface ModelMessage {
  readonly kind: ModelKind;
  /** RSV1 of its first frame (RFC 7692 §6). */
  readonly compressed: boolean;
  /** Payload of the fragments, unmasked, in the form in which it was sent. */
  readonly payload: Uint8Array;
  /** Fragments without payload at its end. */
  readonly emptyFragments: number;
}

/** The message that a data frame begins or goes on with, before its payload. */
export function messageOf(
  header: { readonly opcode: number; readonly rsv1: boolean },
  before: ModelMessage | undefined,
): ModelMessage {
  if (before !== undefined) return before;
  return {
    kind: header.opcode === 1 ? 'text' : 'binary',
    compressed: header.rsv1,
    payload: new Uint8Array(0),
    emptyFragments: 0,
  };
}

/** The message with one more fragment. */
export function withFragment(message: ModelMessage, payload: Uint8Array): ModelMessage {
  return {
    ...message,
    payload: joined(message.payload, payload),
    emptyFragments: payload.length === 0 ? message.emptyFragments + 1 : 0,
  };
}
