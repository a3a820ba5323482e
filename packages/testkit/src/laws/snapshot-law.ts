/**
 * The sixteenth law: a connection saved as data and restored elsewhere goes on as if it had never stopped.
 *
 * @module
 */

import fc from 'fast-check';
import { judgeFrames } from '../model/index.ts';
import { concat } from '../wire/index.ts';
import { assert, assertSame } from './describe.ts';
import type { Note } from './label-tally.ts';
import { noteRun } from './labels.ts';
import { type LawCase, lawCase } from './law.ts';
import { moving } from './moved-subject.ts';
import { changesOf, copyOf, pathsOf, putAt, valueAt } from './plain-data.ts';
import { ScriptRun } from './script-run.ts';
import { seenBy } from './sharing-law.ts';
import { answered, anyTimes, pausedTimes, slowTimes, usual } from './snapshot-scripts.ts';
import { type Script, scriptBehindOpening, step } from './steps.ts';
import type { MakeSubject, Subject, SubjectLimits } from './subject.ts';
import type { SubjectEvent } from './subject-event.ts';
import { TIMED_ABILITIES } from './time-law.ts';
import { assertInTime } from './timed-run.ts';
import { anyTraffic, brokenTraffic, LAW_LIMITS, legalTraffic, type Traffic } from './traffic.ts';

/** Makes the cases of the law for an implementation. */
export function snapshotLaw(make: MakeSubject): readonly LawCase[] {
  // How long a compressed frame is, the model of an end does not know.
  const timed = make().inflates === true ? [] : [withTime(make)];
  return [beforeEachInput(make), everyCut(make), ...timed, changedOnTheWay(make)];
}

/** Small, so that values reach every limit. */
const LIMITS: SubjectLimits = { ...LAW_LIMITS, maxEmptyFragments: 2, outputHighWaterBytes: 300 };

function beforeEachInput(make: MakeSubject): LawCase {
  const subject = make(LIMITS);
  return lawCase('snapshot', subject, {
    label: 'before each input',
    needs: ['moved'],
    runs: 200,
    values: fc.oneof(scriptBehindOpening(subject, 40), usual(subject), answered(subject)),
    check: ({ stream, steps }, note) => {
      const straight = new ScriptRun(make(LIMITS), stream).performAll(steps);
      const subject = make(LIMITS);
      const run = new ScriptRun(
        moving(subject, () => noteMove(note, subject, run.received)),
        stream,
      );
      run.performAll(steps);
      noteRun(note, run);
      const pongs = run.tracer.events.filter(({ type }) => type === 'pong');
      for (const pong of pongs) note(`pong: ${hasLatency(pong) ? 'an answer' : 'none'}`);
      assertSame([seenBy(run)], [seenBy(straight)], 'What is seen, item');
    },
  });
}

/** Whether it answers the last ping, for an implementation that reports pings. */
function hasLatency(pong: SubjectEvent): boolean {
  return 'latency' in pong && pong.latency !== undefined;
}

/** At every byte: with all moves before it, and with none. */
function everyCut(make: MakeSubject): LawCase {
  const subject = make(LIMITS);
  const { opening = new Uint8Array(0) } = subject;
  const traffic = fc.oneof<fc.Arbitrary<Traffic>[]>(
    brokenTraffic(subject),
    legalTraffic(subject.role),
    anyTraffic(subject.role),
  );
  return lawCase('snapshot', subject, {
    label: 'at every byte',
    needs: ['moved'],
    runs: 12,
    values: fc.tuple(traffic, fc.boolean()),
    check: ([{ bytes }, always]) => {
      const stream = concat(opening, bytes);
      const run = (sizes: readonly number[]): ScriptRun => {
        const one = make(LIMITS);
        const its = new ScriptRun(one, stream);
        its.performAll([{ type: 'receive', size: opening.length }, { type: 'accept' }]);
        for (const size of sizes) {
          its.performAll([{ type: 'receive', size }]);
          one.moved!();
        }
        return its;
      };
      const straight = seenBy(run([bytes.length]));
      const first = Math.max(0, bytes.length - MOST_CUTS);
      if (always) {
        const each = new Array<number>(bytes.length - first).fill(1);
        assertSame([seenBy(run([first, ...each]))], [straight], 'What is seen, item');
        return;
      }
      for (let cut = first; cut < bytes.length; cut++) {
        const seen = seenBy(run([cut, bytes.length - cut]));
        assertSame([seen], [straight], `What is seen with a move at byte ${cut}, item`);
      }
    },
  });
}

