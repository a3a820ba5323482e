/**
 * A compressed message (RFC 7692 §7.2.2): the bytes that have come are inflated, then the result is judged. The first
 * fault in the inflated data counts.
 *
 * @module
 */

import { inflate } from './inflate.ts';
import type { ModelKind } from './message.ts';
import type { FrameRule } from './rule.ts';
import { impossibleByte } from './utf8.ts';

/** How a compressed message is judged. */
export interface CompressedMessage {
  readonly kind: ModelKind;
  /** Whether the payload is complete. */
  readonly isLast: boolean;
  /** The inflated earlier messages, as far as the peer remembers them. */
  readonly history: Uint8Array;
  readonly windowBits?: number | undefined;
  readonly maxMessageBytes?: number | undefined;
}

/** The inflated payload, and the rule that it breaks. */
export function judgeInflated(
  payload: Uint8Array,
  { kind, isLast, history, windowBits, maxMessageBytes }: CompressedMessage,
): { readonly data: Uint8Array; readonly rule: FrameRule | undefined } {
  const { data, state } = inflate(payload, {
    isLast,
    history,
    windowBits,
    budget: maxMessageBytes,
  });
  const room = state === 'whole' ? data.length : Infinity;
  if (kind === 'text' && impossibleByte(data, room) !== undefined) {
    return { data, rule: 'text-not-utf8' };
  }
  if (state === 'illegal') return { data, rule: 'extension-data-invalid' };
  return { data, rule: state === 'too-long' ? 'message-too-long' : undefined };
}
