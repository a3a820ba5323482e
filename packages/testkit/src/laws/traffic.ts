/**
 * The input that laws feed a subject after the opening handshake: legal, with one defect, or anything.
 *
 * @module
 */

import fc from 'fast-check';
import type { Role } from 'sansocket/framing';
import type { ViolationId } from 'sansocket/violations';
import {
  frame,
  type HostileSession,
  hostileSession,
  integerNear,
  maskingKey,
  session,
  sessionFrames,
} from '../arbitraries/index.ts';
import {
  concat,
  landmarksOf,
  positionBytes,
  serializeFrames,
  type WireFrame,
} from '../wire/index.ts';
import type { Subject, SubjectLimits } from './subject.ts';

/** Bytes, and places where a cut is interesting. */
export interface Traffic {
  readonly bytes: Uint8Array;
  readonly landmarks: readonly number[];
}

/** Yields: legal frames, long ones too, with or without a Close frame at the end. Shrinks to: none. */
export function legalTraffic(receiver: Role): fc.Arbitrary<Traffic> {
  const frames = session({ receiver }).map(sessionFrames);
  const long = longFrame(receiver).map((one) => [one]);
  return fc.oneof({ withCrossShrink: true }, { weight: 9, arbitrary: frames }, long).map(trafficOf);
}

/** Yields: a message of 126 bytes and more in one frame. Shrinks to: 126 bytes. */
export function longFrame(receiver: Role): fc.Arbitrary<WireFrame> {
  return fc
    .tuple(fc.constantFrom(2, 1), longLength(), maskingKey())
    .map(([opcode, length, key]) => ({
      opcode,
      payload: opcode === 1 ? new Uint8Array(length).fill(0x61) : positionBytes(length),
      maskingKey: receiver === 'server' ? key : undefined,
    }));
}

/** Yields: a message of more than 64 KiB in fragments of tens of thousands of bytes. Shrinks to: the shortest. */
export function longFragments(receiver: Role): fc.Arbitrary<readonly WireFrame[]> {
  const length = fc.integer({ min: 20_000, max: 30_000 });
  return fc
    .tuple(fc.boolean(), fc.array(length, { minLength: 4, maxLength: 4 }), maskingKey())
    .map(([isText, lengths, key]) =>
      lengths.map((count, i) => ({
        fin: i === lengths.length - 1,
        opcode: i > 0 ? 0 : isText ? 1 : 2,
        payload: isText ? new Uint8Array(count).fill(0x61 + i) : positionBytes(count),
        maskingKey: receiver === 'server' ? key : undefined,
      })),
    );
}

/** Yields: lengths in 16 and in 64 bits, equally often. */
function longLength(): fc.Arbitrary<number> {
  return fc.oneof(
    integerNear([126, 65_535], { min: 126, max: 65_535 }),
    integerNear([65_536], { min: 65_536, max: 70_000 }),
  );
}

/** Yields: legal frames with one defect among them, each rule equally often. Shrinks to: the defect alone. */
export function brokenTraffic(subject: Subject): fc.Arbitrary<Traffic> {
  const sessions = rulesFor(subject).map((rule) => brokenBy(rule, subject));
  return fc.oneof(...sessions).map(({ frames }) => trafficOf(frames));
}

/**
 * Yields: a session with one defect that breaks this rule. Shrinks to: the defect alone.
 *
 * @param rule - One of `rulesFor(subject)`: there are no values for another.
 */
export function brokenBy(rule: ViolationId, subject: Subject): fc.Arbitrary<HostileSession> {
  return hostileSession({ ...hostileOptions(subject), rule });
}

/** The rules of frames that a peer of this subject can break. */
export function rulesFor({ role, limits = {}, inflates = false }: Subject): readonly ViolationId[] {
  const {
    maxFrameBytes = Infinity,
    maxMessageBytes = Infinity,
    maxEmptyFragments = Infinity,
  } = limits;
  const limited: readonly (readonly [ViolationId, boolean])[] = [
    ['frame-too-long', maxFrameBytes <= maxMessageBytes && maxFrameBytes < Infinity],
    ['message-too-long', maxMessageBytes < Infinity],
    ['too-many-empty-fragments', maxEmptyFragments < Infinity],
  ];
  return [
    ...RULES,
    ...(inflates ? (['extension-data-invalid'] as const) : []),
    role === 'server' ? 'frame-not-masked' : 'frame-masked',
    ...limited.flatMap(([rule, isLimited]) => (isLimited ? [rule] : [])),
  ];
}

const RULES: readonly ViolationId[] = [
  'reserved-bit-set',
  'opcode-reserved',
  'control-frame-fragmented',
  'continuation-without-message',
  'message-interleaved',
  'control-frame-too-long',
  'length-not-minimal',
  'length-over-63-bits',
  'text-not-utf8',
  'close-payload-too-short',
  'close-code-invalid',
  'close-reason-not-utf8',
];

