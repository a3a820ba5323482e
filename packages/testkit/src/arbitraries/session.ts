/**
 * Everything that one end sends after the opening handshake, and the events that the other end must give (RFC 6455 §5,
 * §6.2).
 *
 * @module
 */

import fc from 'fast-check';
import type { Role } from 'sansocket/framing';
import { serializeFrames, type WireFrame } from '../wire/index.ts';
import { type CloseBody, closeBody, closePayload } from './close-body.ts';
import { type FragmentationPlan, fragmentationPlan } from './fragmentation.ts';
import { type ControlPlan, controlPlan, interleaved, type SessionStep } from './interleaving.ts';
import { maskingKey } from './masking-key.ts';
import { type MessagePlan, messageOf, messagePlan } from './message.ts';
import type { LengthOptions } from './payload.ts';

/** The options of sessions. */
export interface SessionOptions extends LengthOptions {
  /** The end that receives it: frames to a server are masked. */
  readonly receiver: Role;
  /** Default: 4. */
  readonly maxMessages?: number | undefined;
  /** Whether a Close frame ends it. Default: `sometimes`. */
  readonly close?: 'always' | 'sometimes' | 'never' | undefined;
  /** The most frames of a message, which may all be empty. Default: 16. */
  readonly maxFragments?: number | undefined;
}

/** A legal session. */
export interface Session {
  readonly receiver: Role;
  /** Each frame with the event that it causes; the receiver gets no other message, ping, pong or Close. */
  readonly steps: readonly SessionStep[];
}

/**
 * Yields: messages in any fragments with control frames between them, perhaps a Close frame at the end; masked for a
 * server. The payload of a message identifies it. Shrinks to: no frame, or an empty Close frame; masked with zeros.
 */
export function session(options: SessionOptions): fc.Arbitrary<Session> {
  return sessionPlan(options).map((plan) => sessionOf(options.receiver, plan));
}

/** The frames of a session. */
export function sessionFrames({ steps }: Session): readonly WireFrame[] {
  return steps.map(({ frame }) => frame);
}

/** The bytes of a session. */
export function sessionBytes(its: Session): Uint8Array {
  return serializeFrames(sessionFrames(its));
}

/** A session before its parts are put together. */
export interface SessionPlan {
  readonly messages: readonly { plan: MessagePlan; fragmentation: FragmentationPlan }[];
  readonly controls: ControlPlan;
  /** Absent without a Close frame. */
  readonly close: { readonly body: CloseBody } | undefined;
  /** Used in turn for the frames. */
  readonly keys: readonly Uint8Array[];
}

/** Yields the values of `session`, in parts. */
export function sessionPlan(options: SessionOptions): fc.Arbitrary<SessionPlan> {
  const { maxMessages = 4, close = 'sometimes', maxLength = 300, limits, maxFragments } = options;
  const message = fc.record({
    plan: messagePlan({ maxLength, limits }),
    fragmentation: fragmentationPlan(maxFragments),
  });
  const body = fc.record({ body: closeBody() });
  return fc.record({
    messages: fc.array(message, { maxLength: maxMessages, size: 'max' }),
    controls: controlPlan(),
    close:
      close === 'always'
        ? body
        : close === 'never'
          ? fc.constant(undefined)
          : fc.option(body, { nil: undefined }),
    keys: fc.array(maskingKey(), { minLength: 1, maxLength: 4 }),
  });
}

/** Puts the parts together. */
export function sessionOf(
  receiver: Role,
  { messages, controls, close, keys }: SessionPlan,
): Session {
  const steps = interleaved(
    messages.map(({ plan }, i) => messageOf(plan, i)),
    messages.map(({ fragmentation }) => fragmentation),
    controls,
  );
  const all = close === undefined ? steps : [...steps, closeStep(close.body)];
  return {
    receiver,
    steps: all.map(({ frame, seen }, i) => ({ frame: keyed(frame, receiver, keys, i), seen })),
  };
}

function closeStep(body: CloseBody): SessionStep {
  const { code, reason } = body ?? { code: 1005, reason: '' };
  return {
    frame: { opcode: 8, payload: closePayload(body) },
    seen: { type: 'close-received', code, reason },
  };
}

/** The frame as its receiver expects it: masked for a server. */
export function keyed(
  frame: WireFrame,
  receiver: Role,
  keys: readonly Uint8Array[],
  index: number,
): WireFrame {
  return receiver === 'server' ? { ...frame, maskingKey: keys[index % keys.length] } : frame;
}
