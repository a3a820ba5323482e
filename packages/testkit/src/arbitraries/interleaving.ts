/**
 * Frames of messages with control frames between them (RFC 6455 §5.4, §5.5).
 *
 * @module
 */

import fc from 'fast-check';
import type { WireFrame } from '../wire/index.ts';
import { type FragmentationPlan, fragmentationPlan, fragmentsOf } from './fragmentation.ts';
import { pingOrPong } from './frame.ts';
import type { Message } from './message.ts';

/** The event that a receiver must give for a whole frame; named like core's events. */
export type Seen =
  | { readonly type: 'message'; readonly kind: 'text'; readonly data: string }
  | { readonly type: 'message'; readonly kind: 'binary'; readonly data: Uint8Array }
  | { readonly type: 'ping' | 'pong'; readonly payload: Uint8Array }
  /** The code is 1005 for a frame without a code. */
  | { readonly type: 'close-received'; readonly code: number; readonly reason: string };

/** A frame, and the event that it causes. */
export interface SessionStep {
  readonly frame: WireFrame;
  /** Absent for a fragment that is not the last. */
  readonly seen: Seen | undefined;
}

/** Control frames, and the place of each among all frames, in 65,536ths. */
export type ControlPlan = readonly { readonly at: number; readonly frame: WireFrame }[];

const WHOLE = 65_536;

/**
 * Yields: the frames of messages in order, not masked, in any fragments, with pings and pongs before, between and after
 * them. Shrinks to: a frame for each message, no control frames.
 */
export function interleaving(messages: readonly Message[]): fc.Arbitrary<readonly SessionStep[]> {
  const plans = fc.tuple(...messages.map(() => fragmentationPlan()));
  return fc
    .tuple(plans, controlPlan())
    .map(([fragmentations, controls]) => interleaved(messages, fragmentations, controls));
}

/**
 * Yields: pings and pongs for a session. Shrinks to: none.
 *
 * @param maxLength - The most of them. Default: 4.
 */
export function controlPlan(maxLength = 4): fc.Arbitrary<ControlPlan> {
  const control = fc.record({ at: fc.nat({ max: WHOLE - 1 }), frame: pingOrPong() });
  return fc.array(control, { maxLength, size: 'max' });
}

/** The steps that the plans describe. */
export function interleaved(
  messages: readonly Message[],
  fragmentations: readonly FragmentationPlan[],
  controls: ControlPlan,
): readonly SessionStep[] {
  const data = messages.flatMap((message, i) => messageSteps(message, fragmentations[i] ?? []));
  const places = controls.map(({ at }) => Math.floor((at * (data.length + 1)) / WHOLE));
  const controlsAt = (place: number): SessionStep[] =>
    controls.filter((_, i) => places[i] === place).map(({ frame }) => controlStep(frame));
  return [...data.flatMap((step, i) => [...controlsAt(i), step]), ...controlsAt(data.length)];
}

function messageSteps(message: Message, plan: FragmentationPlan): SessionStep[] {
  return fragmentsOf(message, plan).map((frame) => ({
    frame,
    seen: frame.fin === true ? { type: 'message', ...message } : undefined,
  }));
}

function controlStep(frame: WireFrame): SessionStep {
  const type = frame.opcode === 9 ? 'ping' : 'pong';
  return { frame, seen: { type, payload: frame.payload } };
}