/** The limits that laws give a subject: small enough for all of a message to be built. */
export const LAW_LIMITS: SubjectLimits = {
  maxFrameBytes: 2 ** 17,
  maxMessageBytes: 2 ** 17,
  maxEmptyFragments: 16,
};

function hostileOptions({
  role,
  limits = {},
  inflates,
}: Subject): Parameters<typeof hostileSession>[0] {
  const { maxFrameBytes, maxMessageBytes, maxEmptyFragments } = limits;
  return {
    receiver: role,
    inflates,
    defectLimits: {
      maxFrameBytes: maxFrameBytes ?? Infinity,
      maxMessageBytes: maxMessageBytes ?? Infinity,
      maxEmptyFragments: maxEmptyFragments ?? Infinity,
    },
  };
}

/**
 * Yields: frames with any header, legal frames in which bytes were changed, inserted or removed, the beginning of a
 * long frame, and bytes that are not frames. Shrinks to: nothing.
 */
export function anyTraffic(receiver: Role): fc.Arbitrary<Traffic> {
  const masked = receiver === 'server';
  const frames = fc.array(frame({ legal: false, masked, maxLength: 130 }), { maxLength: 6 });
  const legal = legalTraffic(receiver).map(({ bytes }) => bytes);
  return fc.oneof(
    { weight: 2, arbitrary: frames.map(trafficOf) },
    { weight: 4, arbitrary: mutated(legal).map(withoutLandmarks) },
    { weight: 1, arbitrary: longBeginning(receiver) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 100 }).map(withoutLandmarks) },
  );
}

/** Yields: such a frame of which at most 60 bytes of payload have come. */
function longBeginning(receiver: Role): fc.Arbitrary<Traffic> {
  return fc.tuple(longFrame(receiver), fc.nat({ max: 60 })).map(([frame, some]) => {
    const declaredLength = BigInt(frame.payload.length);
    return trafficOf([{ ...frame, declaredLength, payload: frame.payload.slice(0, some) }]);
  });
}

/**
 * Yields: the beginning of a message or nothing, then any two bytes as the header of the next frame, often nearly valid
 * ones, and bytes that could be its payload. Shrinks to: two zeros.
 */
export function anyHeader(receiver: Role): fc.Arbitrary<Traffic> {
  const begun = fc.constantFrom<readonly WireFrame[]>(
    [],
    [{ opcode: 2, fin: false, payload: Uint8Array.of(1) }],
    [{ opcode: 1, fin: false, payload: Uint8Array.of(0xe2, 0x82) }],
  );
  const byte = fc.nat({ max: 255 });
  const byte0 = fc.oneof(byte, fc.constantFrom(0, 1, 2, 0x80, 0x81, 0x82, 0x88, 0x89, 0x8a));
  const byte1 = fc.oneof(byte, fc.constantFrom(0, 1, 2, 125, 126, 127, 0x80, 0x81, 0xfe, 0xff));
  return fc
    .tuple(begun, byte0, byte1, maskingKey(), fc.uint8Array({ maxLength: 20 }))
    .map(([frames, first, second, key, rest]) => {
      const keyed = frames.map((one) =>
        receiver === 'server' ? { ...one, maskingKey: key } : one,
      );
      const { bytes, landmarks } = trafficOf(keyed);
      return { bytes: concat(bytes, Uint8Array.of(first, second), key, rest), landmarks };
    });
}

/** Yields: bytes with one to three defects, each a byte changed, inserted or removed. Shrinks to: fewer. */
export function mutated(bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const defect = fc.record({
    kind: fc.constantFrom('change' as const, 'insert' as const, 'delete' as const),
    at: fc.nat({ max: 400 }),
    byte: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0, 0x0a, 0x20, 0x7f, 0x80, 0xff)),
  });
  return fc
    .tuple(bytes, fc.array(defect, { minLength: 1, maxLength: 3 }))
    .map(([whole, defects]) => defects.reduce(withDefect, whole));
}

function withDefect(
  bytes: Uint8Array,
  { kind, at, byte }: { kind: 'change' | 'insert' | 'delete'; at: number; byte: number },
): Uint8Array {
  const position = at % (bytes.length + 1);
  const from = kind === 'insert' ? position : position + 1;
  const middle = kind === 'delete' ? [] : [byte];
  return concat(bytes.slice(0, position), Uint8Array.from(middle), bytes.slice(from));
}

function trafficOf(frames: readonly WireFrame[]): Traffic {
  return { bytes: serializeFrames(frames), landmarks: landmarksOf(frames) };
}

function withoutLandmarks(bytes: Uint8Array): Traffic {
  return { bytes, landmarks: [] };
}
