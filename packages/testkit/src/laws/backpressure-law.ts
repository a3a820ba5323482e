/**
 * The thirteenth law: whatever the transport takes and when, each byte is counted, `drain` comes once for
 * each `high-water`, the latest ping is answered, and the end is as the model says.
 *
 * @module
 */

import fc from 'fast-check';
import { type LawCase, lawCase } from './law.ts';
import type { MakeSubject, SubjectLimits, SubjectTimeouts } from './subject.ts';
import { TIMED_ABILITIES } from './time-law.ts';
import { assertInTime } from './timed-run.ts';
import { timedSteps, type Weights } from './timed-steps.ts';

/** States the law of an implementation. */
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
      check: (script) => assertInTime(make, script),
    }),
  );
}

const IN_PARTS: Weights = {
  head: 0,
  answer: 0,
  peer: 12,
  end: 1,
  reset: 1,
  leave: 40,
  clock: 4,
  wake: 0,
  due: 1,
  send: 40,
  ping: 5,
  pong: 5,
  close: 3,
  fail: 1,
  pause: 1,
  resume: 1,
};

const LATE: Weights = { ...IN_PARTS, leave: 5, due: 5, end: 3 };

const FLOOD: Weights = { ...IN_PARTS, peer: 60, send: 15, leave: 25 };

/** The end is what is looked at. */
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

/** Small, so that they are met with few bytes. */
function limits(): fc.Arbitrary<SubjectLimits> {
  return fc.record({
    outputHighWaterBytes: fc.oneof(fc.nat({ max: 30 }), fc.constantFrom(200, 1_000)),
    maxBufferedBytes: fc.oneof(fc.nat({ max: 60 }), fc.constantFrom(1_000, 2 ** 26)),
  });
}
