/**
 * The twelfth law: each deadline, and the action at it, is as the model says, whatever the clock does: it stands still,
 * jumps and goes back, and timers come late, early or unasked.
 *
 * @module
 */

import fc from 'fast-check';
import type { Note } from './label-tally.ts';
import { type LawCase, lawCase } from './law.ts';
import type { Ability, MakeSubject, Subject, SubjectLimits, SubjectTimeouts } from './subject.ts';
import { assertInTime } from './timed-run.ts';
import {
  type TimedInput,
  type TimedScript,
  timedSteps,
  timeout,
  type Weights,
} from './timed-steps.ts';

/** The abilities that a subject of a timed script needs. */
export const TIMED_ABILITIES: readonly Ability[] = [
  'timeouts',
  'answers',
  'setClock',
  'timeOut',
  'nextTimeout',
  'sent',
  'takeOutput',
];

/** Makes the cases of the law for an implementation. */
export function timeLaw(make: MakeSubject): readonly LawCase[] {
  const subject = make();
  const script = (weights: Weights): fc.Arbitrary<TimedScript> =>
    fc.record({ limits: limits(), timeouts: timeouts(), steps: timedSteps(subject, weights, 40) });
  const draft = {
    needs: TIMED_ABILITIES,
    check: (one: TimedScript, note: Note) => assertInTime(make, one, note),
  };
  return [
    lawCase('time', subject, {
      ...draft,
      label: 'timeouts of any size',
      runs: 600,
      values: script(USUAL),
    }),
    lawCase('time', subject, {
      ...draft,
      label: 'timeouts of the end',
      runs: 600,
      values: script(ENDING),
    }),
    lawCase('time', subject, {
      ...draft,
      label: 'a connection that reads nothing for long',
      runs: 300,
      values: paused(subject),
    }),
  ];
}

/** Scripts that keep the connection open for a while. */
const USUAL: Weights = {
  head: 0,
  answer: 0,
  peer: 40,
  end: 1,
  reset: 1,
  leave: 50,
  clock: 50,
  wake: 15,
  due: 50,
  send: 30,
  ping: 6,
  pong: 6,
  close: 1,
  fail: 1,
  pause: 8,
  resume: 6,
};

/** Scripts that end it soon. */
const ENDING: Weights = { ...USUAL, leave: 75, end: 4, close: 12, fail: 4 };

/** Scripts in which events wait, while the peer sends little by little and pings are due. */
const PAUSED: Weights = {
  ...USUAL,
  peer: 60,
  leave: 20,
  clock: 4,
  wake: 4,
  due: 120,
  send: 2,
  ping: 1,
  pong: 1,
  close: 0,
  fail: 0,
  pause: 1,
  resume: 1,
};

/**
 * Yields: a script that begins with a pause or with a close, and in which events are taken now and then. Only the
 * timeouts of the opening and of keepalive are on.
 */
function paused(subject: Subject): fc.Arbitrary<TimedScript> {
  const off = fc.constant(Infinity);
  const timeouts = fc.record({
    openingHandshakeMs: timeout(),
    keepalivePingMs: timeout(),
    keepalivePongMs: timeout(),
    idleMs: off,
    closingHandshakeMs: off,
    lingerMs: off,
    slowPeerMs: off,
  });
  const steps = timedSteps(subject, PAUSED, 40);
  const first = fc.constantFrom<TimedInput>({ type: 'pause' }, { type: 'close', code: 1000 });
  const highWater = fc.constantFrom(40, 10, 0);
  // Behind the opening handshake.
  const begin = subject.opening === undefined ? 0 : OPENING_STEPS;
  return fc.tuple(timeouts, steps, first, highWater).map(([its, all, input, bytes]) => ({
    limits: { inputHighWaterBytes: bytes },
    timeouts: its,
    steps: [
      ...all.slice(0, begin),
      { input, takesEvents: true, takesOutput: true },
      ...all
        .slice(begin)
        .map((one, i) => ({ ...one, takesEvents: i % 4 === 0 && one.takesEvents })),
    ],
  }));
}

/** Both halves of the head, and the answer. */
const OPENING_STEPS = 3;

function timeouts(): fc.Arbitrary<SubjectTimeouts> {
  return fc.record({
    openingHandshakeMs: timeout(),
    keepalivePingMs: timeout(),
    keepalivePongMs: timeout(),
    idleMs: timeout(),
    closingHandshakeMs: timeout(),
    lingerMs: timeout(),
    slowPeerMs: timeout(),
  });
}

function limits(): fc.Arbitrary<SubjectLimits> {
  return fc.record({
    outputHighWaterBytes: fc.constantFrom(65_536, 300, 20, 0),
    maxBufferedBytes: fc.constant(2 ** 26),
    inputHighWaterBytes: fc.constantFrom(65_536, 10, 0),
  });
}
