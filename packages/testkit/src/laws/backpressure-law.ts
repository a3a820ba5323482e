/**
 * The thirteenth law: whatever the transport takes and when, each byte is counted, `drain` comes once for each
 * `high-water`, the latest ping is answered, and the connection ends as the model says.
 *
 * @module
 */

import fc from 'fast-check';
import { type LawCase, lawCase } from './law.ts';
import type { MakeSubject, SubjectLimits, SubjectTimeouts } from './subject.ts';
import { TIMED_ABILITIES } from './time-law.ts';
import { assertInTime } from './timed-run.ts';
import { timedSteps, type Weights } from './timed-steps.ts';

/** Makes the cases of the law for an implementation. */
export function backpressureLaw(make: MakeSubject): readonly LawCase[] {
  const subject = make();
  const drafts: readonly (readonly [label: string, weights: Weights])[] = [
    ['credit in parts', IN_PARTS],
    ['credit that comes late or never', LATE],
    ['a flood of pings', FLOOD],
  ];
  return drafts.map(([label, weights]) =>
    lawCase('backpressure', subject, {
      label,
      needs: TIMED_ABILITIES,
      runs: 400,
      values: fc.record({
        limits: limits(),
        timeouts: fc.constantFrom(NEVER, SHORT),
        steps: timedSteps(subject, weights, 40),
      }),
      check: (script, note) => assertInTime(make, script, note),
    }),
  );
}

const IN_PARTS: Weights = {
  head: 0,
  answer: 0,
  peer: 40,
  end: 1,
  reset: 1,
  leave: 120,
  clock: 12,
  wake: 0,
  due: 3,
  send: 120,
  ping: 15,
  pong: 15,
  close: 2,
  fail: 1,
  pause: 3,
  resume: 3,
};

const LATE: Weights = { ...IN_PARTS, leave: 15, due: 10, end: 5 };

const FLOOD: Weights = { ...IN_PARTS, peer: 180, send: 45, leave: 75 };

/** Only the end is compared. */
const NEVER: SubjectTimeouts = {
  openingHandshakeMs: Infinity,
  keepalivePingMs: Infinity,
  keepalivePongMs: Infinity,
  idleMs: Infinity,
  closingHandshakeMs: Infinity,
  lingerMs: Infinity,
  slowPeerMs: Infinity,
};

const SHORT: SubjectTimeouts = {
  ...NEVER,
  closingHandshakeMs: 30,
  lingerMs: 10,
  slowPeerMs: 100,
};

/** Small, so that few bytes reach them. */
function limits(): fc.Arbitrary<SubjectLimits> {
  return fc.record({
    outputHighWaterBytes: mostly(fc.nat({ max: 20 }), fc.constantFrom(200, 1_000)),
    maxBufferedBytes: mostly(fc.nat({ max: 40 }), fc.constantFrom(1_000, 2 ** 26)),
  });
}

function mostly(usual: fc.Arbitrary<number>, other: fc.Arbitrary<number>): fc.Arbitrary<number> {
  return fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: other });
}
