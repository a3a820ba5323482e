import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Role } from 'sansocket';
import { mutated } from '../support/arbitraries/mutated.ts';
import { step } from '../support/arbitraries/step.ts';
import { wire } from '../support/arbitraries/wire.ts';
import { assertLaw } from '../support/assert-law.ts';
import { concat } from '../support/bytes.ts';
import { expectLawful } from '../support/expect-lawful.ts';
import { Session, type Step } from '../support/session.ts';
import { type Subject, subjects } from '../support/subject.ts';
import { validCompletion } from '../support/valid-completion.ts';

/** Whatever a peer may send from its first byte on, mostly something that opens a connection. */
function streams(subject: Subject): fc.Arbitrary<Uint8Array> {
  const session = wire(subject.key).map((frames) => concat(subject.head(), frames));
  return fc.oneof(
    { weight: 6, arbitrary: session },
    { weight: 2, arbitrary: mutated(session) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  );
}

/** What was written behind the head. */
function framesOf(written: Uint8Array): Uint8Array {
  return written.subarray(String.fromCharCode(...written).indexOf('\r\n\r\n') + 4);
}

/** The law: nothing is thrown, the events keep their order, and the output is valid for the peer. */
function expectTotal(subject: Subject, stream: Uint8Array, script: readonly Step[]): void {
  const session = new Session(subject.connect(), stream);
  const { recorder } = session;
  for (const next of script) {
    session.perform(next);
    recorder.takeAll();
  }
  expectLawful(recorder.events);
  session.perform({ type: 'error' });
  recorder.takeAll();
  expectLawful(recorder.events);
  expect(recorder.events.at(-1)?.type).toBe('close');
  expect(session.connection.readyState).toBe('closed');
  if (!recorder.events.some(({ type }) => type === 'open')) return;
  const receiver: Role = subject.role === 'client' ? 'server' : 'client';
  const rules = { receiver, maxMessageBytes: 2 ** 20 };
  expect(validCompletion(framesOf(recorder.written), rules)).toBeDefined();
}

describe.each(subjects)('totality of a $role', (subject) => {
  it('takes any bytes and any inputs in any order, and always closes', () => {
    assertLaw(
      fc.property(streams(subject), fc.array(step(), { size: 'max', maxLength: 40 }), (...values) =>
        expectTotal(subject, ...values),
      ),
      200,
    );
  });

  it('takes any bytes when it is open, and always closes', () => {
    const opening: Step[] = [{ type: 'receive', size: subject.head().length }, { type: 'accept' }];
    assertLaw(
      fc.property(wire(subject.key), fc.array(step(), { maxLength: 20 }), (frames, script) =>
        expectTotal(subject, concat(subject.head(), frames), [...opening, ...script]),
      ),
      200,
    );
  });
});
