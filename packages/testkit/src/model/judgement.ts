/**
 * The model's judgement of frames: all events, from the beginning.
 *
 * @module
 */

import type { CloseBody } from './close-body.ts';
import type { ModelHeader } from './frame-header.ts';
import type { ModelKind } from './message.ts';
import type { ModelViolation } from './rule.ts';

/** The events, in the order in which they were complete. */
export type ModelEvent =
  /** A frame header; `offset` is the position of its byte 0 among all bytes received. */
  | { readonly type: 'frame'; readonly header: ModelHeader; readonly offset: number }
  /** A whole message (RFC 6455 §6.2): a text as a string. */
  | { readonly type: 'message'; readonly kind: ModelKind; readonly data: string | Uint8Array }
  | { readonly type: 'ping'; readonly payload: Uint8Array }
  | { readonly type: 'pong'; readonly payload: Uint8Array }
  /** A Close frame (§5.5.1): nothing comes after it. */
  | ({ readonly type: 'close-received' } & CloseBody);

/** A control frame that the receiver owes the peer. */
export interface DueFrame {
  readonly opcode: 8 | 10;
  /** Unmasked. In the answer to a Close frame only the code is prescribed. */
  readonly payload: Uint8Array;
}

/** The state of the closing handshake (RFC 6455 §7.1), once all due frames have been sent. */
export interface ModelClosing {
  /** Whether the receiver's Close frame was sent: before, in answer, or because of a violation. */
  readonly sent: boolean;
  /** Whether the peer's has come, complete and without fault. Both: the handshake is complete. */
  readonly received: boolean;
  /** _The WebSocket Connection Close Code_ if no more bytes came (§7.1.5): 1006 without a Close frame. */
  readonly code: number;
  /** _The WebSocket Connection Close Reason_ (§7.1.6). */
  readonly reason: string;
}

/** The result for all frames so far. */
export interface FrameJudgement {
  readonly events: readonly ModelEvent[];
  /** After all events. */
  readonly violation: ModelViolation | undefined;
  /**
   * The frames that the receiver owes, in order: a pong for each ping, or for the latest of several (§5.5.3), then
   * a Close frame for the first one received or for a violation, unless it has already sent one.
   */
  readonly due: readonly DueFrame[];
  readonly closing: ModelClosing;
}
