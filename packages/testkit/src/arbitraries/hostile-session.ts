/**
 * Sessions with one defect: legal frames, the defect, legal frames. The required reaction is known by construction, so
 * no oracle is needed and a failure has a name.
 *
 * @module
 */

import fc from 'fast-check';
import type { Role } from 'sansocket/framing';
import type { ViolationId } from 'sansocket/violations';
import { serializeFrames, serializeHeader, utf8, type WireFrame } from '../wire/index.ts';
import { compressedDefect } from './compressed-defect.ts';
import type { DefectLimits, FrameDefect, MessageInProgress } from './frame-defect.ts';
import { headerDefects } from './header-defects.ts';
import type { Seen, SessionStep } from './interleaving.ts';
import { lengthDefects } from './length-defects.ts';
import { payloadDefects } from './payload-defects.ts';
import { keyed, type SessionOptions, type SessionPlan, sessionOf, sessionPlan } from './session.ts';

/** The options of hostile sessions. */
export interface HostileSessionOptions extends SessionOptions {
  /** The limits of the receiver; the legal frames have to fit into the limits on bytes. Default: the limits of core. */
  readonly defectLimits?: Partial<DefectLimits> | undefined;
  /**
   * Whether the receiver accepts messages in DEFLATE, with RSV1 (RFC 7692), which then may have defects. Default:
   * false.
   */
  readonly inflates?: boolean | undefined;
  /** The only rule that is broken; the limits have to have room for it. Default: any. */
  readonly rule?: ViolationId | undefined;
}

/** A session with one defect. */
export interface HostileSession {
  readonly receiver: Role;
  /** The defect. */
  readonly label: string;
  /** The rule that it breaks. */
  readonly rule: ViolationId;
  /** In the bytes of all frames: the first byte after which nothing valid can follow. */
  readonly offset: number;
  /** Legal frames, the frames with the defect, and legal frames that the receiver should ignore. */
  readonly frames: readonly WireFrame[];
  /** The events that the receiver must give before the violation. */
  readonly seen: readonly Seen[];
}

const WHOLE = 65_536;

/**
 * Yields: a legal session with exactly one defect at any place. Shrinks to: the defect alone, at the
 * front.
 */
export function hostileSession(options: HostileSessionOptions): fc.Arbitrary<HostileSession> {
  const { receiver, rule, defectLimits: { maxEmptyFragments = 16 } = {} } = options;
  // A legal message keeps to the limit on empty fragments, whatever its fragments hold.
  const maxFragments = Math.max(1, Math.min(options.maxFragments ?? 16, maxEmptyFragments));
  const any = frameDefect(options.defectLimits, options.inflates);
  const defects =
    rule === undefined ? any : any.filter((defect) => ruleOf(defect, receiver) === rule);
  return fc
    .tuple(sessionPlan({ ...options, maxFragments }), defects, fc.nat({ max: WHOLE - 1 }))
    .map(([plan, defect, place]) => withDefect(receiver, plan, defect, place));
}

/** Yields: one mistake of a peer, each equally often. */
function frameDefect(
  given: Partial<DefectLimits> = {},
  inflates = false,
): fc.Arbitrary<FrameDefect> {
  const {
    maxFrameBytes = 16_777_216,
    maxMessageBytes = 16_777_216,
    maxEmptyFragments = 16,
  } = given;
  const limits = {
    maxFrameBytes: Math.min(maxFrameBytes, Number.MAX_SAFE_INTEGER),
    maxMessageBytes: Math.min(maxMessageBytes, Number.MAX_SAFE_INTEGER),
    maxEmptyFragments,
  };
  const compressed = inflates ? [compressedDefect()] : [];
  return fc.oneof(
    ...headerDefects(inflates),
    ...lengthDefects(limits),
    ...payloadDefects(),
    ...compressed,
  );
}

/** The bytes of a hostile session. */
export function hostileBytes({ frames }: HostileSession): Uint8Array {
  return serializeFrames(frames);
}

function withDefect(
  receiver: Role,
  plan: SessionPlan,
  defect: FrameDefect,
  place: number,
): HostileSession {
  const { steps } = sessionOf(receiver, plan);
  const inProgress = messagesInProgress(steps);
  const places = inProgress.flatMap((message, i) => (fits(defect, message) ? [i] : []));
  const at = places[Math.floor((place * places.length) / WHOLE)];
  // If no message has several fragments, a message is begun.
  const opening = at === undefined ? [{ opcode: 1, fin: false, payload: utf8('a') }] : [];
  const unmasked = [...opening, ...defect.frames(at === undefined ? 'text' : inProgress[at])];
  const wrong = unmasked.map((frame, i) => {
    const isInverted = defect.hasWrongMask === true && i === unmasked.length - 1;
    return keyed(frame, isInverted ? otherEnd(receiver) : receiver, plan.keys, i);
  });
  const before = steps.slice(0, at ?? 0);
  const frames = before.map(({ frame }) => frame);
  return {
    receiver,
    label: defect.label,
    rule: ruleOf(defect, receiver),
    offset: serializeFrames([...frames, ...wrong.slice(0, -1)]).length + indexIn(wrong, defect),
    frames: [...frames, ...wrong, ...steps.slice(at ?? 0).map(({ frame }) => frame)],
    seen: before.flatMap(({ seen }) => (seen === undefined ? [] : [seen])),
  };
}

/** Before each step, and after the last one; nothing comes after a Close frame. */
function messagesInProgress(steps: readonly SessionStep[]): MessageInProgress[] {
  const inProgress: MessageInProgress[] = [undefined];
  for (const { frame } of steps) {
    const { opcode, fin } = frame;
    if (opcode === 8) break;
    const begins = opcode === 1 ? 'text' : opcode === 2 ? 'binary' : inProgress.at(-1);
    inProgress.push(opcode > 8 ? inProgress.at(-1) : fin === false ? begins : undefined);
  }
  return inProgress;
}

function fits({ place }: FrameDefect, message: MessageInProgress): boolean {
  if (place === 'anywhere') return true;
  return (place === 'within') === (message !== undefined);
}

function indexIn(frames: readonly WireFrame[], { offending }: FrameDefect): number {
  const { in: part, index } = offending;
  return part === 'header' ? index : serializeHeader(frames.at(-1)!).length + index;
}

function ruleOf({ rule, hasWrongMask }: FrameDefect, receiver: Role): ViolationId {
  if (hasWrongMask !== true) return rule;
  return receiver === 'server' ? 'frame-not-masked' : 'frame-masked';
}

function otherEnd(role: Role): Role {
  return role === 'server' ? 'client' : 'server';
}
