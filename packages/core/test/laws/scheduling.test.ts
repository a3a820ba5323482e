import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { step } from '../support/arbitraries/step.ts';
import { wire } from '../support/arbitraries/wire.ts';
import { assertLaw } from '../support/assert-law.ts';
import { concat } from '../support/bytes.ts';
import { Session, type Step } from '../support/session.ts';
import { type Subject, subjects } from '../support/subject.ts';

type Poll = 'event' | 'output' | 'timeout' | 'properties';

/** Does the script and takes everything at once. */
function runPromptly(subject: Subject, stream: Uint8Array, script: readonly Step[]): Session {
  const session = new Session(subject.connect(), stream);
  for (const next of script) {
    session.perform(next);
    session.recorder.takeAll();
  }
  return session;
}

/**
 * Does the same script and takes what the polls say, all else at the end. Events are taken before an
 * input that is not about bytes: what the peer did takes effect when its event is taken.
 */
function runPolled(
  subject: Subject,
  stream: Uint8Array,
  script: readonly Step[],
  polls: readonly (readonly Poll[])[],
): Session {
  const session = new Session(subject.connect(), stream);
  for (const [i, next] of script.entries()) {
    if (next.type !== 'receive' && next.type !== 'end') session.recorder.takeEvents();
    session.perform(next);
    for (const kind of polls[i % polls.length] ?? []) poll(session, kind);
  }
  session.recorder.takeAll();
  return session;
}

function poll({ connection, recorder }: Session, kind: Poll): void {
  if (kind === 'event') recorder.takeEvent();
  if (kind === 'output') recorder.takeOutput();
  if (kind === 'timeout') connection.nextTimeout();
  if (kind === 'properties') {
    expect(typeof connection.wantsInput).toBe('boolean');
    expect(connection.bufferedAmount).toBeGreaterThanOrEqual(0);
    expect(['connecting', 'open', 'closing', 'closed']).toContain(connection.readyState);
  }
}

describe.each(subjects)('scheduling of a $role', (subject) => {
  const kinds: readonly Poll[] = ['event', 'output', 'timeout', 'properties'];
  const polls = fc.array(fc.array(fc.constantFrom(...kinds), { maxLength: 5 }), { minLength: 1 });
  const opening: Step[] = [{ type: 'receive', size: subject.head().length }, { type: 'accept' }];

  it('does not show in the events and the output, whenever they are taken', () => {
    const scripts = fc.array(step(), { size: 'max', maxLength: 30 });
    assertLaw(
      fc.property(wire(subject.key), scripts, polls, (frames, steps, schedule) => {
        const stream = concat(subject.head(), frames);
        const script = [...opening, ...steps];
        const prompt = runPromptly(subject, stream, script);
        const polled = runPolled(subject, stream, script, schedule);
        expect(polled.recorder.events).toEqual(prompt.recorder.events);
        expect(polled.refusals).toEqual(prompt.refusals);
        expectSameOutput(prompt, polled, script);
      }),
      200,
    );
  });
});

/** What is dropped with the transport before it was taken is all that may be missing. */
function expectSameOutput(prompt: Session, polled: Session, script: readonly Step[]): void {
  const { written, endings } = prompt.recorder.recording;
  const isDropped = endings.includes('abort') || script.some(({ type }) => type === 'error');
  if (isDropped) {
    expect(written.startsWith(polled.recorder.recording.written)).toBe(true);
  } else {
    expect(polled.recorder.recording).toMatchObject({ written, endings });
  }
}
