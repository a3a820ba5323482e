import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ViolationEvent } from 'sansocket';
import { mutated } from '../support/arbitraries/mutated.ts';
import { wire } from '../support/arbitraries/wire.ts';
import { assertLaw } from '../support/assert-law.ts';
import { byteByByte, concat, hex } from '../support/bytes.ts';
import { corpus } from '../support/corpus.ts';
import { feed } from '../support/feed.ts';
import { Recorder } from '../support/recorder.ts';
import { type Subject, subjects } from '../support/subject.ts';
import { validCompletion } from '../support/valid-completion.ts';
import { wireBytes } from '../support/wire-frame.ts';

const maxMessageBytes = 70_000;
const limits = { maxMessageBytes, maxFrameBytes: maxMessageBytes, maxEmptyFragments: Infinity };

/** Feeds byte by byte until a violation comes: it names the byte that was fed last. */
function firstViolation(
  subject: Subject,
  bytes: Uint8Array,
  head: Uint8Array = new Uint8Array(0),
): ViolationEvent | undefined {
  const connection = subject.connect({ limits });
  const recorder = new Recorder(connection);
  let fed = 0;
  for (const chunk of [head, ...byteByByte(bytes)]) {
    connection.receive(chunk, 0);
    recorder.takeAll();
    fed += chunk.length;
    const violation = recorder.events.find((event) => event.type === 'violation');
    if (violation === undefined) continue;
    expect(violation.offset).toBe(fed - 1);
    return violation;
  }
  return undefined;
}

/** The law: a violation comes with the first byte after which no valid stream can follow. */
function expectEarliestFailure(subject: Subject, frames: Uint8Array): void {
  const head = subject.head();
  const rules = { receiver: subject.role, maxMessageBytes };
  const violation = firstViolation(subject, frames, head);
  const end = violation === undefined ? frames.length : violation.offset - head.length;
  const completion = validCompletion(frames.subarray(0, end), rules);
  expect(completion).toBeDefined();
  const completed = concat(frames.subarray(0, end), completion!);
  const { events } = feed(subject, [head, completed], { connection: { limits } });
  expect(events.filter(({ type }) => type === 'violation')).toEqual([]);
  if (violation !== undefined) {
    expect(validCompletion(frames.subarray(0, end + 1), rules)).toBeUndefined();
  }
}

describe.each(subjects)('earliest failure of a $role', (subject) => {
  it.each(corpus(subject.key))('is at the byte that decides: $name', ({ bytes }) => {
    expectEarliestFailure(subject, bytes);
  });

  it('is at the byte that decides, for any stream', () => {
    assertLaw(
      fc.property(wire(subject.key), (frames) => expectEarliestFailure(subject, frames)),
      150,
    );
  });

  it('is at the byte that decides, for any byte 0 and 1 outside a message and within (§5.2)', () => {
    const begun = wireBytes({ opcode: 1, fin: false, payload: hex('e2 82'), key: subject.key });
    const byte = fc.nat({ max: 255 });
    assertLaw(
      fc.property(byte, byte, fc.boolean(), (byte0, byte1, inMessage) => {
        const header = Uint8Array.of(byte0, byte1);
        expectEarliestFailure(subject, inMessage ? concat(begun, header) : header);
      }),
      250,
    );
  });

  it('is at the byte that decides, for lengths in eight bytes (§5.2)', () => {
    const byte1 = subject.role === 'server' ? 0xff : 0x7f;
    const byte = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat({ max: 255 }));
    const length = fc.array(byte, { minLength: 8, maxLength: 8 });
    assertLaw(
      fc.property(length, (bytes) => {
        expectEarliestFailure(subject, Uint8Array.of(0x82, byte1, ...bytes));
      }),
      100,
    );
  });

  it('is at the byte that was fed last, for opening handshakes with defects', () => {
    assertLaw(
      fc.property(mutated(fc.constant(subject.head())), (head) => {
        firstViolation(subject, head);
      }),
      200,
    );
  });
});
