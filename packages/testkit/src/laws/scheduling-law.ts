/**
 * The second law: to take events early, late or in another order changes nothing that the peer or the application sees;
 * nor does an input that repeats an earlier one, or comes too early or too late.
 *
 * @module
 */

import fc from 'fast-check';
import { assert, assertSame } from './describe.ts';
import { noteRun } from './labels.ts';
import { type LawCase, lawCase } from './law.ts';
import { ScriptRun } from './script-run.ts';
import { type Script, type Step, scriptBehindOpening, step } from './steps.ts';
import type { MakeSubject, Poll } from './subject.ts';
import { LAW_LIMITS } from './traffic.ts';

/** Makes the cases of the law for an implementation. */
export function schedulingLaw(make: MakeSubject): readonly LawCase[] {
  return [lookingAtAnyTime(make), saidTwice(make), beforeItsTime(make), afterTheEnd(make)];
}

function lookingAtAnyTime(make: MakeSubject): LawCase {
  const subject = make(LAW_LIMITS);
  const polls = fc.constantFrom<Poll>('event', 'output', 'timeout', 'state');
  const schedule = fc.array(fc.array(polls, { maxLength: 5 }), { minLength: 1 });
  return lawCase('scheduling', subject, {
    label: 'looking at any time',
    needs: ['poll', 'takeOutput'],
    runs: 150,
    values: fc.tuple(scriptBehindOpening(subject, 30), schedule),
    check: ([script, looks], note) => {
      const prompt = new ScriptRun(make(LAW_LIMITS), script.stream).performAll(script.steps);
      noteRun(note, prompt);
      const polled = new ScriptRun(make(LAW_LIMITS), script.stream);
      for (const [i, next] of script.steps.entries()) {
        performPolled(polled, next, looks[i % looks.length]!);
      }
      polled.tracer.takeAll();
      assertSameToBothEnds(polled, prompt, script);
    },
  });
}

/**
 * Takes all events before an input that does not deliver bytes: the peer's input takes effect when its event is taken.
 */
function performPolled(run: ScriptRun, next: Step, looks: readonly Poll[]): void {
  if (next.type !== 'receive' && next.type !== 'receiveEnd') run.tracer.takeEvents();
  // At most the bytes that were taken can leave.
  if (next.type === 'sent') run.tracer.takeOutput();
  run.perform(next);
  for (const what of looks) run.subject.poll?.(what);
}

function assertSameToBothEnds(polled: ScriptRun, prompt: ScriptRun, { steps }: Script): void {
  const [actual, expected] = [polled.tracer.trace, prompt.tracer.trace];
  assertSame(actual.events, expected.events, 'Event');
  assertSame(polled.refusals, prompt.refusals, 'Refusal');
  const isDropped =
    expected.endings.includes('abort') || steps.some(({ type }) => type === 'receiveError');
  // Only events that the transport's end dropped before they were taken may be missing.
  const length = isDropped ? actual.output.length : expected.output.length;
  assertSame([actual.output], [expected.output.subarray(0, length)], 'Output');
  if (!isDropped) assertSame(actual.endings, expected.endings, 'Ending of the output');
}

/** Inputs, and their repetitions. */
const TWICE: readonly (readonly [first: Step, second: Step])[] = [
  [{ type: 'receiveEnd' }, { type: 'receiveEnd' }],
  [{ type: 'receiveError' }, { type: 'receiveError' }],
  [
    { type: 'close', code: 1000, reason: 'bye' },
    { type: 'close', code: 1001, reason: '' },
  ],
  [
    { type: 'fail', code: 1011, reason: '' },
    { type: 'fail', code: 1008, reason: 'again' },
  ],
  [{ type: 'pause' }, { type: 'pause' }],
  [{ type: 'resume' }, { type: 'resume' }],
];

function saidTwice(make: MakeSubject): LawCase {
  const subject = make(LAW_LIMITS);
  const known = TWICE.filter(([{ type }]) => subject[type] !== undefined);
  return lawCase('scheduling', subject, {
    label: 'said twice',
    missing: known.length > 0 ? [] : ['an input that can be repeated'],
    runs: 150,
    values: fc.tuple(scriptBehindOpening(subject, 15), fc.constantFrom(...TWICE)),
    check: ([{ stream, steps }, [first, second]]) => {
      const run = (script: readonly Step[]): Readonly<Record<string, unknown>> =>
        new ScriptRun(make(LAW_LIMITS), stream).performAll(script).seen();
      const [once, twice] = [run([...steps, first]), run([...steps, first, second])];
      assertSame([twice], [once], 'What is seen');
    },
  });
}

function beforeItsTime(make: MakeSubject): LawCase {
  const subject = make(LAW_LIMITS);
  return lawCase('scheduling', subject, {
    label: 'a timeout before its time',
    needs: ['wait', 'nextTimeout'],
    runs: 100,
    values: fc.tuple(scriptBehindOpening(subject, 20), fc.nat({ max: 40_000 })),
    check: ([{ stream, steps }, ms]) => {
      const run = new ScriptRun(make(LAW_LIMITS), stream);
      const next = (): number => run.subject.nextTimeout?.() ?? Infinity;
      run.performAll([...steps, { type: 'wait', ms: 0 }]);
      for (let rounds = 0; rounds < 3 && next() < Infinity; rounds++) {
        assert(next() > 0, 'A timeout that has come is due again');
        const before = run.seen();
        run.performAll([{ type: 'wait', ms: Math.min(ms, next() - 1) }]);
        assertSame([run.seen()], [before], 'What is seen');
        run.performAll([{ type: 'wait', ms: next() }]);
      }
    },
  });
}

function afterTheEnd(make: MakeSubject): LawCase {
  const subject = make(LAW_LIMITS);
  const late = fc.array(step(subject), { maxLength: 10 });
  return lawCase('scheduling', subject, {
    label: 'an input after the end',
    needs: ['receiveError'],
    runs: 100,
    values: fc.tuple(scriptBehindOpening(subject, 15), late),
    check: ([{ stream, steps }, rest], note) => {
      const run = new ScriptRun(make(LAW_LIMITS), stream);
      run.performAll([...steps, { type: 'receiveError' }]);
      noteRun(note, run);
      const before = run.tracer.trace;
      assert(before.events.at(-1)?.type === 'close', 'The last event is not close');
      for (const next of rest) run.perform(next);
      run.tracer.takeAll();
      assertSame([run.tracer.trace], [before], 'What was seen');
    },
  });
}
