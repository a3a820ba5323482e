/**
 * Messages (RFC 6455 §5.6).
 *
 * @module
 */

import fc from 'fast-check';
import { positionBytes, positionText, utf8 } from '../wire/index.ts';
import { type LengthOptions, payloadLength } from './payload.ts';
import { utf8Text } from './utf8-text.ts';

/** The data of one `send`. */
export type Message =
  | { readonly kind: 'text'; readonly data: string }
  | { readonly kind: 'binary'; readonly data: Uint8Array };

/** The length of messages, and the number of a message in its session. */
export interface MessageOptions extends LengthOptions {
  /** Default: 0. */
  readonly message?: number | undefined;
}

/** A message before its number is known. */
export type MessagePlan =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'text' | 'binary'; readonly length: number };

/**
 * Yields: text of any code points, ASCII text and bytes that depend on their place, in lengths as
 * `payloadLength`. Shrinks to: an empty text.
 */
export function message(options: MessageOptions = {}): fc.Arbitrary<Message> {
  return messagePlan(options).map((plan) => messageOf(plan, options.message ?? 0));
}

/** Yields the values of `message`, before the number is known. */
export function messagePlan(options: LengthOptions = {}): fc.Arbitrary<MessagePlan> {
  const { maxLength = 40 } = options;
  return fc.oneof(
    { withCrossShrink: true },
    fc.record({ kind: fc.constant('text' as const), length: fc.constant(0) }),
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('text' as const),
        text: utf8Text({ maxLength: Math.min(Math.floor(maxLength / 4), 40) }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom('text' as const, 'binary' as const),
        length: payloadLength(options),
      }),
    },
  );
}

/** The message of a plan, as the one with this number. */
export function messageOf(plan: MessagePlan, number: number): Message {
  if ('text' in plan) return { kind: 'text', data: plan.text };
  const { kind, length } = plan;
  return kind === 'text'
    ? { kind, data: positionText(length, number) }
    : { kind, data: positionBytes(length, number) };
}

/** The bytes of a message on the wire. */
export function messageBytes({ data }: Message): Uint8Array {
  return typeof data === 'string' ? utf8(data) : data;
}
