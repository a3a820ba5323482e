/**
 * Properties whose verdict the reference model gives: lengths, text, close codes, and one defect after legal frames.
 *
 * @module
 */

import {
  closeCode,
  type HostileSession,
  hostileSession,
  illegalCloseCode,
  invalidUtf8,
  payloadLength,
  utf8Text,
} from '@sansocket/testkit/arbitraries';
import { impossibleByte, isCloseCode } from '@sansocket/testkit/model';
import {
  bigEndian,
  concat,
  type LengthForm,
  positionText,
  serializeFrame,
  shortestForm,
  utf8,
  type WireFrame,
} from '@sansocket/testkit/wire';
import fc from 'fast-check';
import type { Step } from '../catalogue/index.ts';
import type { Property } from './property.ts';
import { caseOf, fragmentsOf, stepOf } from './session.ts';

/** A length in any form that has room for it: only the shortest form is legal. */
export const length: Property = {
  name: 'length',
  says: 'a payload of any length is taken in the shortest form, and in no other',
  draw: (bench) =>
    fc
      .record({
        opcode: fc.constantFrom(1, 2, 9, 10),
        bytes: payloadLength(),
        longer: fc.constantFrom<LengthForm | undefined>(undefined, undefined, undefined, 16, 64),
      })
      .map(({ opcode, bytes, longer }) => {
        const count = opcode < 8 ? bytes : Math.min(bytes, 125);
        const shortest = shortestForm(BigInt(count));
        const form = longer !== undefined && longer > shortest ? longer : shortest;
        return caseOf(bench, {
          id: idOfLength(opcode, form, shortest),
          title: length.says,
          steps: [
            {
              frame: {
                opcode,
                form,
                ...(opcode === 1 ? { text: positionText(count) } : { bytes: count }),
              },
            },
            { frame: { opcode: 1, text: 'after' } },
          ],
        });
      }),
};

function idOfLength(opcode: number, form: LengthForm, shortest: LengthForm): string {
  if (form > shortest) return opcode >= 8 ? 'LN-005' : form === 16 ? 'LN-002' : 'LN-003';
  return opcode === 9 ? 'CT-001' : opcode === 10 ? 'CT-004' : 'LN-001';
}

/** Text is taken if and only if it is UTF-8, in whatever fragments. */
export const text: Property = {
  name: 'utf8',
  says: 'a text is taken if and only if it is UTF-8',
  draw: (bench) =>
    fc
      .tuple(
        fc.oneof(
          { withCrossShrink: true },
          { weight: 3, arbitrary: utf8Text({ maxLength: 20 }).map(utf8) },
          { weight: 4, arbitrary: invalidUtf8().map(({ bytes }) => bytes) },
          { weight: 1, arbitrary: fc.uint8Array({ maxLength: 6 }) },
        ),
        fc.array(fc.nat({ max: 65_535 }), { maxLength: 3 }),
      )
      .map(([payload, cuts]) => {
        const isValid = impossibleByte(payload, payload.length) === undefined;
        return caseOf(bench, {
          id: isValid ? 'U8-007' : 'U8-002',
          title: text.says,
          steps: fragmentsOf({ opcode: 1, payload }, cuts).map((frame) => stepOf(frame)),
        });
      }),
};

/** Any body of a Close frame. */
export const close: Property = {
  name: 'close',
  says: 'a Close frame is answered by its code, and an illegal one fails the connection',
  draw: (bench) => {
    const code = fc.oneof(
      { withCrossShrink: true },
      closeCode(),
      illegalCloseCode(),
      fc.constantFrom(...CODES),
      fc.nat({ max: 65_535 }),
    );
    const reason = fc.oneof(
      { withCrossShrink: true },
      { weight: 3, arbitrary: fc.constant(new Uint8Array(0)) },
      { weight: 2, arbitrary: utf8Text({ maxLength: 30 }).map(utf8) },
      { weight: 1, arbitrary: invalidUtf8().map(({ bytes }) => bytes) },
    );
    const body = fc
      .tuple(code, reason)
      .map(([value, bytes]) => concat(bigEndian(BigInt(value), 2), bytes));
    const short = fc.uint8Array({ maxLength: 1 });
    return fc
      .tuple(
        fc.oneof(
          { withCrossShrink: true },
          { weight: 1, arbitrary: short },
          { weight: 8, arbitrary: body },
        ),
        fc.boolean(),
      )
      .map(([payload, hasMore]) => {
        const more: readonly Step[] = hasMore ? [{ frame: { opcode: 1, text: 'late' } }] : [];
        const steps = [stepOf({ opcode: 8, payload: payload.slice(0, 125) }), ...more];
        return caseOf(bench, { id: idOfClose(payload.slice(0, 125)), title: close.says, steps });
      });
  },
};

/** The ends of the ranges of codes (RFC 6455 §7.4.2). */
const CODES = [1000, 2999, 3000, 3999, 4000, 4999, 0, 999, 5000, 65_535];

