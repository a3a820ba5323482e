/**
 * Compares a subject with the reference model, both fed with the same frames.
 *
 * @module
 */

import { type FrameJudgement, judgeFrames } from '../model/index.ts';
import { assertAnswers } from './answers.ts';
import { assert, assertSame } from './describe.ts';
import type { Note } from './label-tally.ts';
import { noteJudgement } from './labels.ts';
import { sentFrames } from './sent-frames.ts';
import type { Subject } from './subject.ts';
import type { SubjectEvent, SubjectViolation } from './subject-event.ts';
import { type Told, toldBy } from './told.ts';
import { feedFrames } from './trace.ts';

/**
 * Feeds a subject and compares its events with the model's judgement.
 *
 * @param note - Receives the model's judgement of the frames.
 * @param counts - Whether an item counts. Default: all do.
 * @throws Error that names the first difference.
 */
export function assertLikeModel(
  subject: Subject,
  frames: Uint8Array,
  note: Note,
  counts: (told: Told) => boolean = () => true,
): void {
  const model = modelOf(subject, frames);
  noteJudgement(note, model);
  const { events } = feedFrames(subject, [frames]);
  assertToldLikeModel(events, model, counts);
}

/**
 * Compares a subject's events for frames with the model's judgement of them.
 *
 * @param counts - Whether an item counts. Default: all do.
 * @throws Error that names the first difference.
 */
export function assertToldLikeModel(
  events: readonly SubjectEvent[],
  model: FrameJudgement,
  counts: (told: Told) => boolean = () => true,
): void {
  assertToldLike(events, model, counts);
}

/** A judge's verdict on frames, of any version. */
interface Judged {
  readonly events: readonly SubjectEvent[];
  readonly violation:
    | { readonly rule: string; readonly closeCode: number; readonly offset: number }
    | undefined;
}

/** The same for a judge of any version. */
export function assertToldLike(
  events: readonly SubjectEvent[],
  model: Judged,
  counts: (told: Told) => boolean = () => true,
): void {
  const [told, expected] = [toldBy(events), toldBy(model.events)];
  assertSame(told.filter(counts), expected.filter(counts), 'What was told, item');
  const violation = violationIn(events);
  if (violation === undefined || model.violation === undefined) {
    const got = violation === undefined ? 'no violation' : 'a violation';
    const wanted = model.violation?.rule ?? 'none';
    assert(violation === model.violation, `There is ${got}, expected ${wanted}`);
    return;
  }
  const { rule, closeCode, offset } = model.violation;
  const actual = { rule, closeCode, offset, ...known(violation) };
  assertSame([actual], [{ rule, closeCode, offset }], 'Violation');
}

/**
 * Feeds a subject and compares its answers with those due.
 *
 * @throws Error when something is missing, wrong or too much.
 */
export function assertAnswersLikeModel(subject: Subject, frames: Uint8Array, note: Note): void {
  const { due } = modelOf(subject, frames);
  for (const { opcode } of due) note(`due: ${opcode === 8 ? 'close' : 'pong'}`);
  if (due.length === 0) note('due: nothing');
  const { output } = feedFrames(subject, [frames]);
  assertAnswers(sentFrames(subject, output), due);
}

/** The first violation, if any. */
export function violationIn(events: readonly SubjectEvent[]): SubjectViolation | undefined {
  return events.find((event): event is SubjectViolation => event.type === 'violation');
}

/** The model's judgement of frames after the subject's opening handshake. */
function modelOf(subject: Subject, frames: Uint8Array): FrameJudgement {
  const { role, limits, inflates, opening, version } = subject;
  const deflate = inflates === true ? {} : undefined;
  const isDraft = version !== undefined;
  return judgeFrames(frames, { role, limits, deflate, isDraft, offset: opening?.length });
}

/** The part of the model's judgement that the subject reports too. */
function known({ rule, closeCode, offset }: SubjectViolation): Partial<SubjectViolation> {
  return {
    ...(rule === undefined ? {} : { rule }),
    ...(closeCode === undefined ? {} : { closeCode }),
    ...(offset === undefined ? {} : { offset }),
  };
}