/** At the end of a stream: all of a short one. */
const MOST_CUTS = 200;

function withTime(make: MakeSubject): LawCase {
  const subject = make();
  return lawCase('snapshot', subject, {
    label: 'timeouts and credit',
    needs: [...TIMED_ABILITIES, 'moved'],
    runs: 500,
    values: fc.oneof(
      { weight: 2, arbitrary: anyTimes(subject) },
      { weight: 2, arbitrary: slowTimes(subject) },
      pausedTimes(subject),
    ),
    check: (script, note) =>
      assertInTime(
        (...given) => moving(make(...given), (its) => noteMove(note, its)),
        script,
        () => {},
      ),
  });
}

/** A place in the data and its new value, both by numbers: the data is not known beforehand. */
interface Change {
  readonly place: number;
  readonly becomes: number;
}

/** Changed data is either refused or can be restored: the transport never meets an error. */
function changedOnTheWay(make: MakeSubject): LawCase {
  const subject = make(LIMITS);
  const change = fc.record({ place: fc.nat({ max: 2 ** 20 }), becomes: fc.nat({ max: 2 ** 20 }) });
  const more = fc.array(step(subject), { size: 'max', maxLength: 15 });
  return lawCase('snapshot', subject, {
    label: 'data that was changed on the way',
    needs: ['moved'],
    runs: 250,
    values: fc.tuple(fc.oneof(usual(subject), answered(subject)), change, more),
    check: ([{ stream, steps }, its, rest]: [Script, Change, Script['steps']], note) => {
      const run = new ScriptRun(make(LIMITS), stream).performAll(steps);
      const before = seenBy(run);
      try {
        const hasMoved = run.subject.moved!((data) => changed(data, its));
        note(`data: ${hasMoved ? 'taken' : 'none'}`);
      } catch (error) {
        assert(run.subject.isRefusal?.(error) !== false, `It is refused by ${String(error)}`);
        note('data: refused');
        assertSame([seenBy(run)], [before], 'What is seen of what was refused, item');
      }
      run.performAll(rest);
      noteRun(note, run);
    },
  });
}

function changed(data: unknown, { place, becomes }: Change): unknown {
  const copy = copyOf(data);
  const paths = pathsOf(copy);
  const path = paths[place % paths.length];
  if (path === undefined) return undefined;
  const changes = changesOf(valueAt(copy, path));
  putAt(copy, path, changes[becomes % changes.length]);
  return copy;
}

/** Notes of moves: how full the output is, and the state of the peer's stream. */
export const MOVE_LABELS: readonly string[] = [
  ...['nothing', 'up to half', 'more than half', 'beyond high water'].map((its) => `full: ${its}`),
  ...['between messages', 'between fragments', 'in a header', 'in a payload'].map(
    (its) => `moved: ${its}`,
  ),
  ...['taken', 'refused', 'none'].map((its) => `data: ${its}`),
  ...['an answer', 'none'].map((its) => `pong: ${its}`),
];

/** @param received - All bytes received. Absent: nothing about them is noted. */
function noteMove(note: Note, subject: Subject, received?: Uint8Array): void {
  const { limits, opening = new Uint8Array(0) } = subject;
  const unsent = subject.unsent?.() ?? 0;
  const { outputHighWaterBytes: highWater = 65_536 } = limits ?? {};
  if (unsent === 0) note('full: nothing');
  else if (unsent <= highWater / 2) note('full: up to half');
  else note(unsent <= highWater ? 'full: more than half' : 'full: beyond high water');
  if (received !== undefined) {
    note(`moved: ${placeOf(subject, received.subarray(opening.length))}`);
  }
}

function placeOf({ role, limits }: Subject, received: Uint8Array): string {
  const { events } = judgeFrames(received, { role, limits });
  let [end, isBetween] = [0, true];
  for (const event of events) {
    if (event.type !== 'frame') continue;
    const { fin, opcode, payloadLength, maskingKey } = event.header;
    const length = payloadLength < 126 ? 2 : payloadLength < 0x1_0000 ? 4 : 10;
    end = event.offset + length + (maskingKey?.length ?? 0) + payloadLength;
    if (opcode < 8) isBetween = fin;
  }
  if (end > received.length) return 'in a payload';
  if (end < received.length) return 'in a header';
  return isBetween ? 'between messages' : 'between fragments';
}
