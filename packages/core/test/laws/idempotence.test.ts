import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { step } from '../support/arbitraries/step.ts';
import { wire } from '../support/arbitraries/wire.ts';
import { assertLaw } from '../support/assert-law.ts';
import { concat } from '../support/bytes.ts';
import { Session, type Step } from '../support/session.ts';
import { type Subject, subjects } from '../support/subject.ts';

function run(subject: Subject, frames: Uint8Array, script: readonly Step[]): Session {
  const session = new Session(subject.connect(), concat(subject.head(), frames));
  for (const next of script) {
    session.perform(next);
    session.recorder.takeAll();
  }
  return session;
}

/** All that a session shows of itself. */
function seen({ connection, recorder, refusals }: Session): unknown {
  const { readyState, bufferedAmount, wantsInput } = connection;
  const timeout = connection.nextTimeout();
  return { ...recorder.recording, refusals, readyState, bufferedAmount, wantsInput, timeout };
}

describe.each(subjects)('idempotence in a $role', (subject) => {
  const opening: Step[] = [{ type: 'receive', size: subject.head().length }, { type: 'accept' }];
  const scripts = fc.oneof(
    fc.array(step(), { maxLength: 10 }),
    fc.array(step(), { maxLength: 20 }).map((steps) => [...opening, ...steps]),
  );
  const twice: readonly (readonly [string, Step, Step])[] = [
    ['receiveEnd()', { type: 'end' }, { type: 'end' }],
    ['receiveError()', { type: 'error' }, { type: 'error' }],
    [
      'close()',
      { type: 'close', code: 1000, reason: 'bye' },
      { type: 'close', code: 1001, reason: '' },
    ],
    [
      'fail()',
      { type: 'fail', code: 1011, reason: '' },
      { type: 'fail', code: 1008, reason: 'again' },
    ],
    ['pauseReceiving()', { type: 'pause' }, { type: 'pause' }],
    ['resumeReceiving()', { type: 'resume' }, { type: 'resume' }],
  ];

  it.each(twice)('makes a second %s do nothing', (_, first, second) => {
    assertLaw(
      fc.property(wire(subject.key), scripts, (frames, script) => {
        const once = run(subject, frames, [...script, first]);
        expect(seen(run(subject, frames, [...script, first, second]))).toEqual(seen(once));
      }),
      80,
    );
  });

  it('makes handleTimeout() do nothing before its time, and go on when it has come', () => {
    assertLaw(
      fc.property(wire(subject.key), scripts, fc.nat({ max: 40_000 }), (frames, script, ms) => {
        const session = run(subject, frames, [...script, { type: 'wait', ms: 0 }]);
        const { connection } = session;
        for (let rounds = 0; rounds < 3; rounds++) {
          const before = seen(session);
          const at = connection.nextTimeout()?.at ?? Infinity;
          expect(at).toBeGreaterThan(session.now);
          connection.handleTimeout(Math.min(session.now + ms, at - 1));
          session.recorder.takeAll();
          expect(seen(session)).toEqual(before);
          if (at === Infinity) break;
          session.perform({ type: 'wait', ms: at - session.now });
          session.recorder.takeAll();
        }
      }),
      150,
    );
  });

  it('makes every input do nothing after the close event', () => {
    const after = fc.array(step(), { maxLength: 10 });
    assertLaw(
      fc.property(wire(subject.key), scripts, after, (frames, script, late) => {
        const closed = run(subject, frames, [...script, { type: 'error' }]);
        const { events, written, endings } = closed.recorder.recording;
        expect(events.at(-1)?.type).toBe('close');
        const count = events.length;
        for (const next of late) closed.perform(next);
        closed.recorder.takeAll();
        expect(closed.recorder.recording).toMatchObject({ written, endings });
        expect(closed.recorder.events.length).toBe(count);
      }),
      150,
    );
  });
});
