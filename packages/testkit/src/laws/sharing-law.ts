/**
 * The fifteenth law: each end that shares all it can behaves as it does alone, and nobody changes bytes that belong to
 * another: received chunks, output until it has left, data given to the application for good.
 *
 * @module
 */

import fc from 'fast-check';
import { concat, serializeFrames } from '../wire/index.ts';
import { assert, assertSame } from './describe.ts';
import type { Note } from './label-tally.ts';
import { noteRun } from './labels.ts';
import { type LawCase, lawCase } from './law.ts';
import { Loans } from './loans.ts';
import { ScriptRun } from './script-run.ts';
import { withoutKeys } from './sent-frames.ts';
import { longReceive, longSend, openingSteps, script } from './sharing-scripts.ts';
import { type Script, type Step, step } from './steps.ts';
import type { MakeSubject, Subject, SubjectLimits, SubjectTimeouts } from './subject.ts';
import { anyTraffic, brokenTraffic, LAW_LIMITS, longFragments, longFrame } from './traffic.ts';

/** Makes the cases of the law for an implementation. */
export function sharingLaw(make: MakeSubject): readonly LawCase[] {
  return [scriptsTogether(make), everyCutOfOne(make), allGivenBack(make)];
}

/** Takes everything, or looks at so many events. */
type Turn = readonly [whose: number, takes: 'all' | number];

/** The steps of some ends, each with its peer, one step after the other. */
interface Together {
  readonly limits: SubjectLimits;
  readonly limitsOfThird: SubjectLimits;
  readonly timeouts: SubjectTimeouts;
  readonly scripts: readonly Script[];
  /** The ends that step in turn, and what is taken after each step. The remaining steps follow. */
  readonly turns: readonly Turn[];
}

function scriptsTogether(make: MakeSubject): LawCase {
  const subject = make(LAW_LIMITS);
  return lawCase('sharing', subject, {
    label: 'ends that take turns',
    needs: ['neighbours', 'takeOutput'],
    runs: 120,
    values: together(subject),
    check: ({ limits, limitsOfThird, timeouts, scripts, turns }, note) => {
      const wanted = { count: scripts.length, limitsOfThird };
      const runs = lookedAfter(make(limits, timeouts).neighbours!(wanted).ends, scripts);
      const alone = runsAlone(
        (i) => make(i === 2 ? { ...limits, ...limitsOfThird } : limits, timeouts),
        scripts,
      );
      note(`ends: ${scripts.length}`);
      const done = scripts.map(() => 0);
      for (const [end, takes] of [...turns, ...turnsLeft(scripts)]) {
        const next = scripts[end]?.steps[done[end]!++];
        if (next === undefined) continue;
        note(`taken: ${takes === 'all' ? 'at once' : takes > 0 ? 'in part' : 'later'}`);
        for (const run of [runs[end]!.run, alone[end]!]) {
          run.perform(next);
          if (takes === 'all') run.tracer.takeAll();
          else for (let i = 0; i < takes; i++) run.subject.poll?.('event');
        }
        note(`lent by: ${Math.min(runs.filter(({ loans }) => loans.hasLent).length, 2)}`);
      }
      assertAlike(runs, alone, note);
    },
  });
}

/** Notes how many ends take turns, when their events are taken, how many have lent output at once, what is lent. */
export const SHARING_LABELS: readonly string[] = [
  ...[2, 3, 4].map((count) => `ends: ${count}`),
  ...['at once', 'in part', 'later'].map((when) => `taken: ${when}`),
  ...[0, 1, 2].map((count) => `lent by: ${count}`),
  ...['some', 'nothing'].map((its) => `in use: ${its}`),
];

/** A stream with its opening handshake, cut in two at every place in turn, with another end's between. */
function everyCutOfOne(make: MakeSubject): LawCase {
  const subject = make(LAW_LIMITS);
  const { opening = new Uint8Array(0) } = subject;
  const stream = fc.oneof(brokenTraffic(subject), anyTraffic(subject.role));
  const streams = fc.array(stream, { minLength: 2, maxLength: 2 });
  return lawCase('sharing', subject, {
    label: 'every cut of a stream, with another one between',
    needs: ['neighbours', 'takeOutput'],
    runs: 8,
    values: fc.tuple(streams, fc.boolean()),
    check: ([its, takes], note) => {
      const [one, other] = its.map(({ bytes }) => concat(opening, bytes));
      const usual = [one!, other!].map((bytes): Script => ({ stream: bytes, steps: [] }));
      const alone = runsAlone(() => make(LAW_LIMITS), usual);
      for (const [i, run] of alone.entries()) feedUpTo(run, usual[i]!.stream.length, opening);
      for (let cut = Math.max(0, one!.length - MOST_CUTS); cut <= one!.length; cut++) {
        const runs = lookedAfter(make(LAW_LIMITS).neighbours!().ends, usual);
        const [begun, whole] = runs.map(({ run }) => run);
        feedUpTo(begun!, cut, opening, takes);
        feedUpTo(whole!, other!.length, opening);
        begun!.perform({ type: 'receive', size: one!.length - cut });
        if (cut < opening.length) answer(begun!);
        assertAlike(runs, alone);
      }
      note(`taken: ${takes ? 'at once' : 'later'}`);
    },
  });
}

