/**
 * The third law: a violation is reported at the first byte after which no valid continuation exists.
 *
 * A continuation shows that bytes can still be continued; the code that finds it shares nothing with the reference
 * model or with any implementation.
 *
 * @module
 */

import fc from 'fast-check';
import { hostileBytes } from '../arbitraries/index.ts';
import { concat } from '../wire/index.ts';
import { assert } from './describe.ts';
import { noteFrames } from './labels.ts';
import { type LawCase, lawCase } from './law.ts';
import type { MakeSubject, Subject, SubjectLimits } from './subject.ts';
import { feedFrames, Tracer } from './trace.ts';
import { anyHeader, anyTraffic, brokenBy, LAW_LIMITS, mutated, rulesFor } from './traffic.ts';
import { type StreamRules, validCompletion } from './valid-completion.ts';

/** No sentence of the RFC forbids empty fragments: a continuation can have any number of them. */
const LIMITS: SubjectLimits = { ...LAW_LIMITS, maxEmptyFragments: Infinity };

/** Makes the cases of the law for an implementation. */
export function earliestFailureLaw(make: MakeSubject): readonly LawCase[] {
  const subject = make(LIMITS);
  const { role, opening = new Uint8Array(0) } = subject;
  const caseOf = (label: string, runs: number, values: fc.Arbitrary<Uint8Array>): LawCase =>
    lawCase('earliest-failure', subject, {
      label,
      needs: ['maxMessageBytes'],
      runs,
      values,
      check: (frames, note) => {
        noteFrames(note, subject, frames);
        assertEarliestFailure(make, frames);
      },
    });
  // A byte of a decompressor's output has no offset in the input.
  const rules = rulesFor(subject).filter((rule) => rule !== 'extension-data-invalid');
  return [
    ...rules.map((rule) => caseOf(rule, 10, brokenBy(rule, subject).map(hostileBytes))),
    caseOf(
      'any bytes',
      60,
      anyTraffic(role).map(({ bytes }) => bytes),
    ),
    caseOf(
      'any two bytes of a header',
      100,
      anyHeader(role).map(({ bytes }) => bytes),
    ),
    caseOf('any length in eight bytes', 60, lengthInEightBytes(subject)),
    lawCase('earliest-failure', subject, {
      label: 'an opening handshake with defects',
      needs: ['opening'],
      runs: 100,
      values: mutated(fc.constant(opening)),
      check: (head) => void violationIn(make(LIMITS), new Uint8Array(0), head),
    }),
  ];
}

function lengthInEightBytes({ role }: Subject): fc.Arbitrary<Uint8Array> {
  const byte = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat({ max: 255 }));
  return fc
    .array(byte, { minLength: 8, maxLength: 8 })
    .map((length) => Uint8Array.of(0x82, role === 'server' ? 0xff : 0x7f, ...length));
}

function assertEarliestFailure(make: MakeSubject, frames: Uint8Array): void {
  const subject = make(LIMITS);
  const { role: receiver, opening = new Uint8Array(0), limits = {} } = subject;
  const rules: StreamRules = { receiver, maxMessageBytes: limits.maxMessageBytes! };
  const failedAt = violationIn(subject, opening, frames);
  const end = failedAt ?? frames.length;
  const completion = validCompletion(frames.subarray(0, end), rules);
  assert(completion !== undefined, `${told(failedAt)}: nothing valid can follow an earlier byte`);
  const { events } = feedFrames(make(LIMITS), [concat(frames.subarray(0, end), completion)]);
  const violation = events.find(({ type }) => type === 'violation');
  assert(violation === undefined, `${told(failedAt)}, and in a valid continuation as well`);
  if (failedAt === undefined) return;
  const isOver = validCompletion(frames.subarray(0, failedAt + 1), rules) === undefined;
  assert(isOver, `${told(failedAt)}, where there is a valid continuation`);
}

function told(failedAt: number | undefined): string {
  return failedAt === undefined
    ? 'No violation is reported'
    : `A violation is reported at byte ${failedAt} of the frames`;
}

/**
 * Feeds byte by byte until there is a violation.
 *
 * @returns The index of the byte that was fed last.
 */
function violationIn(subject: Subject, opening: Uint8Array, bytes: Uint8Array): number | undefined {
  const tracer = new Tracer(subject);
  subject.receive(opening.slice());
  tracer.takeAll();
  for (const [index, byte] of bytes.entries()) {
    subject.receive(Uint8Array.of(byte));
    tracer.takeAll();
    const violation = tracer.events.find((event) => event.type === 'violation');
    if (violation === undefined) continue;
    const { offset } = violation;
    const expected = opening.length + index;
    assert(
      (offset ?? expected) === expected,
      `Offset of the violation is ${offset}, not ${expected}`,
    );
    return index;
  }
  return undefined;
}
