/**
 * An open connection as plain data, to continue elsewhere: in another process, on another host, or here after
 * a pause. It holds the state of the protocol; moving the transport is up to the caller.
 *
 * @module
 */

import type { MessageKind } from '../fragmentation/index.ts';
import type { Role } from '../framing/index.ts';
import type { TimeoutReason } from './deadlines.ts';
import type { ConnectionStats } from './stats.ts';

/** Plain data: `structuredClone` copies it, and JSON does once the bytes are encoded. It contains no entropy. */
export interface Snapshot {
  readonly version: 1;
  readonly role: Role;
  readonly subprotocol: string | undefined;
  /** Bytes that bring a fresh receiver to the same state. */
  readonly received: Uint8Array;
  /** Position of the first of these bytes among all bytes received. */
  readonly offset: number;
  /** The message that is sent in parts, with its piece that is not sent yet. */
  readonly sending: SendingPart | undefined;
  /** Bytes that the transport has reported sent. */
  readonly sent: number;
  /** Bytes that the transport has not reported sent. */
  readonly unsent: number;
  /** Position up to which all output must be sent when `slow-peer` is due. */
  readonly waited: number;
  /** Whether `drain` is due. */
  readonly full: boolean;
  /** Payload of the ping that waits for an answer. */
  readonly pendingPing: Uint8Array | undefined;
  readonly pings: PingState;
  readonly stats: ConnectionStats;
  readonly paused: boolean;
  /** Whether one chunk is wanted nevertheless, to see whether the peer is alive. */
  readonly looking: boolean;
  /** Bytes received while looking, since input was last wanted otherwise. */
  readonly looked: number;
  /** Milliseconds until each armed timeout; negative for an overdue timeout. */
  readonly timeouts: readonly { readonly reason: TimeoutReason; readonly inMs: number }[];
}

/** A message that is sent in parts: its kind, and the piece of a code point that waits for the rest. */
export interface SendingPart {
  readonly kind: MessageKind;
  readonly data: string | Uint8Array;
}

/** Our own pings: how many, the last if unanswered with its age in milliseconds, the latency of the last answered. */
export interface PingState {
  readonly count: number;
  readonly last: { readonly payload: Uint8Array; readonly ageMs: number } | undefined;
  readonly latency: number | undefined;
  /** Position in all output at which the last keepalive ping ends. */
  readonly end: number;
}