/** Once all output has left and every message is complete, no lent memory is in use. */
function allGivenBack(make: MakeSubject): LawCase {
  const subject = make(LAW_LIMITS);
  const message = fc.oneof(
    longFrame(subject.role).map((one) => [one]),
    longFragments(subject.role),
  );
  const streams = fc.array(message, { maxLength: 2 }).map((its) => serializeFrames(its.flat()));
  const steps = fc.array(fc.oneof(step(subject, LENDING), longSend(), longReceive()), {
    size: 'max',
    maxLength: 12,
  });
  return lawCase('sharing', subject, {
    label: 'memory that is given back',
    needs: ['neighbours', 'takeOutput', 'credit'],
    runs: 40,
    values: fc.array(fc.tuple(streams, steps), { minLength: 2, maxLength: 2 }),
    check: (its, note) => {
      const { ends, inUse = () => 0 } = make(LAW_LIMITS).neighbours!();
      const { opening = new Uint8Array(0) } = subject;
      const scripts = its.map(([bytes, some]): Script => {
        const steps = [...openingSteps(opening.length), ...some, ...REST];
        return { stream: concat(opening, bytes), steps };
      });
      const runs = lookedAfter(ends, scripts);
      const alone = runsAlone(() => make(LAW_LIMITS), scripts);
      const done = scripts.map(() => 0);
      for (const [end] of turnsLeft(scripts)) {
        const next = scripts[end]!.steps[done[end]!++];
        if (next === undefined) continue;
        for (const run of [runs[end]!.run, alone[end]!]) run.performAll([next]);
        note(`in use: ${inUse() > 0 ? 'some' : 'nothing'}`);
      }
      assertAlike(runs, alone);
      assert(inUse() === 0, `${inUse()} bytes that were lent have not been given back`);
    },
  });
}

/** The steps that lend, and those that give back. */
const LENDING: readonly string[] = ['send', 'sendPart', 'ping', 'pong', 'credit', 'sent'];

/** The rest of the stream, and of the output. */
const REST: readonly Step[] = [
  { type: 'receive', size: 2 ** 20 },
  { type: 'credit' },
  { type: 'credit' },
];

/** At the end of a stream: all of a short one. */
const MOST_CUTS = 400;

/** The most bytes of frames that may come with an opening handshake before it is answered. */
const MOST_AHEAD = 1_000;

/** Frames come in one chunk with the opening handshake, up to the limit. */
function feedUpTo(run: ScriptRun, size: number, opening: Uint8Array, takes = true): void {
  const first = Math.min(size, opening.length + MOST_AHEAD);
  run.perform({ type: 'receive', size: first });
  if (size >= opening.length) answer(run);
  if (size > first) run.perform({ type: 'receive', size: size - first });
  if (takes) run.tracer.takeAll();
}

/** Accepts the request, if there is one. */
function answer(run: ScriptRun): void {
  if (run.subject.role === 'client') return;
  run.tracer.takeEvents();
  run.perform({ type: 'accept' });
}

/** A subject under a script, and the bytes lent to it and by it. */
interface LookedAfter {
  readonly run: ScriptRun;
  readonly loans: Loans;
}

function lookedAfter(
  subjects: readonly Subject[],
  scripts: readonly Script[],
): readonly LookedAfter[] {
  return scripts.map(({ stream }, i) => {
    const loans = new Loans(subjects[i]!);
    return { loans, run: new ScriptRun(loans.subject, stream) };
  });
}

/** Each has a transport of its own that never reuses a chunk. */
function runsAlone(make: (i: number) => Subject, scripts: readonly Script[]): readonly ScriptRun[] {
  return scripts.map(({ stream }, i) => new ScriptRun(make(i), stream));
}

/** @throws Error unless each end has reported and sent the same as it does alone, except for masking keys. */
function assertAlike(runs: readonly LookedAfter[], alone: readonly ScriptRun[], note?: Note): void {
  for (const run of [...runs.map((one) => one.run), ...alone]) run.tracer.takeAll();
  for (const { loans } of runs) loans.assertKept();
  for (const [i, { run }] of runs.entries()) {
    assertSame([seenBy(run)], [seenBy(alone[i]!)], `What is seen of end ${i}, item`);
    if (note) noteRun(note, run);
  }
}

/** The visible state of an end, without masking keys. */
export function seenBy(run: ScriptRun): unknown {
  return { ...run.seen(), output: withoutKeys(run.subject, run.tracer.trace.output) };
}

/** Yields: scripts for two to four ends, and the order of their turns. Shrinks to: two that do nothing. */
function together(subject: Subject): fc.Arbitrary<Together> {
  const takes = fc.oneof(fc.constant('all' as const), fc.constant(0), fc.nat({ max: 4 }));
  const turn = fc.tuple(fc.nat({ max: MOST_ENDS - 1 }), takes);
  return fc.record({
    limits: fc
      .constantFrom(65_536, 300)
      .map((outputHighWaterBytes) => ({ ...LAW_LIMITS, outputHighWaterBytes })),
    limitsOfThird: fc.constantFrom({}, FEW_BYTES),
    timeouts: fc.constantFrom({}, { idleMs: 50, keepalivePingMs: 20, keepalivePongMs: 2_000 }),
    scripts: fc.array(script(subject), { minLength: 2, maxLength: MOST_ENDS, size: 'max' }),
    turns: fc.array(turn, { maxLength: 60, size: 'max' }),
  });
}

const MOST_ENDS = 4;

/** Options that must hold for one end only. */
const FEW_BYTES: SubjectLimits = {
  maxFrameBytes: 125,
  maxMessageBytes: 130,
  outputHighWaterBytes: 300,
};

/** The rest of each script, in turn. */
function turnsLeft(scripts: readonly Script[]): readonly Turn[] {
  const most = Math.max(...scripts.map(({ steps }) => steps.length));
  return Array.from({ length: most }, () => scripts.map((_, i) => [i, 'all'] as const)).flat();
}