/** The case that a Close frame belongs to. */
function idOfClose(payload: Uint8Array): string {
  if (payload.length === 0) return 'CL-001';
  if (payload.length === 1) return 'CL-002';
  const code = payload[0]! * 256 + payload[1]!;
  if (!isCloseCode(code)) {
    if (code === 1004) return 'CL-005';
    if ([1005, 1006, 1015].includes(code)) return 'CL-006';
    return code < 1000 ? 'CL-007' : code < 5000 ? 'CL-008' : 'CL-009';
  }
  const reason = payload.subarray(2);
  if (impossibleByte(reason, reason.length) !== undefined) return 'CL-012';
  return code >= 1012 && code <= 1014 ? 'CL-004' : 'CL-003';
}

/** Legal frames, then one defect that has a name: the name gives the verdict. */
export const oneDefect: Property = {
  name: 'one-defect',
  says: 'a session with one defect fails by the rule of that defect',
  draw: (bench) => {
    const inflates = bench.deflate !== undefined;
    // The limits of the testee are not known, and none of them is the RFC's.
    const defectLimits = {
      maxFrameBytes: Infinity,
      maxMessageBytes: Infinity,
      maxEmptyFragments: Infinity,
    };
    const drawn = hostileSession({
      receiver: 'server',
      close: 'never',
      inflates,
      defectLimits,
    }).filter(({ rule }) => !ofLimits.includes(rule));
    const misplaced = inflates ? [{ weight: 1, arbitrary: misplacedBit() }] : [];
    return fc
      .oneof({ withCrossShrink: true }, { weight: 20, arbitrary: drawn.map(cutOff) }, ...misplaced)
      .map(({ label, frames }) =>
        caseOf(bench, {
          id: idOfDefect(label, frames.at(-1)!),
          title: label,
          steps: frames.map(asSent),
          hasDeflate: inflates,
        }),
      );
  },
};

/** Rules that no RFC, but the receiver's limits give. */
const ofLimits: readonly string[] = [
  'frame-too-long',
  'message-too-long',
  'too-many-empty-fragments',
];

interface Defective {
  readonly label: string;
  /** The last one has the defect. */
  readonly frames: readonly WireFrame[];
}

/** Bytes after the defect could turn the end of the stream into a reset, in which the Close frame is lost. */
function cutOff({ label, frames, offset }: HostileSession): Defective {
  let start = 0;
  const kept = frames.filter((frame) => {
    const isBefore = start <= offset;
    start += serializeFrame(frame).length;
    return isBefore;
  });
  return { label, frames: kept };
}

/** RSV1 where RFC 7692 §6.1 forbids it: on control frames, and on fragments but the first. */
function misplacedBit(): fc.Arbitrary<Defective> {
  const maskingKey = new Uint8Array(4);
  return fc.constantFrom(0, 8, 9, 10).map((opcode) => {
    const payload = new Uint8Array(0);
    const start = { opcode: 1, fin: false, payload, maskingKey };
    const defect = { opcode, reservedBits: 0x40, payload, maskingKey };
    return { label: 'compressed-bit-misplaced', frames: opcode === 0 ? [start, defect] : [defect] };
  });
}

/** Here a frame without a key is one that is not masked. */
function asSent(frame: WireFrame): Step {
  const step = stepOf(frame);
  return frame.maskingKey === undefined && 'frame' in step
    ? { frame: { ...step.frame, masked: false } }
    : step;
}

const ids: Readonly<Record<string, string>> = {
  'data-opcode-reserved': 'FR-005',
  'control-opcode-reserved': 'FR-005',
  'control-frame-without-fin': 'FG-014',
  'continuation-with-fin': 'FG-001',
  'continuation-without-fin': 'FG-001',
  'message-within-message': 'FG-002',
  'fragment-within-message': 'FG-003',
  'mask-of-the-other-end': 'MK-001',
  'control-frame-over-125-bytes': 'LN-007',
  'length-over-long-in-16-bits': 'LN-002',
  'length-over-long-in-64-bits': 'LN-003',
  'length-with-its-highest-bit': 'LN-009',
  'deflate-block-type-3': 'PM-021',
  'deflate-distance-before-the-first-byte': 'PM-023',
};

/** The case whose sentence and outcomes a defect has. */
function idOfDefect(label: string, { opcode, fin = true, payload }: WireFrame): string {
  const id = ids[label];
  if (id !== undefined) return id;
  if (label === 'reserved-bit-set') return opcode < 8 ? 'FR-001' : 'FR-002';
  if (label === 'compressed-bit-misplaced') return opcode === 0 ? 'PM-015' : 'FR-003';
  if (label === 'control-frame-with-extended-length') return opcode === 8 ? 'LN-006' : 'LN-005';
  if (label.startsWith('close-')) return idOfClose(payload);
  if (label.startsWith('text-')) return fin ? 'U8-002' : 'U8-005';
  // Inflaters differ in the defects of the tables of a block that they notice.
  return 'PM-022';
}
