/**
 * The fourth law: any bytes in any state give events, and at most one violation; nothing throws, nothing hangs, and the
 * output is valid to the peer.
 *
 * @module
 */

import fc from 'fast-check';
import { concat } from '../wire/index.ts';
import { assert } from './describe.ts';
import type { Note } from './label-tally.ts';
import { noteRun } from './labels.ts';
import { type LawCase, lawCase } from './law.ts';
import { ScriptRun } from './script-run.ts';
import { sentFrames } from './sent-frames.ts';
import { type Script, scriptBehindOpening, step, TRANSPORT_STEPS } from './steps.ts';
import type { MakeSubject, Subject } from './subject.ts';
import type { SubjectEvent } from './subject-event.ts';
import { anyTraffic, LAW_LIMITS, mutated } from './traffic.ts';

/** Makes the cases of the law for an implementation. */
export function totalLaw(make: MakeSubject): readonly LawCase[] {
  const subject = make(LAW_LIMITS);
  const caseOf = (label: string, values: fc.Arbitrary<Script>): LawCase =>
    lawCase('total', subject, {
      label,
      runs: 150,
      values,
      check: (script, note) => assertTotal(make(LAW_LIMITS), script, note),
    });
  return [
    caseOf('any bytes', anyScript(subject, TRANSPORT_STEPS)),
    caseOf('any bytes and inputs', anyScript(subject)),
    caseOf('any bytes and inputs behind the opening handshake', scriptBehindOpening(subject, 20)),
  ];
}

/** Any bytes of a peer from the first on; mostly they open a connection. */
function anyScript(subject: Subject, names?: readonly string[]): fc.Arbitrary<Script> {
  const { role, opening = new Uint8Array(0) } = subject;
  const opened = anyTraffic(role).map(({ bytes }) => concat(opening, bytes));
  return fc.record({
    stream: fc.oneof(
      { weight: 6, arbitrary: opened },
      { weight: 2, arbitrary: mutated(opened) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
    ),
    steps: fc.array(step(subject, names), { size: 'max', maxLength: 40 }),
  });
}

function assertTotal(subject: Subject, { stream, steps }: Script, note: Note): void {
  const run = new ScriptRun(subject, stream).performAll(steps);
  noteRun(note, run);
  const { events } = run.tracer;
  assertLawfulOrder(subject, events);
  if (subject.receiveError !== undefined) {
    run.performAll([{ type: 'receiveError' }]);
    assertLawfulOrder(subject, events);
    assert(events.at(-1)?.type === 'close', 'The transport is gone, and nothing closes');
  }
  const isOpen = subject.opening === undefined || events.some(({ type }) => type === 'open');
  // The other end must find no fault in the output.
  if (isOpen) sentFrames(subject, run.tracer.trace.output);
}

/** For each final event, the events that may follow it. */
const BEHIND: Readonly<Record<string, readonly string[]>> = {
  close: [],
  violation: ['close'],
  'close-received': ['close'],
  'handshake-rejected': ['close'],
};

const ONCE = ['handshake-request', 'open', ...Object.keys(BEHIND)];

const EARLY = ['handshake-request', 'handshake-rejected', 'violation', 'close'];

/** @throws Error when an event comes twice, or where it may not. */
function assertLawfulOrder({ opening }: Subject, events: readonly SubjectEvent[]): void {
  const types: readonly string[] = events.map(({ type }) => type);
  for (const [i, type] of types.entries()) {
    const before = types.slice(0, i);
    assert(!(ONCE.includes(type) && before.includes(type)), `There is a second event ${type}`);
    const last = before.find((one) => BEHIND[one]?.includes(type) === false);
    assert(last === undefined, `Event ${type} comes behind ${last}`);
    const isEarly = opening !== undefined && ![...before, type].includes('open');
    assert(!isEarly || EARLY.includes(type), `Event ${type} comes before open`);
  }
}
