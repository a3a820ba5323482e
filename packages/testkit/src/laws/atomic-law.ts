/**
 * The eleventh law: a call that throws has changed nothing, on this connection and on any that shares memory with it.
 *
 * The law calls one of two ends that share all they can, and plants a fault: the first thing that can throw does, then
 * the second, and so on until the call succeeds. Each time both ends must be as if the call had not been made.
 *
 * @module
 */

import fc from 'fast-check';
import { chunking, cutIntoChunks } from '../arbitraries/index.ts';
import { assert, assertSame } from './describe.ts';
import { type LawCase, lawCase } from './law.ts';
import { ScriptRun } from './script-run.ts';
import { sentFrames } from './sent-frames.ts';
import { type Step, scriptBehindOpening, step } from './steps.ts';
import type { MakeSubject, Subject } from './subject.ts';
import type { SubjectEvent } from './subject-event.ts';
import { Tracer } from './trace.ts';
import { anyTraffic, LAW_LIMITS, legalTraffic } from './traffic.ts';

/** The most steps of both ends before the call, and the most after it. */
const MOST_STEPS = 12;

/** Larger than the number of places in any call where something can throw. */
const MOST_FAULTS = 1_000;

/** The peer's bytes, the steps, and the call that is to throw. */
interface Trial {
  readonly stream: Uint8Array;
  readonly steps: readonly Step[];
  /** The ends that do each step: the called one, its neighbour, or both. */
  readonly whose: readonly number[];
  readonly at: number;
  readonly call: Step;
  /** Whether events and output are taken after each later step, or only at the end. */
  readonly takes: boolean;
}

/** Makes the cases of the law for an implementation. */
export function atomicLaw(make: MakeSubject): readonly LawCase[] {
  const subject = make(LAW_LIMITS);
  return [
    lawCase('atomic', subject, {
      label: 'calls that throw',
      needs: ['neighbours'],
      runs: 60,
      values: trial(subject),
      check: (one, note) => {
        const expected = run(make(LAW_LIMITS), one, 0);
        note(`call: ${one.call.type}`);
        note('fault: planted');
        for (let nth = 1; nth < MOST_FAULTS; nth++) {
          const actual = run(make(LAW_LIMITS), one, nth);
          if (actual === undefined) break;
          note('fault: met');
          assertSame(actual, expected ?? [], `With fault ${nth}, end`);
        }
      },
    }),
    receivingThroughFaults(make),
  ];
}

/**
 * Input from the peer never throws: input that cannot be handled fails the connection, after all events before it. The
 * neighbour takes its own events alone.
 */
function receivingThroughFaults(make: MakeSubject): LawCase {
  const subject = make(LAW_LIMITS);
  const { opening = new Uint8Array(0) } = subject;
  const streams = fc.tuple(legalTraffic(subject.role), anyTraffic(subject.role));
  return lawCase('atomic', subject, {
    label: 'what comes while something throws',
    needs: ['neighbours'],
    runs: 25,
    values: fc.tuple(streams, chunking()),
    check: ([traffic, cuts], note) => {
      const [chunks, others] = traffic.map(({ bytes, landmarks }) =>
        cutIntoChunks(bytes, cuts, landmarks),
      );
      const alone = [chunks!, others!].map((its) => {
        const tracer = new Tracer(make(LAW_LIMITS));
        feedTo(tracer, [opening, ...its]);
        return tracer.trace;
      });
      for (let nth = 1; nth < MOST_FAULTS; nth++) {
        const { ends, plant, isHit } = make(LAW_LIMITS).neighbours!();
        const [one, other] = [new Tracer(ends[0]), new Tracer(ends[1])];
        for (const tracer of [one, other]) feedTo(tracer, [opening]);
        plant(nth);
        feedTo(one, chunks!);
        const wasHit = isHit();
        plant(0);
        if (!wasHit) break;
        feedTo(other, others!);
        assertBroken(one.trace.events, alone[0]!.events, nth);
        const seen = other.trace.events;
        assertSame(seen, alone[1]!.events, `With fault ${nth}, event of the neighbour`);
        const isFailed = one.events.some(({ type }) => type === 'violation');
        if (!isFailed) assertAnswered(one, nth);
        note(`broken off: ${isFailed ? 'yes' : 'no'}`);
      }
    },
  });
}

/** A pong that could not be made at first is made later. */
function assertAnswered(tracer: Tracer, nth: number): void {
  const { subject, events } = tracer;
  const ping = lastOf(events, 'ping');
  if (ping === undefined || subject.answers !== true || events.some(isLast)) return;
  subject.credit?.();
  tracer.takeAll();
  const pong = lastOf(sentFrames(subject, tracer.trace.output), 'pong');
  assertSame([pong?.payload], [ping.payload], `With fault ${nth}, answer to the last ping`);
}

function lastOf<Type extends 'ping' | 'pong'>(
  events: readonly SubjectEvent[],
  type: Type,
): (SubjectEvent & { readonly type: Type }) | undefined {
  return events
    .filter((event): event is SubjectEvent & { type: Type } => event.type === type)
    .at(-1);
}

/** After these events no pong is due (RFC 6455 §5.5.2). */
function isLast({ type }: SubjectEvent): boolean {
  return type === 'close-received' || type === 'close';
}

function feedTo(tracer: Tracer, chunks: readonly Uint8Array[]): void {
  for (const chunk of chunks) {
    if (chunk.length > 0) tracer.subject.receive(chunk.slice());
    tracer.takeAll();
  }
}

