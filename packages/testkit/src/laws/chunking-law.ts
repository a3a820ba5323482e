/**
 * The first law: the same bytes, cut in any way, give the same events, offsets and output.
 *
 * @module
 */

import fc from 'fast-check';
import { chunking, cutIntoChunks } from '../arbitraries/index.ts';
import { concat } from '../wire/index.ts';
import { noteCuts, noteFrames } from './labels.ts';
import { type LawCase, lawCase } from './law.ts';
import type { Ability, MakeSubject, Subject } from './subject.ts';
import type { SubjectEvent } from './subject-event.ts';
import {
  type Application,
  acceptRequest,
  assertSameTrace,
  feed,
  feedFrames,
  type Trace,
} from './trace.ts';
import {
  anyTraffic,
  brokenTraffic,
  LAW_LIMITS,
  legalTraffic,
  mutated,
  type Traffic,
} from './traffic.ts';

/** Makes the cases of the law for an implementation. */
export function chunkingLaw(make: MakeSubject): readonly LawCase[] {
  const subject = make(LAW_LIMITS);
  const { role, opening = new Uint8Array(0) } = subject;
  const frames = (label: string, its: fc.Arbitrary<Traffic>, runs?: number): LawCase =>
    cutCase(make, { label, traffic: its, ...(runs === undefined ? {} : { runs }) });
  const head = mutated(fc.constant(opening)).map((bytes) => ({ bytes, landmarks: [] }));
  return [
    frames('legal frames', legalTraffic(role)),
    frames('frames with a defect', brokenTraffic(subject), 120),
    frames('any bytes', anyTraffic(role)),
    cutCase(make, {
      label: 'any bytes, answered by an application',
      traffic: anyTraffic(role),
      needs: ['send', 'takeOutput'],
      application: echo,
    }),
    cutCase(make, {
      label: 'an opening handshake and frames right behind it',
      traffic: anyTraffic(role).map((its) => behind(opening, its)),
      needs: ['opening'],
      feedWith: feed,
    }),
    cutCase(make, {
      label: 'an opening handshake with defects',
      traffic: head,
      needs: ['opening'],
      feedWith: feed,
    }),
    everyCut(make, subject),
  ];
}

/** Shorter streams are fed byte by byte as well. */
const MOST_CHUNKS = 5_000;

/** The stream that is cut, and the subject that receives it. */
interface Cut {
  readonly label: string;
  readonly traffic: fc.Arbitrary<Traffic>;
  /** Default: 60. */
  readonly runs?: number;
  /** Default: nothing. */
  readonly needs?: readonly Ability[];
  /** Default: one that is silent. */
  readonly application?: Application;
  /** Default: frames, after the opening handshake. */
  readonly feedWith?: typeof feed;
}

function cutCase(
  make: MakeSubject,
  {
    label,
    traffic,
    needs = [],
    application = acceptRequest,
    feedWith = feedFrames,
    runs = 60,
  }: Cut,
): LawCase {
  const subject = make(LAW_LIMITS);
  return lawCase('chunking', subject, {
    label,
    needs,
    runs,
    values: fc.tuple(traffic, chunking()),
    check: ([{ bytes, landmarks }, cuts], note) => {
      noteCuts(note, cuts);
      if (feedWith === feedFrames) noteFrames(note, subject, bytes);
      const traceOf = (chunks: readonly Uint8Array[]): Trace =>
        feedWith(make(LAW_LIMITS), chunks, application);
      const whole = traceOf([bytes]);
      assertSameTrace(traceOf(cutIntoChunks(bytes, cuts, landmarks)), whole);
      const size = Math.ceil((bytes.length + 1) / MOST_CHUNKS);
      assertSameTrace(traceOf(cutIntoChunks(bytes, { type: 'every', size })), whole);
    },
  });
}

/** Few streams, each with every possible single cut. */
function everyCut(make: MakeSubject, subject: Subject): LawCase {
  return lawCase('chunking', subject, {
    label: 'every cut in two',
    runs: 8,
    values: brokenTraffic(subject),
    check: ({ bytes }, note) => {
      noteFrames(note, subject, bytes);
      const whole = feedFrames(make(LAW_LIMITS), [bytes]);
      for (let end = Math.max(0, bytes.length - 300); end <= bytes.length; end++) {
        const halves = [bytes.subarray(0, end), bytes.subarray(end)];
        assertSameTrace(feedFrames(make(LAW_LIMITS), halves), whole);
      }
    },
  });
}

/** The application's answers go out between the machine's own, in the order in which the bytes came. */
function echo(subject: Subject, event: SubjectEvent): void {
  acceptRequest(subject, event);
  if (event.type === 'message') subject.send?.(event.data);
}

/** The traffic with the opening handshake before it. */
function behind(opening: Uint8Array, { bytes, landmarks }: Traffic): Traffic {
  const moved = landmarks.map((offset) => offset + opening.length);
  return { bytes: concat(opening, bytes), landmarks: [opening.length, ...moved] };
}
