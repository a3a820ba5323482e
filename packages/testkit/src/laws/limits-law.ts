/**
 * The tenth law: exactly the limit passes, one more fails, before and after decompression.
 *
 * @module
 */

import fc from 'fast-check';
import { assert } from './describe.ts';
import { frameTrials } from './frame-trials.ts';
import { headTrials } from './head-trials.ts';
import { noteSize } from './labels.ts';
import { type LawCase, lawCase } from './law.ts';
import type { LimitTrial } from './limit-trial.ts';
import type { MakeSubject, SubjectLimits } from './subject.ts';
import type { SubjectViolation } from './subject-event.ts';
import { acceptRequest, feed, feedFrames } from './trace.ts';

/** Makes the cases of the law for an implementation. */
export function limitsLaw(make: MakeSubject): readonly LawCase[] {
  return [...frameTrials, ...headTrials].map((trial) => limitCase(make, trial));
}

function limitCase(make: MakeSubject, trial: LimitTrial): LawCase {
  const { label, limit, needs = [], least, most, landmarks = [] } = trial;
  const { closeCode, isOpening = false, isUnanswered = false, bytes } = trial;
  const application = isUnanswered ? () => undefined : acceptRequest;
  const limitedTo = (n: number): SubjectLimits => (limit === undefined ? {} : { [limit]: n });
  const violationOf = (n: number, size: number): SubjectViolation | undefined => {
    const subject = make(limitedTo(n));
    const { events } = (isOpening ? feed : feedFrames)(
      subject,
      [bytes(size, subject)],
      application,
    );
    return events.find((event): event is SubjectViolation => event.type === 'violation');
  };
  const subject = make(limitedTo(most));
  const { role } = subject;
  const start = least(subject);
  const sizes = fc.integer({ min: start, max: Math.max(start, most) });
  return lawCase('limits', subject, {
    label,
    needs: limit === undefined ? needs : [...needs, limit],
    missing: isUnanswered && role === 'client' ? ['a server, which takes requests'] : [],
    runs: 40,
    values: landmarks.length > 0 ? fc.oneof(fc.constantFrom(...landmarks), sizes) : sizes,
    check: (n, note) => {
      noteSize(note, n);
      const within = violationOf(n, n);
      assert(within === undefined, `${label}: ${n} of ${n} is refused (${within?.rule})`);
      const beyond = violationOf(n, n + 1);
      assert(beyond !== undefined, `${label}: ${n + 1} of ${n} passes`);
      const code = beyond.closeCode ?? closeCode;
      assert(code === closeCode, `${label}: the close code is ${code}, expected ${closeCode}`);
    },
  });
}
