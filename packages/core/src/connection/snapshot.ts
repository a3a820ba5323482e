/**
 * An open connection as plain data, to go on elsewhere: another process, another host, or this one after
 * a sleep. The transport goes on in its own way; what is here is what both ends have said so far.
 *
 * @module
 */

import type { MessageKind } from '../fragmentation/index.ts';
import type { Role } from '../framing/index.ts';
import type { TimeoutReason } from './deadlines.ts';

/** Plain data: `structuredClone` copies it, and JSON does once the bytes are encoded. No entropy is in it. */
export interface Snapshot {
  readonly version: 1;
  readonly role: Role;
  readonly subprotocol: string | undefined;
  /** Bytes that lead a fresh receiver to where this one is. */
  readonly received: Uint8Array;
  /** Offset of the first of them among all bytes received. */
  readonly offset: number;
  /** The message that is being sent in parts, with what of it has not been sent yet. */
  readonly sending: SendingPart | undefined;
  /** Bytes that the transport has reported sent. */
  readonly sent: number;
  /** Bytes that it has not. */
  readonly unsent: number;
  /** How far all output must have left when `slow-peer` is due. */
  readonly waited: number;
  /** Whether `drain` is due. */
  readonly full: boolean;
  /** Payload of the ping that waits for an answer. */
  readonly pendingPing: Uint8Array | undefined;
  readonly pings: PingState;
  readonly paused: boolean;
  /** Whether a chunk is read all the same, to see whether the peer is there. */
  readonly looking: boolean;
  /** Bytes that came of looking since input was last wanted. */
  readonly looked: number;
  /** Milliseconds until each timeout that an open connection has; negative for one that is overdue. */
  readonly timeouts: readonly { readonly reason: TimeoutReason; readonly inMs: number }[];
}

/** A message in the middle: its kind, and the piece of a code point that waits for the rest. */
export interface SendingPart {
  readonly kind: MessageKind;
  readonly data: string | Uint8Array;
}

/** Our own pings: how many, the last one with its age in milliseconds, the latency of one that was answered. */
export interface PingState {
  readonly count: number;
  readonly last: { readonly payload: Uint8Array; readonly ageMs: number } | undefined;
  readonly latency: number | undefined;
  /** Where the last ping that asks for a sign of life ends in all output. */
  readonly end: number;
}