/** Asserts that all expected events came, or their beginning and then a violation. */
function assertBroken(
  actual: readonly SubjectEvent[],
  expected: readonly SubjectEvent[],
  nth: number,
): void {
  const broken = actual.findIndex(({ type }) => type === 'violation');
  const told = broken === -1 ? actual : actual.slice(0, broken);
  const wanted = broken === -1 ? expected : expected.slice(0, broken);
  const last = told.at(-1);
  const whole = wanted.at(-1);
  if (last?.type === 'message-part' && !last.fin && whole?.type === 'message-part') {
    const { kind, data } = whole;
    const begun = { type: 'message-part', kind, data: data.slice(0, last.data.length), fin: false };
    assertSame([last], [begun], `With fault ${nth}, part`);
    assertSame(told.slice(0, -1), wanted.slice(0, -1), `With fault ${nth}, event`);
  } else assertSame(told, wanted, `With fault ${nth}, event`);
  assert(broken === -1 || broken === actual.length - 1, 'There is an event behind the violation');
}

/**
 * @returns The visible state of both ends; `undefined` when the call has not met the fault. With `nth` 0 no call is
 *   made.
 */
function run(subject: Subject, trial: Trial, nth: number): readonly unknown[] | undefined {
  const { ends, plant, isHit } = subject.neighbours!();
  const runs = ends.map((end) => new ScriptRun(end, trial.stream));
  const takeAll = (): void => {
    for (const { tracer } of runs) tracer.takeAll();
  };
  for (const [i, step] of trial.steps.entries()) {
    if (i === trial.at && nth > 0) {
      const [called] = runs;
      const before = called!.refusals.length;
      plant(nth);
      called!.perform(trial.call);
      const wasHit = isHit();
      plant(0);
      if (!wasHit) return undefined;
      assert(called!.refusals.length > before, `${trial.call.type} has passed over fault ${nth}`);
      called!.refusals.pop();
      if (trial.takes) takeAll();
    }
    const whose = trial.whose[i] ?? 2;
    for (const [end, one] of runs.entries()) if (whose === 2 || whose === end) one.perform(step);
    if (trial.takes || i < trial.at) takeAll();
  }
  takeAll();
  return runs.map(seenByPeer);
}

/** After data that was not sent, a compressor may find other copies: the peer still inflates the same data. */
function seenByPeer(run: ScriptRun): unknown {
  const seen = run.seen();
  if (run.subject.inflates !== true) return seen;
  const output = sentFrames(run.subject, run.tracer.trace.output);
  return { ...seen, output, state: { ...(seen['state'] as object), bufferedAmount: undefined } };
}

/** Mostly after the opening handshake, and now and then within it. */
function trial(subject: Subject): fc.Arbitrary<Trial> {
  const usual = fc.array(step(subject, USUAL_STEPS), { size: 'max', maxLength: MOST_STEPS });
  return fc.tuple(scriptBehindOpening(subject, MOST_STEPS), usual).chain(([script, more]) => {
    const { stream } = script;
    const all = [...script.steps.slice(0, 2), ...more, ...script.steps.slice(2)];
    const steps = subject.inflates === true ? all.map(inOnePart) : all;
    return fc.record({
      stream: fc.constant(stream),
      steps: fc.constant([...steps, ...LAST]),
      whose: fc
        .array(fc.nat({ max: 2 }), { minLength: MOST_STEPS, maxLength: MOST_STEPS })
        .map((each) => [2, 2, ...each]),
      at: fc.nat({ max: more.length + 3 }),
      call: call(subject),
      takes: fc.boolean(),
    });
  });
}

/** Once a part has been sent a compressor cannot undo its input: a call that throws then ends the message. */
function inOnePart(one: Step): Step {
  return one.type === 'sendPart' ? { ...one, fin: true } : one;
}

/** The steps that a connection survives. */
const USUAL_STEPS: readonly string[] = [
  'credit',
  'sent',
  'send',
  'sendPart',
  'ping',
  'pong',
  'wait',
];

/** Reveals state left over: both ends send one of each kind. */
const LAST: readonly Step[] = [
  { type: 'send', data: 'last' },
  { type: 'send', data: new Uint8Array(40_000) },
  { type: 'sendPart', data: 'é'.repeat(3_000), fin: true },
  { type: 'credit' },
  { type: 'close', code: 1000, reason: 'last' },
];

/** Yields: a call of the application, with data of every length that is treated differently. */
function call(subject: Subject): fc.Arbitrary<Step> {
  const length = fc.constantFrom(0, 5, 125, 126, 2_000, 3_000, 20_000, 70_000);
  const data = fc
    .tuple(length, fc.constantFrom('a', 'é', '\ud83d\ude00'), fc.boolean())
    .map(([count, letter, isText]) => (isText ? letter.repeat(count) : new Uint8Array(count)));
  const plain = fc.constantFrom('accept', 'reject', 'pong').map((type): Step => ({ type }));
  const ending = fc.constantFrom('close', 'fail');
  return fc.oneof(
    { weight: 3, arbitrary: data.map((whole): Step => ({ type: 'send', data: whole })) },
    fc
      .tuple(data, fc.boolean())
      .map(([part, fin]): Step => ({ type: 'sendPart', data: part, fin })),
    { weight: 2, arbitrary: step(subject, ['sendTextPart']) },
    fc.constant<Step>({ type: 'ping', payload: new Uint8Array(3) }),
    plain,
    ending.map((type): Step => ({ type, code: 1000, reason: 'called' })),
  );
}
